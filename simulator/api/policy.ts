import type { Call, Outcome } from '../call.ts'
import { formatDate } from '../dates.ts'
import { isRefusal, type Refusal, refuse, type VendorError, vendorError } from '../envelope.ts'
import { checkFields, type Fields, flag, text } from '../fields.ts'
import { cutPage } from '../paging.ts'
import type { Policy } from '../tenant/policies.ts'
import { isObject, type JsonObject } from '../types.ts'
import { readTarget, type Target } from './policy-target.ts'

/** What a policy does with matching mail. */
export const OPTIONS: readonly string[] = ['block_sender', 'no_action']

export const POLICY_CREATE: Fields = {
  option: { type: 'text', required: true, one_of: OPTIONS },
  policy: { type: 'object', required: true },
}
export const POLICY_UPDATE: Fields = { ...POLICY_CREATE, id: { type: 'text', required: true } }
export const POLICY_GET: Fields = { id: { type: 'text' } }
export const POLICY_DELETE: Fields = { id: { type: 'text', required: true } }

const POLICY: Fields = {
  description: { type: 'text', required: true },
  fromPart: { type: 'text', one_of: ['envelope_from', 'header_from', 'both'] },
  bidirectional: { type: 'flag' },
  enabled: { type: 'flag' },
  enforced: { type: 'flag' },
  override: { type: 'flag' },
  comment: { type: 'text' },
  fromEternal: { type: 'flag' },
  toEternal: { type: 'flag' },
  fromDate: { type: 'date' },
  toDate: { type: 'date' },
  conditions: { type: 'object' },
}

const EVER = { fromDate: '1900-01-01T00:00:00+0000', toDate: '2100-01-01T23:59:59+0000' }

/** policy/blockedsenders/create-policy; with an `id` it replaces that policy, as one client does it. */
export function createPolicy(item: JsonObject, call: Call): Outcome {
  if (typeof item.id === 'string') return updatePolicy(item, call)
  const made = readPolicy(item, call.now)
  if (isRefusal(made)) return made
  const order = call.tenant.nextNumber()
  return store(call, {
    id: call.tenant.ids.make('policy', order),
    order,
    option: text(item, 'option', ''),
    policy: made,
  })
}

/** policy/blockedsenders/update-policy: replaces the whole policy. */
export function updatePolicy(item: JsonObject, call: Call): Outcome {
  const known = call.tenant.policies.get(text(item, 'id', ''))
  if (known === undefined) return NOT_FOUND
  const made = readPolicy(item, call.now)
  if (isRefusal(made)) return made
  const policy = { ...made, createTime: known.policy.createTime }
  return store(call, { ...known, option: text(item, 'option', ''), policy })
}

function store({ tenant }: Call, policy: Policy): Outcome {
  tenant.policies.set(policy.id, policy)
  return [policyRow(policy)]
}

/** policy/blockedsenders/get-policy: one by id, or all, paged when the request asks for pages. */
export function getPolicy(item: JsonObject, { tenant, page, paged }: Call): Outcome {
  const id = text(item, 'id')
  if (id !== undefined) {
    const policy = tenant.policies.get(id)
    return policy === undefined ? NOT_FOUND : [policyRow(policy)]
  }
  const all = [...tenant.policies.values()].map((policy) => ({ policy, place: [policy.order, 0] as const }))
  if (!paged) return all.map(({ policy }) => policyRow(policy))
  const cut = cutPage(all, page)
  if (isRefusal(cut)) return cut
  return { list: cut.rows.map(({ policy }) => policyRow(policy)), pagination: cut.pagination }
}

/** policy/blockedsenders/delete-policy: an unknown id shows only in `meta.status`. */
export function deletePolicy(item: JsonObject, { tenant }: Call): Outcome {
  const id = text(item, 'id', '')
  return tenant.policies.delete(id) ? [{ id }] : NOT_FOUND
}

/** Nothing in `data`, nothing in `fail`, 404 in `meta.status`. */
const NOT_FOUND: Refusal = { errors: [], meta_status: 404 }

function policyRow({ option, id, policy }: Policy): JsonObject {
  return { option, id, policy }
}

/** The policy in stored form, with its defaults; or the problem with it. */
export function readPolicy(item: JsonObject, now: number): JsonObject | Refusal {
  const given = isObject(item.policy) ? item.policy : {}
  const errors = checkFields(given, POLICY).map(inPolicy)
  const dates = [
    ...missingDate(given, 'fromEternal', 'fromDate'),
    ...missingDate(given, 'toEternal', 'toDate'),
  ]
  if (errors.length + dates.length > 0) return { errors: [...errors, ...dates] }
  const from = readTarget(given, 'from')
  const to = readTarget(given, 'to')
  if (from === undefined || to === undefined || bothExternal(from, to)) {
    return { ...refuse('err_policy_invalid_from_value', 'policy'), key: { option: item.option } }
  }
  const comment = text(given, 'comment')
  const time = formatDate(now)
  return {
    description: given.description,
    fromPart: text(given, 'fromPart', 'envelope_from'),
    from: from.target,
    to: to.target,
    fromType: from.type,
    ...(from.value === undefined ? {} : { fromValue: from.value }),
    toType: to.type,
    ...(to.value === undefined ? {} : { toValue: to.value }),
    fromEternal: flag(given, 'fromEternal', true),
    toEternal: flag(given, 'toEternal', true),
    fromDate: flag(given, 'fromEternal', true) ? EVER.fromDate : given.fromDate,
    toDate: flag(given, 'toEternal', true) ? EVER.toDate : given.toDate,
    override: flag(given, 'override'),
    bidirectional: flag(given, 'bidirectional'),
    conditions: given.conditions ?? {},
    enabled: flag(given, 'enabled', true),
    enforced: flag(given, 'enforced'),
    createTime: time,
    lastUpdated: time,
    ...(comment === undefined ? {} : { comment }),
  }
}

const inPolicy = (error: VendorError): VendorError => ({ ...error, field: `policy.${error.field}` })

function missingDate(given: JsonObject, eternal: string, name: string): VendorError[] {
  return given[eternal] === false && (given[name] === undefined || given[name] === null)
    ? [vendorError('err_validation_null', `policy.${name}`)]
    : []
}

/** A policy from external to external senders cannot be created. */
function bothExternal(from: Target, to: Target): boolean {
  return from.type === 'external_addresses' && to.type === 'external_addresses'
}
