import { groupMembers, type Member } from '../../client/groups.ts'
import type { Action } from '../../client/index.ts'
import { bareAddress, columns, holds, mapRows } from '../../runtime/sdk/index.ts'
import type { GetGroupMembers } from './types.gen.ts'

const shape = columns<Member>()({
  email_address: 'emailAddress',
  domain: 'domain',
  name: 'name',
  type: 'type',
  internal: 'internal',
  notes: 'notes',
})

export const run: Action<GetGroupMembers> = async ({ inputs, client }) => {
  const { id, query = '', page_size: limit } = inputs
  const wanted = bareAddress(query)
  const keep = ({ emailAddress, domain, name, notes }: Member): boolean =>
    wanted === '' || [emailAddress, domain, name, notes].some((text) => holds(text, wanted))
  return { result: mapRows(groupMembers(client, id), shape, { keep, limit }) }
}
