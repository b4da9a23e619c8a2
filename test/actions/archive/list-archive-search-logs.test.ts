import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/archive/get-archive-search-logs'

describeAction('list-archive-search-logs', {
  path: PATH,
  sends: [{ body: { meta: { pagination: { pageSize: 100 } }, data: [{ query: 'bank details' }] } }],
  pages: { parameters: {}, rows: 2 },
  cases: {
    'times are applied to the rows, and not sent': {
      parameters: { start_time: '2026-03-09T12:31:00Z', end_time: '2026-03-09T13:00:00Z' },
      sends: [{ body: { meta: { pagination: { pageSize: 100 } }, data: [] } }],
      result: [expect.objectContaining({ searcher: 'admin@example.com', search_reason: 'IR-1042' })],
    },
    'a row without a time is kept': {
      parameters: { start_time: '2026-03-09T12:31:00Z' },
      faults: [
        { path: PATH, body: { meta: { status: 200 }, data: [{ logs: [{ searchText: 'x' }] }], fail: [] } },
      ],
      result: [expect.objectContaining({ search_text: 'x', create_time: null })],
    },
    'an empty log': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [{ logs: [] }], fail: [] } }],
      result: [],
      says: 'No archive searches were found in Mimecast.',
    },
    'a window that ends before it starts is refused before a request': {
      parameters: { start_time: '2026-03-10T00:00:00Z', end_time: '2026-03-09T00:00:00Z' },
      code: 'PARAMETER_INVALID',
      sends: [],
    },
  },
})
