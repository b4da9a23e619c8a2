/** Endpoints of the account and the identity (docs/vendor/mimecast-wire.md, docs/vendor/mimecast-logs.md#account). */
import type { GetAccount, GetIdentity } from '../actions/account/types.gen.ts'
import type { Client } from './index.ts'

/** The account that the credentials belong to; fields may be missing. */
export type Account = GetAccount['wire'] & { packages?: string[] | null }

/** The owner of a token. */
export type Identity = GetIdentity['wire']

/** Reads the account; empty if Mimecast accepts the credentials but names none. */
export async function getAccount(client: Client): Promise<Account> {
  const { data } = await client.call<Account | null>('/api/account/get-account')
  return data[0] ?? {}
}

/** Reads the identity of the API application. */
export const identity = (client: Client): Promise<Identity> =>
  client.resource<Identity>('GET', '/identity/whoami', { record: true })
