import type { Action } from '../../client/index.ts'
import { columns, mapRows } from '../../runtime/sdk/index.ts'
import type { FindGroups } from './types.gen.ts'

interface Folder {
  id?: string
  description?: string
  source?: string
  parentId?: string
  userCount?: number
  folderCount?: number
}

const shape = columns<Folder>()({
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
  const folders = client.list<Folder>('/api/directory/find-groups', item, { rows: 'folders', limit })
  return { result: mapRows(folders, shape) }
}
