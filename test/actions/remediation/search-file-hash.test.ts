import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/ttp/remediation/search-hash'
const SEEN = 'cc8321d6375c494d043fdd0260f21bc0ec51dacc9f6abb7f909cdcd3041b78bf'
const NEW = '1aca80e8b55c802f7b43740da2990e1b5735bbb323d93eb5ebda8395b04025e2'
const many = Array.from({ length: 21 }, (_, n) => n.toString(16).padStart(64, '0'))

describeAction('search-file-hash', {
  path: PATH,
  sends: [{ body: { data: [{ hashes: [SEEN, NEW] }] } }],
  cases: {
    'what is not a hash is reported as failed, not as unseen': {
      parameters: { file_hashes: [SEEN.toUpperCase(), 'not-a-hash'] },
      result: [
        { file_hash: SEEN.toUpperCase(), detected: true, failed: false },
        { file_hash: 'not-a-hash', detected: null, failed: true },
      ],
      says: '1 of 2 file hashes were detected in Mimecast. 1 could not be processed.',
    },
    'more than 20 hashes are sent in parts': {
      parameters: { file_hashes: many },
      sends: [
        { body: { data: [{ hashes: many.slice(0, 20) }] } },
        { body: { data: [{ hashes: many.slice(20) }] } },
      ],
      result: expect.objectContaining({ length: 21 }),
    },
    'an answer about no hash makes all of them failed': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [{}], fail: [] } }],
      result: [expect.objectContaining({ failed: true }), expect.objectContaining({ detected: null })],
    },
    'an empty answer is not a result': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      code: 'RESPONSE_INVALID',
    },
    'no hash': { parameters: { file_hashes: '' }, code: 'PARAMETER_INVALID', sends: [] },
  },
})
