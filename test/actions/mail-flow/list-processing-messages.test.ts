import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/gateway/find-processing-messages'

const sent = (item: object) => [{ body: { meta: { pagination: { pageSize: 100 } }, data: [item] } }]

describeAction('list-processing-messages', {
  path: PATH,
  sends: sent({
    type: 'processing',
    start: '2026-03-03T10:30:00+0000',
    end: '2026-03-10T10:30:00+0000',
    sortBy: 'createTime',
    sortOrder: 'desc',
  }),
  cases: {
    'by recipient': {
      parameters: { query: 'dana', search_field: 'to' },
      result: [
        expect.objectContaining({ to: [{ email_address: 'dana@example.com', name: null }], attempts: 1 }),
      ],
    },
    'a single recipient as an object': {
      faults: [
        {
          path: PATH,
          body: {
            meta: { status: 200 },
            data: [{ messages: [{ id: 'x', to: { emailAddress: 'a@b.test', displayableName: 'A' } }] }],
            fail: [],
          },
        },
      ],
      result: [expect.objectContaining({ id: 'x', to: [{ email_address: 'a@b.test', name: 'A' }] })],
    },
    'a route is applied to the rows': { parameters: { route: 'outbound' }, result: [] },
    'bulk, which is empty': {
      parameters: { type: 'bulk_processing' },
      result: [],
      says: 'No messages in processing were found',
    },
  },
})
