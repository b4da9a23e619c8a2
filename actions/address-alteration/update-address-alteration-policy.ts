import { alterationPolicies, alterationRow } from '../../client/address-alteration.ts'
import type { Action } from '../../client/index.ts'
import { invalid } from '../../client/parameters.ts'
import { timesProblem } from '../../client/policy.ts'
import { cleared, formerValues } from '../../client/policy-before.ts'
import { changed, differences, PARTS } from '../../client/policy-family.ts'
import { refused } from '../../client/vendor.ts'
import { phrase, snakeCase } from '../../runtime/sdk/index.ts'
import type { UpdateAddressAlterationPolicy } from './types.gen.ts'

export const run: Action<UpdateAddressAlterationPolicy> = async ({ inputs, client }) => {
  const { policy_id, set_id, extracted_data, start_time, end_time } = inputs
  const problems = timesProblem(start_time, end_time)
  if (problems.length > 0) throw invalid(...problems)
  const before = await alterationPolicies.find(client, policy_id)
  if (!before) throw refused(phrase('there is no policy with the id "{id}"', { id: policy_id }))
  const changes = differences(before, {
    description: inputs.description,
    fromPart: extracted_data && PARTS[extracted_data],
    enabled: inputs.enabled,
    bidirectional: inputs.bidirectional,
    override: inputs.override,
    fromDate: start_time,
    toDate: end_time,
    ...cleared(inputs.clear, inputs),
  })
  const present = before.addressAlterationSetId
  const addressAlterationSetId = set_id ?? present
  const names = [
    ...Object.keys(changes).map(snakeCase),
    ...(addressAlterationSetId === present ? [] : ['set_id']),
  ]
  const row = alterationRow(before)
  if (names.length === 0)
    return { result: { policy_id, changed: names, before: row, policy: row }, message: 'unchanged' }
  const item = { id: policy_id, addressAlterationSetId, policy: changed(before, changes) }
  const policy = alterationRow(await alterationPolicies.update(client, item))
  return {
    result: { policy_id, changed: names, before: row, policy },
    before: {
      ...formerValues(before, changes, {}),
      ...(addressAlterationSetId !== present && { set_id: present }),
    },
  }
}
