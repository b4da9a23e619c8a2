import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/policy/address-alteration/delete-definition'
const ID =
  'eNoA6oNL3bPtFaHTy9Yb2yZBQEawXUkf4YpiLQfbT395b1P4ewPKFycDmKBvCkpwvqhT-X8zvf5L6XZLIiZOcAcoNJfflBTJd0eP0kYOq0pQg3ts5Toxw78Xvdm'

describeAction('delete-address-alteration-definition', {
  path: PATH,
  sends: [{ body: { data: [{ id: ID }] } }],
  cases: {
    'the rule is gone': {
      after: ({ simulator }) => expect(simulator.state.tables.get('alterations')?.size).toBe(0),
    },
    'success false is a failure': {
      parameters: { definition_id: 'unknown' },
      code: 'VENDOR_REJECTED',
      says: 'the address alteration was not deleted',
    },
    'an empty answer leaves open whether it was deleted': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      code: 'OUTCOME_UNKNOWN',
    },
  },
})
