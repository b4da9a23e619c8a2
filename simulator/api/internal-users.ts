import aliases from '../answers/get_aliases.json' with { type: 'json' }
import users from '../answers/internal_users.json' with { type: 'json' }
import { type Routes, reading, route } from '../area.ts'
import { type Fields, text } from '../fields.ts'

/** user/get-internal-users. */
const getUsers = reading({
  rows: () => [...(users.data[0]?.users ?? [])],
  fits: (row, item) => [undefined, row.domain].includes(text(item, 'domain')),
  wrap: 'users',
  beside: (rows) => ({ userCount: rows.length }),
})

/** user/get-aliases. What an unknown user gives is invented: no row. */
const getAliases = reading({
  rows: () => [...aliases.data],
  fits: (row, item) => row.aliasFor === text(item, 'emailAddress', '').toLowerCase(),
})

const DOMAIN: Fields = { domain: { type: 'domain' } }
const USER: Fields = { emailAddress: { type: 'address', required: true } }

/** Reads of internal users. */
export const routes: Routes = {
  '/api/user/get-internal-users': route('User and Group Management', [0, 1], DOMAIN, getUsers),
  '/api/user/get-aliases': route('User and Group Management', [1, 1], USER, getAliases),
}
