import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/archive/get-message-list'

const sent = (item: object) => [{ body: { meta: { pagination: { pageSize: 100 } }, data: [item] } }]
const day = { start: '2026-03-09T00:00:00+0000', end: '2026-03-10T00:00:00+0000' }
const times = { start_time: '2026-03-09T00:00:00Z', end_time: '2026-03-10T00:00:00Z' }

describeAction('list-archive-messages', {
  path: PATH,
  sends: sent({
    mailbox: 'dana@example.com',
    view: 'INBOX',
    start: '2026-03-09T16:40:00+0000',
    end: '2026-03-09T16:41:00+0000',
    includeAliases: true,
    includeDelegates: false,
  }),
  cases: {
    'what was sent, in any letter case': {
      parameters: {
        mailbox: 'legal@partner.example.net',
        view: 'sent',
        include_aliases: false,
        include_delegates: true,
        ...times,
      },
      sends: sent({
        mailbox: 'legal@partner.example.net',
        view: 'SENT',
        ...day,
        includeAliases: false,
        includeDelegates: true,
      }),
      result: [expect.objectContaining({ subject: 'Re: contract draft' })],
    },
    'a single recipient is a list': {
      parameters: { mailbox: 'dana@example.com', ...times },
      faults: [
        {
          path: PATH,
          body: { meta: { status: 200 }, data: [{ id: 'x', to: { emailAddress: 'a@b.test' } }], fail: [] },
        },
      ],
      result: [
        expect.objectContaining({ id: 'x', to: [{ email_address: 'a@b.test', name: null }], size: null }),
      ],
    },
    'an empty mailbox': {
      parameters: { mailbox: 'absent@example.com', ...times },
      result: [],
      says: 'No archived messages were found',
    },
    'without a mailbox nothing is sent': { parameters: {}, code: 'PARAMETER_INVALID', sends: [] },
  },
})
