import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/awareness-training/company/get-safe-score-details'
const sent = (item?: object) => [
  { body: { meta: { pagination: { pageSize: 100 } }, data: item === undefined ? [] : [item] } },
]

describeAction('get-safe-scores', {
  path: PATH,
  sends: sent({ filterBy: [{ fieldName: 'type', value: 'D' }] }),
  pages: { parameters: {}, rows: 2 },
  cases: {
    'one user is searched for, and compared': {
      parameters: { email_address: 'DANA@example.com' },
      sends: sent({ searchBy: [{ fieldName: 'email', value: 'DANA@example.com' }] }),
      result: [expect.objectContaining({ email_address: 'dana@example.com', risk: 'A', human_error: 'A' })],
    },
    'a search that Mimecast ignores is applied to the rows': {
      parameters: { department: 'legal', risk: 'a' },
      faults: [
        {
          path: PATH,
          body: {
            meta: { status: 200 },
            data: [
              { department: 'Finance', risk: 'A' },
              { department: 'Legal', risk: 'B' },
              { department: 'Legal', risk: 'A' },
            ],
            fail: [],
          },
        },
      ],
      result: [expect.objectContaining({ department: 'Legal', risk: 'A', email_address: null })],
    },
    nobody: {
      parameters: { email_address: 'absent@example.com' },
      result: [],
      says: 'No safe scores were found in Mimecast.',
    },
  },
})
