import sets from '../answers/address_alteration_get_set.json' with { type: 'json' }
import definitions from '../answers/address_alteration_list_definitions.json' with { type: 'json' }
import policies from '../answers/address_alteration_list_policies.json' with { type: 'json' }
import { placed, type Routes, reading, route, tableOf } from '../area.ts'
import type { Call, Outcome } from '../call.ts'
import { DAMAGED_ID, refuse } from '../envelope.ts'
import { type Fields, text } from '../fields.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { isObject, type JsonObject } from '../types.ts'
import { familyRoutes } from './policy-family.ts'

const BASE = '/api/policy/address-alteration'

type Folder = JsonObject & { id: string; parentId?: string }

/** Sets by id; the root is the first. */
const setsOf = (tenant: Tenant): Map<string, Folder> =>
  tableOf<Folder>(tenant, 'alteration-sets', () =>
    sets.data.flatMap(({ folders, ...root }) => [root, ...folders.map(({ folders: _, ...own }) => own)]),
  )

type Rule = JsonObject & { id: string; folderId: string }

/** Rules by id, each with its set; those of the samples are in the root. */
const rulesOf = (tenant: Tenant): Map<string, Rule> =>
  tableOf<Rule>(tenant, 'alterations', () =>
    (definitions.data[0]?.items ?? []).map((rule) => ({ ...rule, folderId: sets.data[0]?.id ?? '' })),
  )

/** create-address-alteration-set. */
function createSet(item: JsonObject, { tenant }: Call): Outcome {
  const all = setsOf(tenant)
  const [root] = all.values()
  const id = tenant.ids.make('object', tenant.nextNumber())
  const made = {
    id,
    description: text(item, 'description', ''),
    parentId: text(item, 'parentId', root?.id ?? ''),
    folderCount: 0,
  }
  all.set(id, made)
  return [made]
}

/** get-address-alteration-set: a set, or the root, with the sets below it down to the depth. */
function getSet(item: JsonObject, { tenant }: Call): Outcome {
  const all = setsOf(tenant)
  const [root] = all.values()
  const found = item.folderId === undefined ? root : all.get(String(item.folderId))
  if (found === undefined) return DAMAGED_ID
  const whole = (set: Folder, depth: number): JsonObject => {
    const inner = [...all.values()].filter(({ parentId }) => parentId === set.id)
    return { ...set, folders: depth > 0 ? inner.map((one) => whole(one, depth - 1)) : [] }
  }
  return [whole(found, typeof item.depth === 'number' ? item.depth : 1)]
}

/** create-definition. */
function createRule(item: JsonObject, { tenant }: Call): Outcome {
  const [rule] = Array.isArray(item.addressAlterations) ? item.addressAlterations.filter(isObject) : []
  if (rule === undefined) return refuse('err_validation_null', 'addressAlterations')
  const id = tenant.ids.make('object', tenant.nextNumber())
  rulesOf(tenant).set(id, { id, ...rule, folderId: text(item, 'folderId', '') })
  return [{ id, success: true }]
}

/** delete-definition: an unknown id is `success: false`. Invented. */
function removeRule(item: JsonObject, { tenant }: Call): Outcome {
  const id = text(item, 'id', '')
  return [{ id, success: rulesOf(tenant).delete(id) }]
}

/** get-definition: at least one field. */
const listRules = reading({
  rows: ({ tenant }, item) =>
    [...rulesOf(tenant).values()]
      .filter(({ folderId }) => item.folderId === undefined || folderId === item.folderId)
      .map(({ folderId: _, ...rule }): JsonObject => rule),
  refuse: (item) =>
    Object.keys(item).length === 0 ? refuse('err_validation_at_least_one_not_null') : undefined,
  fits: (row, item) =>
    (item.routing === undefined || item.routing === 'all' || row.routing === item.routing) &&
    ['originalAddress', 'newAddress'].every((name) => item[name] === undefined || row[name] === item[name]),
  wrap: 'items',
})

const ID: Fields = { id: { type: 'text', required: true } }
const SET: Fields = { description: { type: 'text', required: true }, parentId: { type: 'text' } }
const RULE: Fields = { addressAlterations: { type: 'any' }, folderId: { type: 'text', required: true } }
const FIND: Fields = {
  folderId: { type: 'text' },
  originalAddress: { type: 'text' },
  newAddress: { type: 'text' },
  routing: { type: 'text', one_of: ['all', 'inbound', 'outbound'] },
}
const one = (fields: Fields, run: typeof createSet, fewest = 1) =>
  route('Policy Management', [fewest, 1], fields, run)

/** Calls of address alteration. */
export const routes: Routes = {
  ...familyRoutes({
    base: BASE,
    table: 'alteration-policies',
    fields: { addressAlterationSetId: { type: 'text', required: true } },
    seed: (tenant) => placed(policies.data, tenant),
    deleted: { deleted: true },
  }),
  [`${BASE}/create-address-alteration-set`]: one(SET, createSet),
  [`${BASE}/get-address-alteration-set`]: one(
    { folderId: { type: 'text' }, depth: { type: 'any' } },
    getSet,
    0,
  ),
  [`${BASE}/create-definition`]: one(RULE, createRule),
  [`${BASE}/get-definition`]: one(FIND, listRules),
  [`${BASE}/delete-definition`]: one(ID, removeRule),
}
