import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/archive/get-search-logs'

const sent = (item: object) => [{ body: { meta: { pagination: { pageSize: 100 } }, data: [item] } }]
const day = { start: '2026-03-09T00:00:00+0000', end: '2026-03-10T00:00:00+0000' }
const times = { start_time: '2026-03-09T00:00:00Z', end_time: '2026-03-10T00:00:00Z' }

describeAction('list-message-search-logs', {
  path: PATH,
  sends: sent(day),
  pages: { parameters: times, rows: 2 },
  cases: {
    'isAdmin as a text is a boolean': {
      parameters: { ...times, query: 'contract' },
      sends: sent({ ...day, query: 'contract' }),
      result: [expect.objectContaining({ searcher: 'dana@example.com', is_admin: false })],
    },
    'isAdmin that is missing is null': {
      parameters: times,
      faults: [
        { path: PATH, body: { meta: { status: 200 }, data: [{ logs: [{ searchText: 'x' }] }], fail: [] } },
      ],
      result: [expect.objectContaining({ is_admin: null })],
    },
    'nothing found': {
      parameters: { ...times, query: 'absent' },
      result: [],
      says: 'No searches were found',
    },
  },
})
