import { definitions } from '../../client/address-alteration.ts'
import type { Action } from '../../client/index.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { ListAddressAlterationDefinitions } from './types.gen.ts'

export const run: Action<ListAddressAlterationDefinitions> = async ({ inputs, client, toRow }) => {
  const { set_id: folderId, original_address, new_address, routing, limit } = inputs
  const item = {
    routing,
    ...(folderId !== undefined && { folderId }),
    ...(original_address !== undefined && { originalAddress: original_address }),
    ...(new_address !== undefined && { newAddress: new_address }),
  }
  return { result: mapRows(definitions(client, item, limit), toRow) }
}
