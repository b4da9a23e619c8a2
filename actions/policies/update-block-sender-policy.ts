import type { Action } from '../../client/index.ts'
import { invalid } from '../../client/parameters.ts'
import { onePolicy, updatePolicy } from '../../client/policies.ts'
import { timesProblem } from '../../client/policy.ts'
import { cleared, formerValues } from '../../client/policy-before.ts'
import { differences, PARTS } from '../../client/policy-family.ts'
import { policyRow } from '../../client/policy-row.ts'
import { snakeCase } from '../../runtime/sdk/index.ts'
import type { UpdateBlockSenderPolicy } from './types.gen.ts'

const OPTIONS = { 'No Action': 'no_action', 'Block Sender': 'block_sender' } as const

export const run: Action<UpdateBlockSenderPolicy> = async ({ inputs, client }) => {
  const { policy_id, response, extracted_data, start_time, end_time } = inputs
  const problems = timesProblem(start_time, end_time)
  if (problems.length > 0) throw invalid(...problems)
  const before = await onePolicy(client, policy_id)
  const changes = differences(before, {
    option: response && OPTIONS[response],
    description: inputs.description,
    fromPart: extracted_data && PARTS[extracted_data],
    enabled: inputs.enabled,
    override: inputs.override,
    bidirectional: inputs.bidirectional,
    fromDate: start_time,
    toDate: end_time,
    sourceIPs: inputs.source_ips,
    ...cleared(inputs.clear, inputs),
  })
  const changed = Object.keys(changes).map(snakeCase)
  const row = policyRow(before)
  if (changed.length === 0)
    return { result: { policy_id, changed, before: row, policy: row }, message: 'unchanged' }
  await updatePolicy(client, { ...before, id: policy_id }, changes)
  // The answer to a change is empty.
  const policy = policyRow(await onePolicy(client, policy_id))
  return {
    result: { policy_id, changed, before: row, policy },
    before: formerValues(before, changes, OPTIONS),
  }
}
