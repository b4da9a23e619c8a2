/** Endpoints of internal users (docs/vendor/mimecast-operations.md#users). */
import type { GetAliases, ListInternalUsers } from '../actions/users/types.gen.ts'
import type { Client } from './index.ts'

/** What changes about a user; what is absent stays as it is. */
export interface UserChange {
  emailAddress: string
  accountLocked?: boolean
  allowPop?: boolean
  allowSmtp?: boolean
  forcePasswordChange?: true
}

/** Changes a user. No documentation describes the response: without a refusal the change counts as made. */
export async function updateUser(client: Client, change: UserChange): Promise<void> {
  await client.call('/api/user/update-user', { data: [change] })
}

/** An internal user. */
export type InternalUser = ListInternalUsers['wire']

/** Internal users of a domain or of all. Mimecast cannot filter by address. */
export const internalUsers = (client: Client, domain?: string) =>
  client.list<InternalUser>('/api/user/get-internal-users', domain === undefined ? null : { domain }, {
    rows: 'users',
  })

/** Another address of a mailbox. No documentation describes the row: the address has one of two names. */
export type Alias = GetAliases['wire'] & { alias?: string | null; emailAddress?: string | null }

/** The other addresses of a mailbox. */
export const aliases = (client: Client, emailAddress: string) =>
  client.list<Alias>('/api/user/get-aliases', { emailAddress }, { page_size: null })
