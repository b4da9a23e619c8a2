import { alterationPolicies, alterationRow } from '../../client/address-alteration.ts'
import type { Action } from '../../client/index.ts'
import type { DeleteAddressAlterationPolicy } from './types.gen.ts'

export const run: Action<DeleteAddressAlterationPolicy> = async ({ inputs, client }) => {
  const { policy_id } = inputs
  const policy = await alterationPolicies.find(client, policy_id)
  const isDeleted = policy !== undefined && (await alterationPolicies.remove(client, policy_id))
  return {
    result: { policy_id, already_deleted: !isDeleted, policy: isDeleted ? alterationRow(policy) : null },
    ...(!isDeleted && { message: 'already_deleted' }),
  }
}
