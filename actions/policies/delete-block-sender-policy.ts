import type { Action } from '../../client/index.ts'
import { deletePolicy, findPolicy } from '../../client/policies.ts'
import { recreatable } from '../../client/policy-before.ts'
import { policyRow } from '../../client/policy-row.ts'
import type { DeleteBlockSenderPolicy } from './types.gen.ts'

export const run: Action<DeleteBlockSenderPolicy> = async ({ inputs, client }) => {
  const { policy_id } = inputs
  const policy = await findPolicy(client, policy_id)
  const isDeleted = policy !== undefined && (await deletePolicy(client, policy_id))
  return {
    result: { policy_id, already_deleted: !isDeleted, policy: isDeleted ? policyRow(policy) : null },
    ...(isDeleted ? { before: recreatable(policy) } : { message: 'already_deleted' }),
  }
}
