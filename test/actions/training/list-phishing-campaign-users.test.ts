import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/awareness-training/phishing/campaign/get-user-data'
const ID =
  'eNoP3f-27PsTNpc8F_yPbrZu7CqBxujoikwuKN3PgemPhke8u82o3mqtTV9xFBcIdF_6T8TuRHN0UIaqYhJQRx7qahNLuXByP5OId0Kpo9JZiuwu31S0AifT2OD'
const sent = (item?: object) => [
  { body: { meta: { pagination: { pageSize: 100 } }, data: item === undefined ? [] : [item] } },
]

describeAction('list-phishing-campaign-users', {
  path: PATH,
  sends: sent({ id: ID, filterBy: [{ fieldName: 'status', value: 'clicked' }] }),
  pages: { parameters: { campaign_id: ID }, rows: 2 },
  cases: {
    'one user': {
      parameters: { campaign_id: ID, email_address: 'dana@example.com' },
      sends: sent({ id: ID, searchBy: [{ fieldName: 'email', value: 'dana@example.com' }] }),
      result: [
        expect.objectContaining({ status: 'REPORTED', reported: '2026-02-10T09:05:00+0000', clicked: null }),
      ],
    },
    'without a campaign nothing is sent': { parameters: {}, code: 'PARAMETER_INVALID', sends: [] },
    'no users': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [{ items: [] }], fail: [] } }],
      result: [],
      says: 'No campaign users were found',
    },
  },
})
