import { type AlterationSet, alterationSets } from '../../client/address-alteration.ts'
import type { Action } from '../../client/index.ts'
import type { GetAddressAlterationSet } from './types.gen.ts'

export const run: Action<GetAddressAlterationSet> = async ({ inputs, client, toRow }) => {
  const { depth, set_id: folderId } = inputs
  const { data } = await alterationSets(client, { depth, ...(folderId !== undefined && { folderId }) })
  const flat = (set: AlterationSet | null, level: number): GetAddressAlterationSet['result'] => {
    if (set === null) return []
    const { folders, ...own } = set
    return [{ ...toRow(own), level }, ...(folders ?? []).flatMap((inner) => flat(inner, level + 1))]
  }
  return { result: data.flatMap((set) => flat(set, 0)) }
}
