/** Endpoints of blocked sender policies (docs/vendor/mimecast-policies.md#blocked-sender-policies). */
import { ActionError, phrase } from '../runtime/sdk/index.ts'
import type { Client } from './index.ts'
import type { StoredPolicy } from './policy-row.ts'

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
