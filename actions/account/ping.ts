import { getAccount } from '../../client/account.ts'
import type { Action } from '../../client/index.ts'
import type { Ping } from './types.gen.ts'

/**
 * Reads the account, because a token alone does not prove the permissions. A response without an account is a success, too,
 * because the credentials and the permission were accepted; its fields are then null.
 */
export const run: Action<Ping> = async ({ client }) => {
  const { accountCode = null, accountName = null, region = null } = await getAccount(client)
  return { result: { account_code: accountCode, account_name: accountName, region, api: client.api } }
}
