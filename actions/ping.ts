import type { Action } from '../client/index.ts'
import { refused } from '../client/refused.ts'
import { say } from '../runtime/sdk/index.ts'
import type { Ping } from './types.gen.ts'

interface Account {
  accountCode?: string
  accountName?: string
  region?: string
}

/** Reads the account: a token alone says nothing of the rights, and an HTTP 200 nothing of the account. */
export const run: Action<Ping> = async ({ client }) => {
  const { data } = await client.call<Account>('/api/account/get-account')
  const account = data[0]
  if (!account?.accountCode) throw refused(say('the answer names no account'))
  const { accountCode, accountName = '', region = '' } = account
  return { result: { account_code: accountCode, account_name: accountName, region, api: client.api } }
}
