import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/awareness-training/company/get-watchlist-details'
const sent = (item?: object) => [
  { body: { meta: { pagination: { pageSize: 100 } }, data: item === undefined ? [] : [item] } },
]

describeAction('get-training-watchlist', {
  path: PATH,
  sends: sent({ filterBy: [{ fieldName: 'type', value: 'video_count_1_or_more' }] }),
  cases: {
    'the count of a user': {
      parameters: { email_address: 'ap@example.com', video_count: '2' },
      sends: sent({
        searchBy: [{ fieldName: 'email', value: 'ap@example.com' }],
        filterBy: [{ fieldName: 'type', value: 'video_count_2' }],
      }),
      result: [expect.objectContaining({ watchlist_count: 2 })],
    },
    'an empty list': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      result: [],
      says: 'No users on the watchlist were found',
    },
  },
})
