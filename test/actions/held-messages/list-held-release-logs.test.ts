import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/gateway/get-held-release-logs'

const sent = (item: object) => [{ body: { meta: { pagination: { pageSize: 100 } }, data: [item] } }]
const day = { start: '2026-03-09T00:00:00+0000', end: '2026-03-10T00:00:00+0000' }
const times = { start_time: '2026-03-09T00:00:00Z', end_time: '2026-03-10T00:00:00Z' }

describeAction('list-held-release-logs', {
  path: PATH,
  sends: sent({ ...day, filterBy: [{ fieldName: 'status', value: 'released' }] }),
  pages: { parameters: times, rows: 2 },
  cases: {
    'a search and every filter': {
      parameters: {
        ...times,
        query: 'Fraud',
        search_field: 'held_reason',
        route: 'inbound',
        with_attachments: true,
      },
      sends: sent({
        ...day,
        searchBy: { fieldName: 'heldReason', value: 'Fraud' },
        filterBy: [
          { fieldName: 'route', value: 'inbound' },
          { fieldName: 'attachments', value: 'true' },
        ],
      }),
      result: [expect.objectContaining({ held_reason: 'Fraud Alert', operator: 'admin@example.com' })],
    },
    'what expired has no operator and no time': {
      parameters: { ...times, status: 'rejected' },
      result: [
        expect.objectContaining({
          released: null,
          operator: '',
          info: 'Expired in queue - rejected by housekeeping',
        }),
      ],
    },
    'an operator as an object, a header sender as text': {
      parameters: times,
      faults: [
        {
          path: PATH,
          body: {
            meta: { status: 200 },
            data: [{ heldReleaseLogs: [{ operator: { emailAddress: 'a@b.test' }, fromHdr: 'c@d.test' }] }],
            fail: [],
          },
        },
      ],
      result: [
        expect.objectContaining({
          operator: 'a@b.test',
          from_header: 'c@d.test',
          from_envelope: null,
          to: [],
        }),
      ],
    },
    'nothing found': {
      parameters: { ...times, query: 'absent' },
      result: [],
      says: 'No released or rejected messages were found',
    },
    'without times, the last 24 hours': {
      parameters: {},
      sends: sent({ start: '2026-03-09T10:30:00+0000', end: '2026-03-10T10:30:00+0000' }),
    },
  },
})
