/** The tests of the actions that block, permit and remove file hashes: each sends a batch with its operation. */
import { expect } from 'vitest'
import { type Case, describeAction } from '../action.ts'
import { refusalCase } from '../refusals.ts'

const PATH = '/api/byo-threat-intelligence/create-batch'
const MD5 = '0123456789abcdef0123456789ABCDEF'

/** The SHA-256 of the examples. */
export const HASH = '88f7f66a728f1f1b7e71af492ab3c9f6f9a597be0b03a5014e098403411308c2'

/** What is particular about one of the actions. */
export interface Batch {
  operation: 'BLOCK' | 'ALLOW' | 'DELETE'
  /** What the example sends with its hash. */
  details?: object
  /** Looks at the tenant after the example has run. */
  applied: Case
}

/** Declares the tests of an action that sends a batch of hashes. */
export function describeBatch(id: string, { operation, details, applied }: Batch): void {
  const sent = (hashList: object[]) => [{ body: { data: [{ operationType: operation, hashList }] } }]
  describeAction(id, {
    path: PATH,
    sends: sent([{ hash: HASH, ...details }]),
    cases: {
      'the operation applies afterwards': applied,
      'several hashes are one batch; MD5 is accepted': {
        parameters: { file_hashes: `${HASH}, ${MD5}` },
        sends: sent([{ hash: HASH }, { hash: MD5 }]),
        result: expect.objectContaining({ hash_count: 2, file_hashes: [HASH, MD5], operation }),
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
}
