import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'
import { refusalCase } from '../../support/refusals.ts'

const PATH = '/api/byo-threat-intelligence/create-batch'
const HASH = '88f7f66a728f1f1b7e71af492ab3c9f6f9a597be0b03a5014e098403411308c2'
const MD5 = '0123456789abcdef0123456789ABCDEF'
const sent = (hashList: object[]) => [{ body: { data: [{ operationType: 'ALLOW', hashList }] } }]

describeAction('permit-file-hashes', {
  path: PATH,
  sends: sent([{ hash: HASH, provider: 'SOC', description: 'ticket 4411' }]),
  cases: {
    'the operation applies afterwards': {
      after: ({ simulator }) =>
        expect(simulator.state.tables.get('hashes')?.get(HASH)).toMatchObject({ operationType: 'ALLOW' }),
    },
    'several hashes are one batch; MD5 is accepted': {
      parameters: { file_hashes: `${HASH}, ${MD5}` },
      sends: sent([{ hash: HASH }, { hash: MD5 }]),
      result: expect.objectContaining({ hash_count: 2, file_hashes: [HASH, MD5], operation: 'ALLOW' }),
    },
    'what is not a hash is refused before a request, each by itself': {
      parameters: { file_hashes: ['abc', HASH, 'https://a.test/'] },
      code: 'PARAMETER_INVALID',
      says: '"File Hashes" must have the format SHA-256 or MD5; got "abc".',
      sends: [],
      after: (_, result) => expect(result.error?.problems).toHaveLength(2),
    },
    'more than 1,000 hashes are refused before a request': {
      parameters: { file_hashes: Array.from({ length: 1001 }, () => HASH) },
      code: 'PARAMETER_INVALID',
      sends: [],
    },
    'a full quota fails with the reason of Mimecast': refusalCase(
      PATH,
      { code: 'err_byo_quota', message: 'Quota not available to create the batch' },
      {},
    ),
    'an empty answer leaves open whether it was done': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      code: 'OUTCOME_UNKNOWN',
    },
  },
})
