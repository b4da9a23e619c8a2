import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/awareness-training/phishing/campaign/get-campaign'
const ID =
  'eNoP3f-27PsTNpc8F_yPbrZu7CqBxujoikwuKN3PgemPhke8u82o3mqtTV9xFBcIdF_6T8TuRHN0UIaqYhJQRx7qahNLuXByP5OId0Kpo9JZiuwu31S0AifT2OD'
const sent = (item?: object) => [
  { body: { meta: { pagination: { pageSize: 100 } }, data: item === undefined ? [] : [item] } },
]

describeAction('list-phishing-campaigns', {
  path: PATH,
  sends: sent(),
  cases: {
    'one by its id': {
      parameters: { campaign_id: ID },
      sends: sent({ id: ID }),
      result: [
        expect.objectContaining({
          name: 'Parcel test Q1',
          clicked_count: 9,
          sender_address: 'noreply@parcel.test',
        }),
      ],
    },
    'an unknown id': {
      parameters: { campaign_id: 'unknown' },
      result: [],
      says: 'No phishing campaigns were found',
    },
  },
})
