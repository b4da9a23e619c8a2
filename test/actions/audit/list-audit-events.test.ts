import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'
import { firstPage } from '../../support/mimecast.ts'
import { refusalCase } from '../../support/refusals.ts'

const PATH = '/api/audit/get-audit-events'
const day = { start_time: '2026-03-09T00:00:00Z', end_time: '2026-03-10T00:00:00Z' }
const [startDateTime, endDateTime] = ['2026-03-09T00:00:00+0000', '2026-03-10T00:00:00+0000']
const answer = (events: object[], next?: string) => ({
  meta: { status: 200, pagination: { pageSize: events.length, ...(next !== undefined && { next }) } },
  data: events,
  fail: [],
})

describeAction('list-audit-events', {
  path: PATH,
  sends: [
    {
      body: firstPage({
        startDateTime: '2026-03-09T07:00:00+0000',
        endDateTime: '2026-03-09T09:00:00+0000',
        categories: ['authentication_logs'],
      }),
    },
  ],
  pages: { parameters: day, rows: 3 },
  cases: {
    'a text in the events': {
      parameters: { ...day, query: 'blocked senders' },
      sends: [{ body: firstPage({ startDateTime, endDateTime, query: 'blocked senders' }) }],
      result: [
        expect.objectContaining({
          audit_type: 'New Policy',
          category: 'policy_logs',
          ip: '192.0.2.44',
          application: 'mimecast-soar',
        }),
      ],
    },
    'without times, the last 24 hours are searched': {
      parameters: {},
      sends: [
        {
          body: firstPage({
            startDateTime: '2026-03-09T10:30:00+0000',
            endDateTime: '2026-03-10T10:30:00+0000',
          }),
        },
      ],
      result: [],
      says: 'No audit events were found',
    },
    'an event without an IP address, and one whose text contains the label of another': {
      parameters: day,
      faults: [
        {
          path: PATH,
          body: answer([
            { id: '1', eventInfo: 'Completed Directory Sync' },
            { id: '2', eventInfo: 'Policy "a, IP: 198.51.100.1, b", IP: 192.0.2.7, Application: Console' },
            { id: '3', eventInfo: null },
          ]),
        },
      ],
      result: [
        expect.objectContaining({ id: '1', ip: null, application: null }),
        expect.objectContaining({ id: '2', ip: '192.0.2.7', application: 'Console' }),
        expect.objectContaining({ id: '3', ip: null, application: null }),
      ],
    },
    'an empty page that names a next one is not the end': {
      parameters: day,
      faults: [
        { path: PATH, body: answer([], 'eNodNext'), times: 1 },
        { path: PATH, body: answer([{ id: 'behind' }]) },
      ],
      result: [expect.objectContaining({ id: 'behind' })],
    },
    'missing dates are refused by Mimecast with its own words': refusalCase(PATH, {
      field: 'startDateTime',
      code: 'err_validation_null',
      message: 'Field cannot be null',
    }),
    'a window that ends before it starts is refused before a request': {
      parameters: { start_time: day.end_time, end_time: day.start_time },
      code: 'PARAMETER_INVALID',
      sends: [],
    },
  },
})
