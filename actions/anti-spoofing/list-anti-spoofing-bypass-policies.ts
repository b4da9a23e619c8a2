import { bypasses } from '../../client/anti-spoofing.ts'
import type { Action } from '../../client/index.ts'
import { policyRow } from '../../client/policy-row.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { ListAntiSpoofingBypassPolicies } from './types.gen.ts'

export const run: Action<ListAntiSpoofingBypassPolicies> = async ({ inputs, client }) => {
  const { policy_id, limit } = inputs
  if (policy_id === undefined) return { result: mapRows(bypasses.all(client, limit), policyRow) }
  const policy = await bypasses.find(client, policy_id)
  return { result: policy ? [policyRow(policy)] : [] }
}
