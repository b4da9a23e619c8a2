import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/domain/get-internal-domain'

describeAction('list-internal-domains', {
  path: PATH,
  sends: [{ body: { meta: {}, data: [] } }],
  pages: { parameters: {}, rows: 2 },
  cases: {
    'several domains in any letter case; all are read and compared here': {
      parameters: { domains: ['JOURNAL.example.com', 'absent.example.com'] },
      sends: [{ body: { meta: {}, data: [] } }],
      result: [expect.objectContaining({ domain: 'journal.example.com', inbound_type: 'any' })],
    },
    'a subdomain is not its domain': {
      parameters: { domains: 'mail.example.com' },
      result: [],
      says: 'No internal domains were found',
    },
    'a text that is not a domain is refused before a request': {
      parameters: { domains: ['not a domain'] },
      code: 'PARAMETER_INVALID',
      sends: [],
    },
    'no domains': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      result: [],
    },
  },
})
