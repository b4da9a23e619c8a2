import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/message-finder/search'
const sent = (item: object) => [{ body: { meta: { pagination: { pageSize: 100 } }, data: [item] } }]
const day = { start: '2026-03-09T00:00:00+0000', end: '2026-03-10T00:00:00+0000' }
const times = { start_time: '2026-03-09T00:00:00Z', end_time: '2026-03-10T00:00:00Z' }

describeAction('search-messages', {
  path: PATH,
  sends: sent({
    messageId: '<20260309081419.7F3A21@mail.suppliers.example.net>',
    start: '2026-02-09T10:30:00+0000',
    end: '2026-03-10T10:30:00+0000',
  }),
  pages: {
    parameters: { recipient: 'example.com', ...times, end_time: '2026-03-10T10:30:00Z' },
    rows: 4,
  },
  cases: {
    'by Message-ID, as it is given, over the last 29 days': {
      parameters: { message_id: '<none@x.test>' },
      sends: sent({
        messageId: '<none@x.test>',
        start: '2026-02-09T10:30:00+0000',
        end: '2026-03-10T10:30:00+0000',
      }),
      result: [],
      says: 'No messages were found',
    },
    'every option in its documented place': {
      parameters: {
        recipient: 'dana@example.com',
        subject: 'contract',
        sender_ip: '198.51.100.24',
        url: 'a.test',
        status: 'Accepted, held',
        route: 'inbound',
        with_attachments: true,
        search_reason: 'ticket 4411',
        ...times,
      },
      sends: sent({
        ...day,
        advancedTrackAndTraceOptions: {
          to: 'dana@example.com',
          subject: 'contract',
          senderIP: '198.51.100.24',
          url: 'a.test',
        },
        status: ['accepted', 'held'],
        route: ['inbound'],
        attachments: true,
        searchReason: 'ticket 4411',
      }),
    },
    'an end in the past does not move the start out of reach': {
      parameters: { sender: 'b.test', end_time: '2026-02-20T00:00:00Z' },
      sends: sent({
        advancedTrackAndTraceOptions: { from: 'b.test' },
        start: '2026-02-09T10:30:00+0000',
        end: '2026-02-20T00:00:00+0000',
      }),
    },
    'a start that is too old fails with the reason of Mimecast': {
      parameters: { sender: 'b.test', start_time: '2026-01-01T00:00:00Z' },
      code: 'VENDOR_REJECTED',
      says: 'Invalid start date',
    },
    'a rejected message without recipients and attachments is a whole row': {
      faults: [
        {
          path: PATH,
          body: {
            meta: { status: 200 },
            data: [{ trackedEmails: [{ id: 'x', status: 'rejected' }] }],
            fail: [],
          },
        },
      ],
      result: [expect.objectContaining({ id: 'x', to: [], attachments: null, from_header: null })],
    },
    'nothing to search for is refused before a request': {
      parameters: times,
      code: 'PARAMETER_INVALID',
      says: '"Message ID" or "Sender" is required',
      sends: [],
    },
    'a Message-ID beside other options is refused before a request': {
      parameters: { message_id: 'a@b.test', subject: 'x' },
      code: 'PARAMETER_INVALID',
      sends: [],
    },
  },
})
