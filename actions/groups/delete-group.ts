import { deleteGroup, firstGroup, groupMembers } from '../../client/groups.ts'
import type { Action } from '../../client/index.ts'
import { refused } from '../../client/vendor.ts'
import { phrase } from '../../runtime/sdk/index.ts'
import type { DeleteGroup } from './types.gen.ts'

export const run: Action<DeleteGroup> = async ({ inputs, client }) => {
  const { id } = inputs
  for await (const _ of groupMembers(client, id))
    throw refused(phrase('the group has members. Remove them first; nothing was deleted'))
  const group = await firstGroup(client, (one) => one.id === id)
  const count = group?.folderCount ?? 0
  if (count > 0)
    throw refused(
      phrase('the group has {count} subgroups. Delete them first; nothing was deleted', { count }),
    )
  await deleteGroup(client, id)
  return { result: { id, name: group?.description ?? null, parent_id: group?.parentId ?? null } }
}
