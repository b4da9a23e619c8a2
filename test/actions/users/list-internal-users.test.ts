import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'
import { firstPage } from '../../support/mimecast.ts'

const PATH = '/api/user/get-internal-users'
const users = (...addresses: string[]) => ({
  meta: { status: 200, pagination: { pageSize: 100, next: `behind ${addresses[0]}` } },
  data: [{ users: addresses.map((emailAddress) => ({ emailAddress })), userCount: addresses.length }],
  fail: [],
})

describeAction('list-internal-users', {
  path: PATH,
  sends: [{ body: firstPage({ domain: 'example.com' }) }],
  pages: { parameters: {}, rows: 2 },
  cases: {
    'an address in any letter case: pages are read until it is found': {
      parameters: { email_address: 'Dana@Example.com' },
      faults: [
        { path: PATH, body: users('a@example.com'), times: 1 },
        { path: PATH, body: users('b@example.com', 'dana@example.com', 'z@example.com') },
      ],
      sends: [
        { body: firstPage() },
        { body: { meta: { pagination: { pageSize: 100, pageToken: 'behind a@example.com' } }, data: [] } },
      ],
      result: [expect.objectContaining({ email_address: 'dana@example.com', name: null })],
    },
    'a mailbox is not an alias': {
      parameters: { email_address: 'ap@example.com' },
      result: [expect.objectContaining({ alias: false, address_type: 'created_manually' })],
    },
    'an absent address': {
      parameters: { email_address: 'absent@example.com' },
      result: [],
      says: 'No internal users were found',
    },
    'a domain without users': { parameters: { domain: 'other.test' }, result: [] },
    'a text that is not an address is refused before a request': {
      parameters: { email_address: 'dana' },
      code: 'PARAMETER_INVALID',
      sends: [],
    },
  },
})
