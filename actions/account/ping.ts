import type { Action } from '../../client/index.ts'
import type { Ping } from './types.gen.ts'

interface Account {
  accountCode?: string
  accountName?: string
  region?: string
}

/**
 * Reads the account, because a token alone does not prove the permissions. A response without an account is a success, too,
 * because the credentials and the permission were accepted; its fields are then null.
 */
export const run: Action<Ping> = async ({ client }) => {
  const { data } = await client.call<Account | null>('/api/account/get-account')
  const { accountCode = null, accountName = null, region = null } = data[0] ?? {}
  return { result: { account_code: accountCode, account_name: accountName, region, api: client.api } }
}
