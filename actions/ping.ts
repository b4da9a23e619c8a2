import type { Action } from '../client/index.ts'
import type { Ping } from './types.gen.ts'

interface Account {
  accountCode?: string
  accountName?: string
  region?: string
}

/**
 * Reads the account: a token alone says nothing of the permissions. An answer that names no account is a success, too,
 * because the credentials and the permission were accepted; its fields are null then.
 */
export const run: Action<Ping> = async ({ client }) => {
  const { data } = await client.call<Account | null>('/api/account/get-account')
  const { accountCode = null, accountName = null, region = null } = data[0] ?? {}
  return { result: { account_code: accountCode, account_name: accountName, region, api: client.api } }
}
