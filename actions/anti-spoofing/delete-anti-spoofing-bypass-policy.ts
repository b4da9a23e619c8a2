import { BYPASS, bypasses } from '../../client/anti-spoofing.ts'
import type { Action } from '../../client/index.ts'
import { formOf } from '../../client/policy-before.ts'
import { NO_FORM } from '../../client/policy-family.ts'
import { policyRow } from '../../client/policy-row.ts'
import type { DeleteAntiSpoofingBypassPolicy } from './types.gen.ts'

export const run: Action<DeleteAntiSpoofingBypassPolicy> = async ({ inputs, client, log }) => {
  const { policy_id } = inputs
  const policy = await bypasses.find(client, policy_id)
  const isDeleted = policy !== undefined && (await bypasses.remove(client, policy_id))
  if (!isDeleted)
    return { result: { policy_id, already_deleted: true, policy: null }, message: 'already_deleted' }
  const response = policy.option === BYPASS['Disable Bypass'] ? 'Disable Bypass' : 'Enable Bypass'
  const form = formOf(policy)
  if (form === undefined) log.warn({}, NO_FORM)
  return {
    result: { policy_id, already_deleted: false, policy: policyRow(policy) },
    ...(form && { before: { ...form, response } }),
  }
}
