import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/byo-threat-intelligence/delete-batch'
const ID =
  'eNo5zBWp_THT_BBjGZPdBNzrMo2yA12wWvg_MXVpfH_38EidFPDSeapgM7cvfmRdxYkT6xW5hKzmQvdQtYX0p4cDP05fW27RZvRONIfNdQz6NFRpJoH7-C7foHg'

describeAction('delete-file-hash-batch', {
  path: PATH,
  sends: [{ body: { data: [{ id: ID }] } }],
  cases: {
    'the batch and its hashes are gone': {
      after: ({ simulator }) => expect(simulator.state.tables.get('batches')?.size).toBe(0),
    },
    'an unknown id fails': { parameters: { batch_id: 'unknown' }, code: 'VENDOR_REJECTED' },
    'success false is a failure': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [{ id: ID, success: false }], fail: [] } }],
      code: 'VENDOR_REJECTED',
      says: 'the batch was not deleted',
    },
    'an empty answer leaves open whether it was deleted': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      code: 'OUTCOME_UNKNOWN',
    },
  },
})
