import { type AlterationPolicy, alterationPolicies, alterationRow } from '../../client/address-alteration.ts'
import type { Action } from '../../client/index.ts'
import { formOf } from '../../client/policy-before.ts'
import { NO_FORM } from '../../client/policy-family.ts'
import type { DeleteAddressAlterationPolicy } from './types.gen.ts'

export const run: Action<DeleteAddressAlterationPolicy> = async ({ inputs, client, log }) => {
  const { policy_id } = inputs
  const policy = await alterationPolicies.find(client, policy_id)
  const isDeleted = policy !== undefined && (await alterationPolicies.remove(client, policy_id))
  if (!isDeleted)
    return { result: { policy_id, already_deleted: true, policy: null }, message: 'already_deleted' }
  const before = beforeOf(policy)
  if (before === undefined) log.warn({}, NO_FORM)
  return { result: { policy_id, already_deleted: false, policy: alterationRow(policy) }, before }
}

/** The parameters that create the policy again; undefined if the form cannot describe it, for example its conditions. */
function beforeOf(policy: AlterationPolicy): DeleteAddressAlterationPolicy['before'] | undefined {
  const { source_ips = [], hostnames = [], spf_domains = [], ...form } = formOf(policy) ?? NOTHING
  const set_id = policy.addressAlterationSetId
  const isLimited = source_ips.length + hostnames.length + spf_domains.length > 0
  return form.description === undefined || set_id === undefined || isLimited ? undefined : { ...form, set_id }
}

const NOTHING: Partial<NonNullable<ReturnType<typeof formOf>>> = {}
