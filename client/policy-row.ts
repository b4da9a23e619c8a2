/** A blocked sender policy as a flat row (docs/vendor/mimecast-policies.md#blocked-sender-policies). */

/** `from` or `to` of a policy: the kind, and its value in the field that belongs to the kind. */
export interface PolicyTarget {
  type?: string
  emailAddress?: string
  emailDomain?: string
  groupId?: string
  /** Some reads nest the group. */
  group?: { id?: string } | null
  headerDisplayName?: string
  attribute?: { id?: string; name?: string; value?: string } | null
}

/** The policy that create-policy and get-policy return. */
export interface StoredPolicy {
  id?: string
  option?: string
  policy?: {
    description?: string
    fromPart?: string
    from?: PolicyTarget | null
    to?: PolicyTarget | null
    fromType?: string
    fromValue?: string
    toType?: string
    toValue?: string
    fromEternal?: boolean
    toEternal?: boolean
    fromDate?: string
    toDate?: string
    override?: boolean
    bidirectional?: boolean
    conditions?: { sourceIPs?: string[]; hostnames?: string[]; spfDomains?: string[] } | null
    enabled?: boolean
    enforced?: boolean
    comment?: string | null
    createTime?: string
    lastUpdated?: string
  } | null
}

/** The row. Kind and value are read from the target where the flat fields beside it are missing. */
export function policyRow({ id, option, policy }: StoredPolicy) {
  const { from, to, conditions, ...rest } = policy ?? {}
  return {
    id: id ?? null,
    option: option ?? null,
    description: rest.description ?? null,
    enabled: rest.enabled ?? null,
    from_part: rest.fromPart ?? null,
    from_type: rest.fromType ?? from?.type ?? null,
    from_value: rest.fromValue ?? targetValue(from),
    from_attribute: from?.attribute ?? null,
    to_type: rest.toType ?? to?.type ?? null,
    to_value: rest.toValue ?? targetValue(to),
    to_attribute: to?.attribute ?? null,
    from_eternal: rest.fromEternal ?? null,
    from_date: rest.fromDate ?? null,
    to_eternal: rest.toEternal ?? null,
    to_date: rest.toDate ?? null,
    bidirectional: rest.bidirectional ?? null,
    override: rest.override ?? null,
    enforced: rest.enforced ?? null,
    source_ips: conditions?.sourceIPs ?? [],
    hostnames: conditions?.hostnames ?? [],
    spf_domains: conditions?.spfDomains ?? [],
    comment: rest.comment ?? null,
    create_time: rest.createTime ?? null,
    last_updated: rest.lastUpdated ?? null,
  }
}

/** The value of a target; null for a kind without one. */
export function targetValue(target: PolicyTarget | null | undefined): string | null {
  const { emailAddress, emailDomain, groupId, group, headerDisplayName, attribute } = target ?? {}
  return emailAddress ?? emailDomain ?? groupId ?? group?.id ?? headerDisplayName ?? attribute?.value ?? null
}
