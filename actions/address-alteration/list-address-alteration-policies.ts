import { alterationPolicies, alterationRow } from '../../client/address-alteration.ts'
import type { Action } from '../../client/index.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { ListAddressAlterationPolicies } from './types.gen.ts'

export const run: Action<ListAddressAlterationPolicies> = async ({ inputs, client }) => {
  const { policy_id, limit } = inputs
  if (policy_id === undefined)
    return { result: mapRows(alterationPolicies.all(client, limit), alterationRow) }
  const policy = await alterationPolicies.find(client, policy_id)
  return { result: policy ? [alterationRow(policy)] : [] }
}
