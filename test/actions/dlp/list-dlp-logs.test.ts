import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'
import { firstPage } from '../../support/mimecast.ts'
import { refusalCase } from '../../support/refusals.ts'

const PATH = '/api/dlp/get-logs'
const day = { start_time: '2026-03-09T00:00:00Z', end_time: '2026-03-10T00:00:00Z' }
const window = { from: '2026-03-09T00:00:00+0000', to: '2026-03-10T00:00:00+0000' }

describeAction('list-dlp-logs', {
  path: PATH,
  sends: [
    {
      body: firstPage({
        ...window,
        oldestFirst: false,
        searchField: 'policy',
        query: 'Customer data',
        routes: ['outbound'],
        actions: ['hold'],
      }),
    },
  ],
  pages: { parameters: day, rows: 2 },
  cases: {
    'without a query, no search field is sent, because Mimecast refuses one without a query': {
      parameters: { ...day, search_field: 'subject', oldest_first: true },
      sends: [{ body: firstPage({ ...window, oldestFirst: true }) }],
      result: expect.objectContaining({ length: 2 }),
    },
    'one message has a row for each action': {
      parameters: { ...day, query: 'SAM@', search_field: 'senderAddress' },
      sends: [
        { body: firstPage({ ...window, oldestFirst: false, searchField: 'senderAddress', query: 'SAM@' }) },
      ],
      result: [
        expect.objectContaining({ action: 'hold', message_id: '<c0ffee@example.com>' }),
        expect.objectContaining({ action: 'notification', message_id: '<c0ffee@example.com>' }),
      ],
    },
    'nothing found': {
      parameters: { ...day, routes: ['inbound'] },
      result: [],
      says: 'No DLP logs were found',
    },
    'a refusal is reported in words of Mimecast': refusalCase(
      PATH,
      { field: 'query', code: 'err_validation_null', message: 'Field cannot be null' },
      { searchField: 'subject' },
    ),
    'an unknown route is refused before a request': {
      parameters: { ...day, routes: ['external'] },
      code: 'PARAMETER_INVALID',
      sends: [],
    },
  },
})
