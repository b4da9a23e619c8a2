import { alterationPolicies, alterationRow } from '../../client/address-alteration.ts'
import type { Action } from '../../client/index.ts'
import { invalid } from '../../client/parameters.ts'
import { timesProblem } from '../../client/policy.ts'
import { policyOf } from '../../client/policy-family.ts'
import type { CreateAddressAlterationPolicy } from './types.gen.ts'

export const run: Action<CreateAddressAlterationPolicy> = async ({ inputs, client }) => {
  const problems = timesProblem(inputs.start_time, inputs.end_time)
  if (problems.length > 0) throw invalid(...problems)
  const item = { addressAlterationSetId: inputs.set_id, policy: policyOf(inputs) }
  return { result: alterationRow(await alterationPolicies.create(client, item)) }
}
