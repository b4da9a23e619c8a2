import type { Call, Outcome } from '../call.ts'
import { isRefusal } from '../envelope.ts'
import { type Fields, text } from '../fields.ts'
import { cutPage } from '../paging.ts'
import type { Group } from '../tenant/groups.ts'
import type { JsonObject } from '../types.ts'
import { contains } from './shared.ts'

export const FIND_GROUPS: Fields = {
  query: { type: 'text' },
  source: { type: 'text', one_of: ['cloud', 'ldap'] },
}
export const CREATE_GROUP: Fields = {
  description: { type: 'text', required: true },
  parentId: { type: 'text' },
}

/** directory/find-groups: groups whose description contains the query, of one source. */
export function findGroups(item: JsonObject, { tenant, page }: Call): Outcome {
  const query = text(item, 'query')
  const source = text(item, 'source', 'cloud')
  const found = [...tenant.groups.values()]
    .map((group, order) => ({ group, place: [order, 0] as const }))
    .filter(
      ({ group }) => group.source === source && (query === undefined || contains(group.description, query)),
    )
  const cut = cutPage(found, page)
  if (isRefusal(cut)) return cut
  const { pageSize, next } = cut.pagination
  return {
    list: [
      {
        source,
        ...(query === undefined ? {} : { query }),
        folders: cut.rows.map(({ group }) => folder(group)),
      },
    ],
    pagination: {
      pageSize,
      ...(found.length === 0 ? {} : { totalCount: found.length }),
      ...(next === undefined ? {} : { next }),
    },
  }
}

/** directory/create-group. */
export function createGroup(item: JsonObject, { tenant }: Call): Outcome {
  const [root] = tenant.groups.values()
  const group: Group = {
    id: tenant.ids.make('group', tenant.nextNumber()),
    description: text(item, 'description', ''),
    source: 'cloud',
    parentId: text(item, 'parentId', root?.parentId ?? ''),
    folderCount: 0,
    locked: false,
    members: new Map(),
  }
  tenant.groups.set(group.id, group)
  return [folder(group)]
}

function folder({ id, description, source, parentId, folderCount, members }: Group): JsonObject {
  return { id, description, source, parentId, userCount: members.size, folderCount }
}
