import type { Action } from '../../client/index.ts'
import { type Alias, aliases } from '../../client/users.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { GetAliases } from './types.gen.ts'

export const run: Action<GetAliases> = async ({ inputs, client, toRow }) => {
  const shape = (row: Alias) => ({ ...toRow(row), alias: row.alias ?? row.emailAddress ?? null })
  return { result: mapRows(aliases(client, inputs.email_address), shape) }
}
