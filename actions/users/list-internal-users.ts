import type { Action } from '../../client/index.ts'
import { type InternalUser, internalUsers } from '../../client/users.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { ListInternalUsers } from './types.gen.ts'

export const run: Action<ListInternalUsers> = async ({ inputs, client, toRow }) => {
  const { domain, email_address: address, limit } = inputs
  const wanted = address?.toLowerCase()
  const keep = ({ emailAddress }: InternalUser): boolean =>
    wanted === undefined || emailAddress?.toLowerCase() === wanted
  // An address is in the list once, so the search ends with the first hit.
  const most = wanted === undefined ? limit : 1
  return { result: mapRows(internalUsers(client, domain), toRow, { keep, limit: most }) }
}
