/** Endpoints of address alteration: policies, sets, definitions (docs/vendor/mimecast-operations.md#address-alteration). */
import type {
  CreateAddressAlterationSet,
  ListAddressAlterationDefinitions,
} from '../actions/address-alteration/types.gen.ts'
import { phrase } from '../runtime/sdk/index.ts'
import type { Client } from './index.ts'
import { policyFamily } from './policy-family.ts'
import { policyRow, type StoredPolicy } from './policy-row.ts'
import { refused } from './vendor.ts'

/** A policy, and the set that it applies. */
export type AlterationPolicy = StoredPolicy & { addressAlterationSetId?: string }

/** The calls on policies. */
export const alterationPolicies = policyFamily<AlterationPolicy>('/api/policy/address-alteration')

/** The row of a policy: it has a set where others have an option. */
export function alterationRow(stored: AlterationPolicy) {
  const { option: _, ...row } = policyRow(stored)
  return { ...row, set_id: stored.addressAlterationSetId ?? null }
}

/** A set; the sets in it are in `folders`. */
export type AlterationSet = CreateAddressAlterationSet['wire'] & { folders?: (AlterationSet | null)[] | null }

/** Creates a set and returns it. */
export const createSet = (client: Client, item: { description: string; parentId?: string }) =>
  client.one<AlterationSet>('/api/policy/address-alteration/create-address-alteration-set', item)

/** A set, or the root, with the sets in it. */
export const alterationSets = (client: Client, item: { depth: number; folderId?: string }) =>
  client.call<AlterationSet | null>('/api/policy/address-alteration/get-address-alteration-set', {
    data: [item],
  })

/** What a rule replaces. */
export interface Alteration {
  addressType: string
  originalAddress: string
  newAddress: string
  routing: string
}

/** Creates a rule and returns its id. Throws VENDOR_REJECTED if Mimecast says that it did not. */
export async function createDefinition(client: Client, folderId: string, rule: Alteration): Promise<string> {
  const path = '/api/policy/address-alteration/create-definition'
  const item = { addressAlterations: [rule], folderId }
  const { id, success } = await client.one<{ id?: string; success?: unknown }>(path, item)
  if (success === false) throw refused(phrase('the address alteration was not created'))
  return id ?? ''
}

/** Rules; Mimecast demands at least one field, so the routing is always sent. */
export const definitions = (
  client: Client,
  item: { routing: string; folderId?: string; originalAddress?: string; newAddress?: string },
  limit?: number,
) =>
  client.list<ListAddressAlterationDefinitions['wire']>(
    '/api/policy/address-alteration/get-definition',
    item,
    { rows: 'items', limit },
  )

/** All sets, the root first. Each request returns one set with the sets in it. */
async function* allSets(client: Client, folderId?: string): AsyncGenerator<string> {
  const { data } = await alterationSets(client, { depth: 1, ...(folderId !== undefined && { folderId }) })
  for (const set of data) {
    if (!set?.id) continue
    yield set.id
    for (const inner of set.folders ?? [])
      if (inner?.id) yield* inner.folderCount ? allSets(client, inner.id) : [inner.id]
  }
}

const ROUTINGS = ['all', 'inbound', 'outbound']

/** The rule with an id, and its set; undefined if no set has it. Mimecast has no read by id, so all sets are searched. */
export async function findDefinition(client: Client, id: string) {
  for await (const folderId of allSets(client))
    for (const routing of ROUTINGS)
      for await (const rule of definitions(client, { routing, folderId }))
        if (rule.id === id) return { rule, folderId }
  return undefined
}

/** Deletes a rule. Throws VENDOR_REJECTED if Mimecast says that it did not. */
export async function deleteDefinition(client: Client, id: string): Promise<void> {
  const path = '/api/policy/address-alteration/delete-definition'
  const { success } = await client.one<{ success?: unknown }>(path, { id })
  if (success === false) throw refused(phrase('the address alteration was not deleted'))
}
