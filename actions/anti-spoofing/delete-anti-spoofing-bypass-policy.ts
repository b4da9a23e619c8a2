import { bypasses } from '../../client/anti-spoofing.ts'
import type { Action } from '../../client/index.ts'
import { policyRow } from '../../client/policy-row.ts'
import type { DeleteAntiSpoofingBypassPolicy } from './types.gen.ts'

export const run: Action<DeleteAntiSpoofingBypassPolicy> = async ({ inputs, client }) => {
  const { policy_id } = inputs
  const policy = await bypasses.find(client, policy_id)
  const isDeleted = policy !== undefined && (await bypasses.remove(client, policy_id))
  return {
    result: { policy_id, already_deleted: !isDeleted, policy: isDeleted ? policyRow(policy) : null },
    ...(!isDeleted && { message: 'already_deleted' }),
  }
}
