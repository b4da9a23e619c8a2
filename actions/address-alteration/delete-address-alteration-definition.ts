import { deleteDefinition, findDefinition } from '../../client/address-alteration.ts'
import type { Action } from '../../client/index.ts'
import type { DeleteAddressAlterationDefinition } from './types.gen.ts'

export const run: Action<DeleteAddressAlterationDefinition> = async ({ inputs, client }) => {
  const { definition_id } = inputs
  const found = await findDefinition(client, definition_id)
  await deleteDefinition(client, definition_id)
  const { rule, folderId } = found ?? {}
  return {
    result: { definition_id, deleted: true },
    ...(rule && {
      before: {
        set_id: folderId,
        original_address: rule.originalAddress,
        new_address: rule.newAddress,
        address_type: rule.addressType,
        routing: rule.routing,
      },
    }),
  }
}
