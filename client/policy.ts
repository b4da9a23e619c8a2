/** Builds blocked sender policies from form values. */

import type { RawProblem } from '../runtime/sdk/index.ts'
import { instant, isZonedTime } from '../runtime/sdk/index.ts'
import { wireTime } from './time.ts'

/**
 * The kinds of sender and recipient that the form offers. Source: docs/vendor/mimecast-policies.md#blocked-sender-policies.
 */
export type TargetKind = keyof typeof TARGETS

/** The wire name of each kind, and the field of its value if it has one. */
const TARGETS = {
  Everyone: { type: 'everyone' },
  'Email Address': { type: 'individual_email_address', field: 'emailAddress' },
  'Email Domain': { type: 'email_domain', field: 'emailDomain' },
  'Header Display Name': { type: 'header_display_name', field: 'headerDisplayName' },
  'Internal Addresses': { type: 'internal_addresses' },
  'External Addresses': { type: 'external_addresses' },
  Group: { type: 'profile_group', field: 'groupId' },
  'Free Mail Domains': { type: 'free_mail_domains' },
} as const

/** The kinds with Mimecast's names, to read a stored policy. */
export const KINDS = (Object.keys(TARGETS) as TargetKind[]).map((kind) => ({
  kind,
  type: TARGETS[kind].type,
  hasValue: 'field' in TARGETS[kind],
}))

/** `from` or `to`. The value counts only if the kind has one. */
export function policyTarget(kind: TargetKind, value = ''): Record<string, string> {
  const target = TARGETS[kind]
  if (!('field' in target)) return { type: target.type }
  return { type: target.type, [target.field]: value }
}

/** The period in which a policy applies. Without a time, the period has no start or no end. */
export function policyTimes(start: string | undefined, end: string | undefined): Record<string, unknown> {
  return {
    fromEternal: start === undefined,
    ...(start !== undefined && { fromDate: asWritten(start) }),
    toEternal: end === undefined,
    ...(end !== undefined && { toDate: asWritten(end) }),
  }
}

const USUAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:?\d\d)$/

/**
 * The reference system sends times as they were written; only forms that no API accepts are converted to the documented one.
 * Invalid times reach this code only on that system's platform: everywhere else the manifest refuses them.
 */
const asWritten = (time: string): string =>
  USUAL.test(time) || !isZonedTime(time) ? time : wireTime(instant(time))

/** Refuses a policy that ends before it begins: it would never apply, and no error would show it. */
export function timesProblem(start: string | undefined, end: string | undefined): RawProblem[] {
  if (start === undefined || end === undefined) return []
  const comparable = isZonedTime(start) && isZonedTime(end)
  if (!comparable || instant(end) > instant(start)) return []
  const values = { name: 'End Time', other: 'Start Time', limit: start, received: end }
  return [{ where: 'end_time', rule: 'later_than', values }]
}
