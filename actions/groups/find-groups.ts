import { findGroups, type Group } from '../../client/groups.ts'
import type { Action } from '../../client/index.ts'
import { columns, mapRows } from '../../runtime/sdk/index.ts'
import type { FindGroups } from './types.gen.ts'

const shape = columns<Group>()({
  id: 'id',
  description: 'description',
  source: 'source',
  parent_id: 'parentId',
  user_count: 'userCount',
  folder_count: 'folderCount',
})

export const run: Action<FindGroups> = async ({ inputs, client }) => {
  const { query, source, page_size: limit } = inputs
  const item = { ...(query !== undefined && { query }), source }
  const groups = findGroups(client, item, limit)
  return { result: mapRows(groups, shape) }
}
