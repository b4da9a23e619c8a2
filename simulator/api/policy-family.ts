import { type Routes, reading, route, tableOf } from '../area.ts'
import type { Call, Outcome } from '../call.ts'
import { isRefusal, type Refusal } from '../envelope.ts'
import { type Fields, text } from '../fields.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { isObject, type JsonObject } from '../types.ts'
import { readPolicy } from './policy.ts'

type Stored = JsonObject & { id: string; policy: unknown }

/** One family of policies: its path, what an item has beside the policy, and the policies of the samples. */
export interface Family {
  base: string
  table: string
  fields: Fields
  seed(tenant: Tenant): readonly Stored[]
  /** What the answer to a deletion has beside the id. */
  deleted?: JsonObject
}

/** Nothing in `data`, nothing in `fail`, 404 in `meta.status`, as blocked sender policies answer. */
const NOT_FOUND: Refusal = { errors: [], meta_status: 404 }

/** The four calls of a family. */
export function familyRoutes({ base, table, fields, seed, deleted = {} }: Family): Routes {
  const policies = (tenant: Tenant) => tableOf<Stored>(tenant, table, () => seed(tenant))
  const store = (item: JsonObject, id: string, { tenant, now }: Call): Outcome => {
    const policy = readPolicy(item, now)
    if (isRefusal(policy)) return policy
    const known = policies(tenant).get(id)?.policy
    const created = isObject(known) ? { createTime: known.createTime } : {}
    const beside = Object.fromEntries(Object.keys(fields).map((name) => [name, item[name]]))
    const stored = { ...beside, id, policy: { ...policy, ...created } }
    policies(tenant).set(id, stored)
    return [stored]
  }
  const create = (item: JsonObject, call: Call): Outcome =>
    store(item, call.tenant.ids.make('policy', call.tenant.nextNumber()), call)
  const update = (item: JsonObject, call: Call): Outcome => {
    const id = text(item, 'id', '')
    return policies(call.tenant).has(id) ? store(item, id, call) : NOT_FOUND
  }
  const all = reading<Stored>({ rows: ({ tenant }) => [...policies(tenant).values()] })
  const get = (item: JsonObject, call: Call): Outcome => {
    const id = text(item, 'id')
    if (id === undefined) return all(item, call)
    const found = policies(call.tenant).get(id)
    return found ? [found] : NOT_FOUND
  }
  const remove = (item: JsonObject, { tenant }: Call): Outcome => {
    const id = text(item, 'id', '')
    return policies(tenant).delete(id) ? [{ id, ...deleted }] : NOT_FOUND
  }
  const given: Fields = { ...fields, policy: { type: 'object', required: true } }
  const one: Fields = { id: { type: 'text', required: true } }
  return {
    [`${base}/get-policy`]: route('Policy Management', [0, 500], { id: { type: 'text' } }, get),
    [`${base}/create-policy`]: route('Policy Management', [1, 1], given, create),
    [`${base}/update-policy`]: route('Policy Management', [1, 1], { ...given, ...one }, update),
    [`${base}/delete-policy`]: route('Policy Management', [1, 500], one, remove),
  }
}
