import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/archive/get-view-logs'

const sent = (item: object) => [{ body: { meta: { pagination: { pageSize: 100 } }, data: [item] } }]
const day = { start: '2026-03-09T00:00:00+0000', end: '2026-03-10T00:00:00+0000' }
const times = { start_time: '2026-03-09T00:00:00Z', end_time: '2026-03-10T00:00:00Z' }

describeAction('list-archive-view-logs', {
  path: PATH,
  sends: sent({ ...day, query: 'bank details' }),
  cases: {
    'who opened what': {
      parameters: times,
      sends: sent(day),
      result: [
        expect.objectContaining({ viewer: 'admin@example.com', content_viewed: true, discovery_case: false }),
      ],
    },
    'nothing found': {
      parameters: { ...times, query: 'absent' },
      result: [],
      says: 'No archive views were found',
    },
    'a limit that is reached': { parameters: { ...times, limit: 1 }, says: 'The limit was reached' },
  },
})
