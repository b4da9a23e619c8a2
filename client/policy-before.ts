/** A stored policy in the parameters of our actions, so that a deletion or a change can be undone. */
import { invalid } from './parameters.ts'
import { KINDS, type TargetKind } from './policy.ts'
import { PARTS } from './policy-family.ts'
import type { PolicyTarget, StoredPolicy } from './policy-row.ts'
import { targetValue } from './policy-row.ts'

type Policy = NonNullable<StoredPolicy['policy']>

/** The key of a value; undefined for a value that the form does not offer. */
const keyOf = <K extends string>(choices: Readonly<Record<K, string>>, value: unknown): K | undefined =>
  (Object.keys(choices) as K[]).find((key) => choices[key] === value)

/** Values that `clear` can remove from a policy. */
export type Clearable = 'start_time' | 'end_time' | 'source_ips' | 'spf_domains'

/** The changes of `clear`, by the names of the stored policy. Throws PARAMETER_INVALID for a value that is also given. */
export function cleared(names: readonly Clearable[] | undefined, given: object) {
  const has = (name: Clearable): boolean => names?.includes(name) === true
  const twice = (names ?? []).filter((name) => (given as Record<string, unknown>)[name] !== undefined)
  if (twice.length > 0)
    throw invalid(
      ...twice.map((where) => ({ where, rule: 'only_one', values: { name: where, other: 'Clear' } })),
    )
  return {
    fromEternal: has('start_time') || undefined,
    toEternal: has('end_time') || undefined,
    ...(has('source_ips') && { sourceIPs: [] }),
    ...(has('spf_domains') && { spfDomains: [] }),
  }
}

/**
 * The parameters that give changed values of a policy back, for the action that changed them. `cleared` is for its
 * `clear`, which in a template would be a method.
 *
 * @param changes by the names of the stored policy
 * @param responses Mimecast's name of each response
 */
export function formerValues<K extends string>(
  { option, policy }: StoredPolicy,
  changes: object,
  responses: Readonly<Record<K, string>>,
) {
  const before = policy ?? {}
  const cleared: Clearable[] = []
  const isChanged = (...names: string[]): boolean => names.some((name) => Object.hasOwn(changes, name))
  const time = (name: 'start_time' | 'end_time', isEternal: boolean, date: string | undefined): object => {
    if (!isEternal && date !== undefined) return { [name]: date }
    cleared.push(name)
    return {}
  }
  const list = (name: 'source_ips' | 'spf_domains', values: readonly string[] = []): object => {
    if (values.length > 0) return { [name]: values }
    cleared.push(name)
    return {}
  }
  const { sourceIPs, spfDomains } = before.conditions ?? {}
  const values = {
    ...(isChanged('option') && { response: keyOf(responses, option) }),
    ...(isChanged('description') && { description: before.description }),
    ...(isChanged('fromPart') && { extracted_data: keyOf(PARTS, before.fromPart) }),
    ...(isChanged('enabled') && { enabled: before.enabled }),
    ...(isChanged('override') && { override: before.override }),
    ...(isChanged('bidirectional') && { bidirectional: before.bidirectional }),
    ...(isChanged('fromDate', 'fromEternal') &&
      time('start_time', before.fromEternal !== false, before.fromDate)),
    ...(isChanged('toDate', 'toEternal') && time('end_time', before.toEternal !== false, before.toDate)),
    ...(isChanged('sourceIPs') && list('source_ips', sourceIPs)),
    ...(isChanged('spfDomains') && list('spf_domains', spfDomains)),
  }
  return { ...values, ...(cleared.length > 0 && { cleared }) }
}

/** The parameters of a form that create a policy again; undefined if the form cannot describe it. */
export function formOf({ policy }: StoredPolicy) {
  const { conditions, ...given } = policy ?? {}
  const [from, to] = [kindOf(given, 'from'), kindOf(given, 'to')]
  const extracted_data = keyOf(PARTS, given.fromPart ?? 'envelope_from')
  if (from === undefined || to === undefined || extracted_data === undefined) return undefined
  return {
    description: given.description,
    sender_type: from.kind,
    sender: from.value,
    recipient_type: to.kind,
    recipient: to.value,
    extracted_data,
    enabled: given.enabled,
    bidirectional: given.bidirectional,
    override: given.override,
    enforced: given.enforced,
    comment: given.comment,
    ...(given.fromEternal === false && { start_time: given.fromDate }),
    ...(given.toEternal === false && { end_time: given.toDate }),
    source_ips: conditions?.sourceIPs,
    hostnames: conditions?.hostnames,
    spf_domains: conditions?.spfDomains,
  }
}

/** The kind of sender or recipient, and its value if the kind has one. */
function kindOf(
  policy: Policy,
  side: 'from' | 'to',
): { kind: TargetKind; value: string | undefined } | undefined {
  const target: PolicyTarget = policy[side] ?? {}
  const kind = KINDS.find(({ type }) => type === (target.type ?? policy[`${side}Type`]))
  if (kind === undefined) return undefined
  const value = targetValue(target) ?? policy[`${side}Value`]
  if (!kind.hasValue) return { kind: kind.kind, value: undefined }
  return value === undefined ? undefined : { kind: kind.kind, value }
}

/** A policy as Create Policy takes it: without what Mimecast adds, and without dates that do not count. */
export function recreatable({
  option,
  policy,
}: StoredPolicy): { option: string; policy: object } | undefined {
  if (option === undefined || !policy) return undefined
  const { from, to, fromType, fromValue, toType, toValue, ...given } = policy
  const { createTime: _, lastUpdated: __, fromDate, toDate, comment, conditions, ...plain } = given
  const limits = Object.entries(conditions ?? {}).filter(([, values]) => values.length > 0)
  return {
    option,
    policy: {
      ...plain,
      ...(from ? { from: written(from) } : { fromType, fromValue }),
      ...(to ? { to: written(to) } : { toType, toValue }),
      ...(given.fromEternal === false && { fromDate }),
      ...(given.toEternal === false && { toDate }),
      ...(comment && { comment }),
      ...(limits.length > 0 && { conditions: Object.fromEntries(limits) }),
    },
  }
}

/** A target as a write wants it: some reads nest a group. */
function written({ group, ...target }: PolicyTarget): PolicyTarget {
  return group?.id === undefined ? target : { ...target, groupId: group.id }
}
