import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/ttp/url/decode-url'
const LINK = 'https://protect-de.mimecast.com/s/aHR0cHM6Ly9sb2dpbi5leGFtcGxlLm5ldC92ZXJpZnk_aWQ9MQ'
const PLAIN = 'https://www.example.org/not-rewritten'
const ORIGINAL = 'https://login.example.net/verify?id=1'
const rows = [
  { url: LINK, decoded: true, decoded_url: ORIGINAL },
  { url: PLAIN, decoded: false, decoded_url: null },
]

describeAction('decode-url', {
  path: PATH,
  sends: [{ body: { data: [{ url: LINK }] } }],
  cases: {
    'a URL that was not rewritten has a row of its own': {
      parameters: { urls: [LINK, PLAIN] },
      sends: [{ body: { data: [{ url: LINK }, { url: PLAIN }] } }],
      result: rows,
      says: 'Decoded 1 of 2 URLs',
    },
    'a refusal of one URL without a reason is the same': {
      parameters: { urls: [LINK, PLAIN] },
      faults: [
        {
          path: PATH,
          body: {
            meta: { status: 200 },
            data: [{ url: ORIGINAL, success: true }],
            fail: [{ key: { url: PLAIN }, errors: [] }],
          },
        },
      ],
      result: rows,
    },
    'more than 25 URLs are sent in parts': {
      parameters: { urls: Array.from({ length: 26 }, (_, n) => `https://a.test/${n}`) },
      sends: [
        { body: { data: Array.from({ length: 25 }, (_, n) => ({ url: `https://a.test/${n}` })) } },
        { body: { data: [{ url: 'https://a.test/25' }] } },
      ],
      result: expect.objectContaining({ length: 26 }),
    },
    'an answer without results is not a result': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      code: 'RESPONSE_INVALID',
    },
    'no URL': { parameters: { urls: [] }, code: 'PARAMETER_INVALID', sends: [] },
  },
})
