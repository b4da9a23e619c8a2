import recorded from '../answers/web_security_get_policy.json' with { type: 'json' }
import { placed, type Routes, route, tableOf } from '../area.ts'
import type { Call, Outcome } from '../call.ts'
import { isRefusal, type Refusal } from '../envelope.ts'
import { type Fields, text } from '../fields.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { isObject, type JsonObject } from '../types.ts'
import { readPolicy } from './policy.ts'

type Stored = JsonObject & { id: string }

const policiesOf = (tenant: Tenant): Map<string, Stored> =>
  tableOf<Stored>(tenant, 'web-policies', () => placed(recorded.data, tenant))

const NOT_FOUND: Refusal = { errors: [], meta_status: 404 }

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : [])

/** Stores a policy: scopes and entries without an id get one. */
function store(item: JsonObject, id: string, { tenant, now }: Call): Outcome {
  const make = (): string => tenant.ids.make('object', tenant.nextNumber())
  const scopes = objects(item.policies).map(({ id: own, ...policy }) => ({
    own,
    made: readPolicy({ policy }, now),
  }))
  const wrong = scopes.find(({ made }) => isRefusal(made))
  if (wrong && isRefusal(wrong.made)) return wrong.made
  const stored = {
    id,
    description: text(item, 'description', ''),
    policies: scopes.map(({ own, made }) => ({ id: own ?? make(), locations: [], policy: made })),
    urls: objects(item.urls).map((entry) => ({ ...entry, id: entry.id ?? make() })),
  }
  policiesOf(tenant).set(id, stored)
  return [stored]
}

const create = (item: JsonObject, call: Call): Outcome =>
  store(item, call.tenant.ids.make('object', call.tenant.nextNumber()), call)

function update(item: JsonObject, call: Call): Outcome {
  const id = text(item, 'id', '')
  return policiesOf(call.tenant).has(id) ? store(item, id, call) : NOT_FOUND
}

function get(item: JsonObject, { tenant }: Call): Outcome {
  const found = policiesOf(tenant).get(text(item, 'id', ''))
  return found ? [found] : NOT_FOUND
}

function remove(item: JsonObject, { tenant }: Call): Outcome {
  const id = text(item, 'id', '')
  return policiesOf(tenant).delete(id) ? [{ id, deleted: true }] : NOT_FOUND
}

const ID: Fields = { id: { type: 'text', required: true } }
const POLICY: Fields = {
  description: { type: 'text', required: true },
  policies: { type: 'any', required: true },
  urls: { type: 'any' },
}
const BASE = '/api/policy/webwhiteurl'

/** Calls on Web Security policies. */
export const routes: Routes = {
  [`${BASE}/create-policy-with-targets`]: route('Policy Management', [1, 1], POLICY, create),
  [`${BASE}/get-policy-with-targets`]: route('Policy Management', [1, 1], ID, get),
  [`${BASE}/update-policy-with-targets`]: route('Policy Management', [1, 1], { ...POLICY, ...ID }, update),
  [`${BASE}/delete-policy-with-targets`]: route('Policy Management', [1, 1], ID, remove),
}
