import { createGroup, firstGroup, type Group } from '../../client/groups.ts'
import type { Action } from '../../client/index.ts'
import type { CreateGroup } from './types.gen.ts'

export const run: Action<CreateGroup> = async ({ inputs, client }) => {
  const { name, parent_id: parentId } = inputs
  const isSame = (group: Group): boolean =>
    group.description?.toLowerCase() === name.toLowerCase() &&
    (parentId === undefined || group.parentId === parentId)
  const known = await firstGroup(client, isSame, name)
  const group =
    known ?? (await createGroup(client, { description: name, ...(parentId !== undefined && { parentId }) }))
  return {
    result: {
      id: group.id ?? '',
      name: group.description ?? name,
      parent_id: group.parentId ?? parentId ?? null,
      already_existed: known !== undefined,
    },
    ...(known && { message: 'already_existed' }),
  }
}
