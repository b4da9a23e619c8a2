import { type Routes, route } from '../area.ts'
import type { Call, Outcome } from '../call.ts'
import { DAMAGED_ID, notOneOf, vendorError } from '../envelope.ts'
import { type Fields, text } from '../fields.ts'
import type { JsonObject } from '../types.ts'

const ID: Fields = { id: { type: 'text', required: true } }

/** directory/update-group: renames or moves. */
function update(item: JsonObject, { tenant }: Call): Outcome {
  const group = tenant.groups.get(text(item, 'id', ''))
  if (group === undefined) return DAMAGED_ID
  const [description, parentId] = [text(item, 'description'), text(item, 'parentId')]
  if (description === undefined && parentId === undefined)
    return { errors: [vendorError('err_validation_at_least_one_not_null', 'description')] }
  group.description = description ?? group.description
  group.parentId = parentId ?? group.parentId
  return [{ id: group.id, description: group.description, parentId: group.parentId }]
}

/** directory/delete-group: nothing in the answer; a group that is not empty is refused with an invented code. */
function remove(item: JsonObject, { tenant }: Call): Outcome {
  const group = tenant.groups.get(text(item, 'id', ''))
  if (group === undefined) return DAMAGED_ID
  if (group.members.size > 0 || group.folderCount > 0) return { errors: [notOneOf('id', ['an empty group'])] }
  tenant.groups.delete(group.id)
  return []
}

/** Calls that change groups themselves. */
export const routes: Routes = {
  '/api/directory/update-group': route(
    'User and Group Management',
    [1, 10],
    { ...ID, description: { type: 'text' }, parentId: { type: 'text' } },
    update,
  ),
  '/api/directory/delete-group': route('User and Group Management', [1, 10], ID, remove),
}
