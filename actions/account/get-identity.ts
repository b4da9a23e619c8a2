import { identity } from '../../client/account.ts'
import type { Action } from '../../client/index.ts'
import type { GetIdentity } from './types.gen.ts'

export const run: Action<GetIdentity> = async ({ client, toRow }) => ({
  result: toRow(await identity(client)),
})
