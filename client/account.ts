/** Endpoint of the account (docs/vendor/mimecast-wire.md). */
import type { Client } from './index.ts'

/** The account that the credentials belong to; fields may be missing. */
export interface Account {
  accountCode?: string
  accountName?: string
  region?: string
}

/** Reads the account; empty if Mimecast accepts the credentials but names none. */
export async function getAccount(client: Client): Promise<Account> {
  const { data } = await client.call<Account | null>('/api/account/get-account')
  return data[0] ?? {}
}
