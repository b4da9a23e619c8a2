import { deleteDefinition } from '../../client/address-alteration.ts'
import type { Action } from '../../client/index.ts'
import type { DeleteAddressAlterationDefinition } from './types.gen.ts'

export const run: Action<DeleteAddressAlterationDefinition> = async ({ inputs, client }) => {
  const { definition_id } = inputs
  await deleteDefinition(client, definition_id)
  return { result: { definition_id, deleted: true } }
}
