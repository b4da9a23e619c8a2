import { type Account, getAccount } from '../../client/account.ts'
import type { Action } from '../../client/index.ts'
import type { GetAccount } from './types.gen.ts'

export const run: Action<GetAccount> = async ({ client, toRow }) => {
  const account = await getAccount(client)
  const shown = Object.fromEntries(SHOWN.map((field) => [field, account[field]]))
  const result = { ...toRow(shown), packages: (account.packages ?? []).map(packageOf) }
  return account.accountCode || account.accountName ? { result } : { result, message: 'unnamed' }
}

/** The fields that are returned. The account has secrets too, so a field that is not listed here is left out. */
const SHOWN = [
  'accountCode',
  'accountName',
  'mimecastId',
  'region',
  'type',
  'domain',
  'userCount',
  'gateway',
  'archive',
  'maxRetention',
  'adminEmail',
  'contactEmail',
  'contactName',
  'telephone',
] as const satisfies readonly (keyof Account)[]

/** `Advanced Security [1053]` as name and number. */
function packageOf(text: string): GetAccount['result']['packages'][number] {
  const at = text.endsWith(']') ? text.lastIndexOf('[') : -1
  const number = Number(text.slice(at + 1, -1))
  return at > 0 && Number.isSafeInteger(number)
    ? { name: text.slice(0, at).trim(), number }
    : { name: text, number: null }
}
