import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/archive/get-message-detail'
const ID =
  'eNol-7GgP6p-t-oLLmsMrVqrF0Zg_bD-ad0yeWb6SHkKRX_7fAV0xF8MHzHbppXnzmXTCVGNkMGUOubUOW8R7_L2rqDER56p9MtaB84BuN0PPnU5shskrqk8vKz4KIZD6mnnZy5YopWo4sg5bDMG0xLfhBi-tKMnWdyBsLqeD5gtCav6rTrhxZcfN1ClBw9deewEejSb'

describeAction('get-archive-message', {
  path: PATH,
  sends: [{ body: { data: [{ id: ID, admin: true, context: 'DELIVERED' }] } }],
  cases: {
    'the attachment and its hash': {
      result: expect.objectContaining({
        message_id: '<4d1c9a@partner.example.net>',
        attachments: [expect.objectContaining({ file_name: 'contract-draft.docx', size: 148220 })],
      }),
    },
    'a damaged id fails': {
      parameters: { message_id: 'unknown' },
      code: 'VENDOR_REJECTED',
      says: 'an id in the request is probably truncated or damaged',
    },
    'a hash in place of the id fails': {
      parameters: { message_id: '299e71eb37403ab20f1a1fe2df02091b23ca853731337682887998d35b02ccbd' },
      code: 'VENDOR_REJECTED',
      says: '0007 Invalid token',
    },
    'an empty answer is not a result': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      code: 'RESPONSE_INVALID',
    },
  },
})
