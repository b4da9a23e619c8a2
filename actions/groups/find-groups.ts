import { findGroups } from '../../client/groups.ts'
import type { Action } from '../../client/index.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { FindGroups } from './types.gen.ts'

export const run: Action<FindGroups> = async ({ inputs, client, toRow }) => {
  const { query, source, page_size: limit } = inputs
  const item = { ...(query !== undefined && { query }), source }
  const groups = findGroups(client, item, limit)
  return { result: mapRows(groups, toRow) }
}
