/** Endpoints of blocked sender policies (docs/vendor/mimecast-policies.md#blocked-sender-policies). */
import { ActionError, instant, phrase } from '../runtime/sdk/index.ts'
import type { Client } from './index.ts'
import type { StoredPolicy } from './policy-row.ts'
import { wireTime } from './time.ts'
import { isMissing } from './vendor.ts'

const GET = '/api/policy/blockedsenders/get-policy'

/** Creates a policy and returns it as Mimecast stored it. */
export const createPolicy = <T = StoredPolicy>(client: Client, item: { option: string; policy: object }) =>
  client.one<T>('/api/policy/blockedsenders/create-policy', item)

/** All policies. */
export const allPolicies = (client: Client) => client.list<StoredPolicy>(GET, null)

/** The policy with an id. Throws VENDOR_REJECTED, naming the id: for an unknown one, Mimecast returns only status 404. */
export async function onePolicy(client: Client, id: string): Promise<StoredPolicy> {
  try {
    return await client.one<StoredPolicy>(GET, { id })
  } catch (thrown) {
    if (!(thrown instanceof ActionError) || thrown.facts.vendor?.meta_status !== 404) throw thrown
    const reason = phrase('there is no policy with the id "{id}"', { id })
    throw new ActionError('VENDOR_REJECTED', { ...thrown.words, reason }, { ...thrown.facts, cause: thrown })
  }
}

/** The same, or undefined if there is none. */
export async function findPolicy(client: Client, id: string): Promise<StoredPolicy | undefined> {
  try {
    return await onePolicy(client, id)
  } catch (thrown) {
    if (isMissing(thrown)) return undefined
    throw thrown
  }
}

const resourceOf = (id: string): string =>
  `/policy-management/cloud-gateway/v1/blocked-senders/policies/${encodeURIComponent(id)}`

/** Deletes a policy; false if there is none. API 1.0 has another path. */
export async function deletePolicy(client: Client, id: string): Promise<boolean> {
  try {
    if (client.api === '2.0') await client.resource('DELETE', resourceOf(id))
    else await client.call('/api/policy/blockedsenders/delete-policy', { data: [{ id }] })
    return true
  } catch (thrown) {
    if (isMissing(thrown)) return false
    throw thrown
  }
}

/** Values of a policy that can be changed, by the names of the stored policy. */
export interface PolicyValues {
  option?: string | undefined
  description?: string | undefined
  fromPart?: string | undefined
  enabled?: boolean | undefined
  override?: boolean | undefined
  bidirectional?: boolean | undefined
  fromEternal?: true | undefined
  toEternal?: true | undefined
  /** ISO times. */
  fromDate?: string | undefined
  toDate?: string | undefined
  sourceIPs?: readonly string[] | undefined
}

/** Changes a policy. API 2.0 takes the changes alone; API 1.0 replaces the whole policy. */
export async function updatePolicy(
  client: Client,
  before: StoredPolicy,
  changes: PolicyValues,
): Promise<void> {
  const { option, sourceIPs, fromDate, toDate, ...values } = changes
  const [from, to] = [fromDate, toDate].map((time) => time && wireTime(instant(time)))
  const id = before.id ?? ''
  if (client.api === '2.0') {
    const body = {
      ...values,
      ...(option !== undefined && { option }),
      ...(from && { fromDateTime: from, fromEternal: false }),
      ...(to && { toDateTime: to, toEternal: false }),
      ...(sourceIPs && { sourceIPs }),
    }
    await client.resource('PATCH', resourceOf(id), { body })
    return
  }
  const policy = {
    ...before.policy,
    ...values,
    ...(from && { fromDate: from, fromEternal: false }),
    ...(to && { toDate: to, toEternal: false }),
    // A date that no longer counts is left out.
    ...(values.fromEternal && { fromDate: undefined }),
    ...(values.toEternal && { toDate: undefined }),
    ...(sourceIPs && { conditions: { ...before.policy?.conditions, sourceIPs } }),
  }
  await client.one('/api/policy/blockedsenders/update-policy', {
    id,
    option: option ?? before.option,
    policy,
  })
}
