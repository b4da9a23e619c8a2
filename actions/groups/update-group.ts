import { firstGroup, updateGroup } from '../../client/groups.ts'
import type { Action } from '../../client/index.ts'
import { invalid } from '../../client/parameters.ts'
import type { UpdateGroup } from './types.gen.ts'

export const run: Action<UpdateGroup> = async ({ inputs, client }) => {
  const { id, name, parent_id: parentId } = inputs
  if (name === undefined && parentId === undefined)
    throw invalid({ where: 'name', rule: 'required_one', values: { name: 'Name', other: 'Parent ID' } })
  const known = await firstGroup(client, (group) => group.id === id)
  const before = known && { name: known.description ?? null, parent_id: known.parentId ?? null }
  const group = await updateGroup(client, {
    id,
    ...(name !== undefined && { description: name }),
    ...(parentId !== undefined && { parentId }),
  })
  return {
    result: {
      id: group.id ?? id,
      name: group.description ?? name ?? before?.name ?? null,
      parent_id: group.parentId ?? parentId ?? before?.parent_id ?? null,
      before: before ?? null,
    },
  }
}
