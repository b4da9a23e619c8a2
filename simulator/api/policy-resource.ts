import { formatDate, formatZulu, parseDate } from '../dates.ts'
import { type Answer, gatewayRefusal, isRefusal, notOneOf, type Refusal } from '../envelope.ts'
import { cutPage } from '../paging.ts'
import { NOT_ALLOWED, type ResourceCall } from '../resource.ts'
import type { Policy } from '../tenant/policies.ts'
import { isObject, type JsonObject } from '../types.ts'
import { OPTIONS, readPolicy } from './policy.ts'

/** Path of the blocked sender policies in the resource style of API 2.0; policies by id are below it. */
export const POLICIES = '/policy-management/cloud-gateway/v1/blocked-senders/policies'

/** The five calls on blocked sender policies, on the same policies as `/api/policy/blockedsenders/...`. */
export function answerPolicies(call: ResourceCall): Answer {
  const { method } = call
  const { id } = call.params
  if (id === undefined) {
    if (method === 'GET') return listPolicies(call)
    return method === 'POST' ? createOne(call) : NOT_ALLOWED
  }
  const policy = call.tenant.policies.get(id)
  if (!['GET', 'PATCH', 'DELETE'].includes(method)) return NOT_ALLOWED
  if (policy === undefined) return gatewayRefusal(404, 'not_found', 'Policy not found')
  if (method === 'GET') return { status: 200, body: toResource(policy) }
  if (method === 'PATCH') return changeOne(call, policy)
  call.tenant.policies.delete(policy.id)
  return { status: 204 }
}

function listPolicies({ tenant, page }: ResourceCall): Answer {
  const all = [...tenant.policies.values()].map((policy) => ({ policy, place: [policy.order, 0] as const }))
  const cut = cutPage(all, page)
  if (isRefusal(cut)) return refused(cut)
  const { previous: _, ...pagination } = cut.pagination
  return {
    status: 200,
    body: { definitions: cut.rows.map(({ policy }) => toResource(policy)), meta: { pagination } },
  }
}

function createOne({ tenant, body, now }: ResourceCall): Answer {
  const made = fromResource(isObject(body) ? body : {}, now)
  if (isRefusal(made)) return refused(made)
  const order = tenant.nextNumber()
  const id = tenant.ids.make('policy', order)
  tenant.policies.set(id, { id, order, ...made })
  return { status: 201, body: { id } }
}

/** Only the fields given change; the answer has no body. */
function changeOne({ tenant, body, now }: ResourceCall, known: Policy): Answer {
  const made = fromResource({ ...toResource(known), ...(isObject(body) ? body : {}) }, now)
  if (isRefusal(made)) return refused(made)
  // What the resource style does not have stays as it is.
  const { comment, conditions, createTime } = known.policy
  const policy = {
    ...made.policy,
    conditions: { ...(isObject(conditions) ? conditions : {}), ...(made.policy.conditions as JsonObject) },
    createTime,
    ...(comment === undefined ? {} : { comment }),
  }
  tenant.policies.set(known.id, { ...known, ...made, policy })
  return { status: 204 }
}

function refused({ errors }: Refusal): Answer {
  return { status: 400, body: { fail: errors.map(({ code, message, field }) => ({ code, message, field })) } }
}

/** The names of the resource style: `domain`, `fromDateTime`, IPs at top level. */
function toResource({ id, option, policy }: Policy): JsonObject {
  const conditions = isObject(policy.conditions) ? policy.conditions : {}
  return {
    id,
    description: policy.description,
    option,
    fromPart: policy.fromPart,
    from: renamed(policy.from, 'emailDomain', 'domain'),
    to: renamed(policy.to, 'emailDomain', 'domain'),
    enabled: policy.enabled,
    enforced: policy.enforced,
    override: policy.override,
    bidirectional: policy.bidirectional,
    fromEternal: policy.fromEternal,
    toEternal: policy.toEternal,
    fromDateTime: zulu(policy.fromDate),
    toDateTime: zulu(policy.toDate),
    ...(conditions.sourceIPs === undefined ? {} : { sourceIPs: conditions.sourceIPs }),
  }
}

function fromResource(given: JsonObject, now: number): Pick<Policy, 'option' | 'policy'> | Refusal {
  const { option, fromDateTime, toDateTime, sourceIPs, ...rest } = given
  if (typeof option !== 'string' || !OPTIONS.includes(option))
    return { errors: [notOneOf('option', OPTIONS)] }
  for (const side of ['from', 'to']) {
    const target = given[side]
    if (isObject(target) && UNSUPPORTED.includes(String(target.type))) {
      return { errors: [notOneOf(`${side}.type`, ['the types of the resource style'])] }
    }
  }
  const policy = {
    ...rest,
    from: renamed(given.from, 'domain', 'emailDomain'),
    to: renamed(given.to, 'domain', 'emailDomain'),
    fromDate: plain(fromDateTime),
    toDate: plain(toDateTime),
    conditions: sourceIPs === undefined ? {} : { sourceIPs },
  }
  const made = readPolicy({ option, policy }, now)
  return isRefusal(made) ? made : { option, policy: made }
}

/** Targets that the resource style does not accept. */
const UNSUPPORTED = ['free_mail_domains', 'header_display_name']

function renamed(target: unknown, from: string, to: string): unknown {
  if (!isObject(target)) return target
  const group = isObject(target.group) ? { groupId: target.group.id } : {}
  return Object.fromEntries(
    Object.entries({ ...target, ...group }).map(([key, value]) => [key === from ? to : key, value]),
  )
}

/** A date in the other spelling; invalid dates are kept, so that the check reports them. */
const zulu = (date: unknown): unknown => spelled(date, formatZulu)
const plain = (date: unknown): unknown => spelled(date, formatDate)

function spelled(date: unknown, spell: (ms: number) => string): unknown {
  const ms = parseDate(date)
  return ms === undefined ? date : spell(ms)
}
