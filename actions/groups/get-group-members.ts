import { groupMembers, type Member } from '../../client/groups.ts'
import type { Action } from '../../client/index.ts'
import { bareAddress, holds, mapRows } from '../../runtime/sdk/index.ts'
import type { GetGroupMembers } from './types.gen.ts'

export const run: Action<GetGroupMembers> = async ({ inputs, client, toRow }) => {
  const { id, query = '', page_size: limit } = inputs
  const wanted = bareAddress(query)
  const keep = ({ emailAddress, domain, name, notes }: Member): boolean =>
    wanted === '' || [emailAddress, domain, name, notes].some((text) => holds(text, wanted))
  return { result: mapRows(groupMembers(client, id), toRow, { keep, limit }) }
}
