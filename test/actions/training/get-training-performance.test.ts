import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/awareness-training/company/get-performance-details'
const sent = (item?: object) => [
  { body: { meta: { pagination: { pageSize: 100 } }, data: item === undefined ? [] : [item] } },
]

describeAction('get-training-performance', {
  path: PATH,
  sends: sent({
    searchBy: [{ fieldName: 'email', value: 'ap@example.com' }],
    filterBy: [{ fieldName: 'type', value: 'video_count_all' }],
    includeUserDetails: false,
  }),
  cases: {
    'by number of videos and department': {
      parameters: { department: 'fin', video_count: '4_or_more', include_user_details: true },
      sends: sent({
        searchBy: [{ fieldName: 'department', value: 'fin' }],
        filterBy: [{ fieldName: 'type', value: 'video_count_4_or_more' }],
        includeUserDetails: true,
      }),
      result: [expect.objectContaining({ correct_count: 3, incorrect_count: 4, not_watched_count: 1 })],
    },
    nobody: { parameters: { email_address: 'absent@example.com' }, result: [] },
    'another number of videos is refused before a request': {
      parameters: { video_count: '5' },
      code: 'PARAMETER_INVALID',
      sends: [],
    },
  },
})
