/** Policies of families that share their calls: read, create, update and delete by the same names. */
import { instant, phrase } from '../runtime/sdk/index.ts'
import type { Client } from './index.ts'
import { policyTarget, policyTimes, type TargetKind } from './policy.ts'
import type { StoredPolicy } from './policy-row.ts'
import { isMissing } from './vendor.ts'

/** What the forms of these policies have in common. */
export interface PolicyForm {
  description: string
  extracted_data: keyof typeof PARTS
  sender_type: TargetKind
  sender?: string | undefined
  recipient_type: TargetKind
  recipient?: string | undefined
  enabled: boolean
  bidirectional: boolean
  override: boolean
  enforced: boolean
  comment?: string | undefined
  start_time?: string | undefined
  end_time?: string | undefined
}

/** Mimecast's names of what is matched. */
export const PARTS = {
  Both: 'both',
  'From Envelope': 'envelope_from',
  'From Headers': 'header_from',
} as const

/** The policy of a form, without conditions. */
export const policyOf = (form: PolicyForm): object => ({
  description: form.description,
  fromPart: PARTS[form.extracted_data],
  from: policyTarget(form.sender_type, form.sender),
  to: policyTarget(form.recipient_type, form.recipient),
  enabled: form.enabled,
  bidirectional: form.bidirectional,
  override: form.override,
  ...(form.enforced && { enforced: true }),
  ...(form.comment !== undefined && { comment: form.comment }),
  ...policyTimes(form.start_time, form.end_time),
})

/** The warning about a deleted policy that no form can describe. */
export const NO_FORM = phrase(
  'The deletion cannot be undone: no action can create this policy again. The result has the policy as it was.',
)

/** Values to change, by the names of the stored policy; undefined leaves a value as it is. Times are ISO times. */
type PolicyChanges = Record<string, unknown>

/** The values that differ from a stored policy; conditions are compared by their names. */
export function differences<T extends PolicyChanges>(
  { option, policy }: StoredPolicy,
  wanted: T,
): Partial<T> {
  const { conditions, ...rest } = policy ?? {}
  const present: Record<string, unknown> = { ...rest, ...conditions, option }
  const differs = ([name, value]: [string, unknown]): boolean => {
    if (value === undefined) return false
    const now = present[name]
    if (name !== 'fromDate' && name !== 'toDate') return JSON.stringify(now ?? []) !== JSON.stringify(value)
    return present[ETERNAL[name]] !== false || instant(String(now)) !== instant(String(value))
  }
  return Object.fromEntries(Object.entries(wanted).filter(differs)) as Partial<T>
}

const ETERNAL = { fromDate: 'fromEternal', toDate: 'toEternal' } as const

const CONDITIONS = ['sourceIPs', 'spfDomains', 'hostnames']

/** A stored policy with changes, whole: what is left out of an update might be reset. */
export function changed({ policy }: StoredPolicy, changes: PolicyChanges): object {
  const { option: _, fromDate, toDate, ...values } = changes
  const conditions = Object.fromEntries(Object.entries(values).filter(([name]) => CONDITIONS.includes(name)))
  const others = Object.fromEntries(Object.entries(values).filter(([name]) => !CONDITIONS.includes(name)))
  const times = policyTimes(fromDate as string | undefined, toDate as string | undefined)
  return {
    ...policy,
    ...others,
    ...(fromDate !== undefined && { fromDate: times.fromDate, fromEternal: false }),
    ...(toDate !== undefined && { toDate: times.toDate, toEternal: false }),
    // A date that no longer counts is left out.
    ...(values.fromEternal === true && { fromDate: undefined }),
    ...(values.toEternal === true && { toDate: undefined }),
    conditions: { ...policy?.conditions, ...conditions },
  }
}

/** The calls of one family below its path. */
export const policyFamily = <T extends StoredPolicy>(base: string) => ({
  /** All policies. */
  all: (client: Client, limit?: number) => client.list<T>(`${base}/get-policy`, null, { limit }),
  /** The policy with an id, or undefined if there is none. */
  find: async (client: Client, id: string): Promise<T | undefined> => {
    try {
      return await client.one<T>(`${base}/get-policy`, { id }, { read: true, optional: true })
    } catch (thrown) {
      if (isMissing(thrown)) return undefined
      throw thrown
    }
  },
  /** Creates a policy and returns it as Mimecast stored it. */
  create: (client: Client, item: object) => client.one<T>(`${base}/create-policy`, item),
  /** Replaces a policy. */
  update: (client: Client, item: object) => client.one<T>(`${base}/update-policy`, item),
  /** Deletes a policy; false if there is none, or if Mimecast says that it did not delete it. */
  remove: async (client: Client, id: string): Promise<boolean> => {
    try {
      const { data } = await client.call<{ deleted?: unknown } | null>(`${base}/delete-policy`, {
        data: [{ id }],
      })
      return data[0]?.deleted !== false
    } catch (thrown) {
      if (isMissing(thrown)) return false
      throw thrown
    }
  },
})
