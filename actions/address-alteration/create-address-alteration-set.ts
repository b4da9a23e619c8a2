import { createSet } from '../../client/address-alteration.ts'
import type { Action } from '../../client/index.ts'
import type { CreateAddressAlterationSet } from './types.gen.ts'

export const run: Action<CreateAddressAlterationSet> = async ({ inputs, client, toRow }) => {
  const { name, parent_id: parentId } = inputs
  const created = await createSet(client, {
    description: name,
    ...(parentId !== undefined && { parentId }),
  })
  return { result: toRow(created) }
}
