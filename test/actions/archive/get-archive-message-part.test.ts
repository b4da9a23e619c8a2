import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'
import { refusalCase } from '../../support/refusals.ts'

const PATH = '/api/archive/get-message-part'
const ID =
  'eNol-7GgP6p-t-oLLmsMrVqrF0Zg_bD-ad0yeWb6SHkKRX_7fAV0xF8MHzHbppXnzmXTCVGNkMGUOubUOW8R7_L2rqDER56p9MtaB84BuN0PPnU5shskrqk8vKz4KIZD6mnnZy5YopWo4sg5bDMG0xLfhBi-tKMnWdyBsLqeD5gtCav6rTrhxZcfN1ClBw9deewEejSb'

describeAction('get-archive-message-part', {
  path: PATH,
  sends: [{ body: { data: [{ id: ID, type: 'PLAIN', context: 'DELIVERED' }] } }],
  cases: {
    'the whole source is a file, not text': {
      parameters: { message_id: ID, part: 'RFC822', mailbox: 'dana@example.com', context: 'RECEIVED' },
      sends: [
        { body: { data: [{ id: ID, type: 'RFC822', context: 'RECEIVED', mailbox: 'dana@example.com' }] } },
      ],
      result: expect.objectContaining({ content_type: 'message/rfc822', text: null }),
      after: (_, result) => {
        const [file] = result.files ?? []
        expect(file?.name).toBe('message.eml')
        expect(Buffer.from(file?.content ?? '', 'base64').toString()).toContain(
          'Message-ID: <4d1c9a@partner.example.net>',
        )
      },
    },
    'HTML without dangerous content': {
      parameters: { message_id: ID, part: 'HTML', strip_dangerous: true },
      sends: [{ body: { data: [{ id: ID, type: 'HTML', context: 'DELIVERED', stripDangerous: true }] } }],
    },
    'API 1.0 cannot strip': {
      options: { generation: '1.0' },
      parameters: { message_id: ID, part: 'HTML', strip_dangerous: true },
      sends: [{ body: { data: [{ id: ID, type: 'HTML', context: 'DELIVERED' }] } }],
    },
    'a single address in the answer is followed only to an allowed host': {
      faults: [
        {
          path: PATH,
          body: {
            meta: { status: 200 },
            data: [{ url: 'https://download.example.invalid/parts/message.eml' }],
            fail: [],
          },
        },
      ],
      code: 'RESPONSE_INVALID',
      says: 'download.example.invalid, which is not an allowed host',
    },
    'a refusal is not the content': refusalCase(PATH, { code: 'err_x', message: 'No such part' }),
    'a part that is too large is not delivered': {
      parameters: { message_id: ID, max_size: 5 },
      code: 'RESPONSE_INVALID',
    },
    'an unknown id fails': { parameters: { message_id: 'unknown' }, code: 'VENDOR_REJECTED' },
  },
})
