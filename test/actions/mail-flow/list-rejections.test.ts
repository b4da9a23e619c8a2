import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/gateway/get-rejections'

const sent = (item: object) => [{ body: { meta: { pagination: { pageSize: 100 } }, data: [item] } }]
const day = { start: '2026-03-09T00:00:00+0000', end: '2026-03-10T00:00:00+0000' }
const times = { start_time: '2026-03-09T00:00:00Z', end_time: '2026-03-10T00:00:00Z' }

describeAction('list-rejections', {
  path: PATH,
  sends: sent({ admin: true, ...day, searchBy: { fieldName: 'from', value: 'promo@bulk.example.net' } }),
  cases: {
    'by IP address and mailbox': {
      parameters: {
        ...times,
        query: '203.0.113.200',
        search_field: 'remote_ip',
        mailbox: 'info@example.com',
      },
      sends: sent({
        admin: true,
        ...day,
        searchBy: { fieldName: 'remoteIp', value: '203.0.113.200' },
        mailbox: 'info@example.com',
      }),
      result: [expect.objectContaining({ type: 'RBL', ip_address: '203.0.113.200' })],
    },
    'nothing found': {
      parameters: { ...times, mailbox: 'dana@example.com' },
      result: [],
      says: 'No rejected messages were found',
    },
    'an empty list': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [{ rejections: [] }], fail: [] } }],
      result: [],
    },
    'a limit that is reached': {
      parameters: { ...times, limit: 1 },
      says: 'The limit was reached; there may be more.',
    },
  },
})
