import { createDefinition } from '../../client/address-alteration.ts'
import type { Action } from '../../client/index.ts'
import type { CreateAddressAlterationDefinition } from './types.gen.ts'

export const run: Action<CreateAddressAlterationDefinition> = async ({ inputs, client }) => {
  const id = await createDefinition(client, inputs.set_id, {
    addressType: inputs.address_type,
    originalAddress: inputs.original_address,
    newAddress: inputs.new_address,
    routing: inputs.routing,
  })
  return { result: { id, created: true } }
}
