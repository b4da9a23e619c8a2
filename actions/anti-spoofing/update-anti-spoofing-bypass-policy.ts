import { BYPASS, bypasses } from '../../client/anti-spoofing.ts'
import type { Action } from '../../client/index.ts'
import { invalid } from '../../client/parameters.ts'
import { timesProblem } from '../../client/policy.ts'
import { cleared, formerValues } from '../../client/policy-before.ts'
import { changed, differences, PARTS } from '../../client/policy-family.ts'
import { policyRow } from '../../client/policy-row.ts'
import { refused } from '../../client/vendor.ts'
import { phrase, snakeCase } from '../../runtime/sdk/index.ts'
import type { UpdateAntiSpoofingBypassPolicy } from './types.gen.ts'

export const run: Action<UpdateAntiSpoofingBypassPolicy> = async ({ inputs, client }) => {
  const { policy_id, response, extracted_data, start_time, end_time } = inputs
  const problems = timesProblem(start_time, end_time)
  if (problems.length > 0) throw invalid(...problems)
  const before = await bypasses.find(client, policy_id)
  if (!before) throw refused(phrase('there is no policy with the id "{id}"', { id: policy_id }))
  const changes = differences(before, {
    option: response && BYPASS[response],
    description: inputs.description,
    fromPart: extracted_data && PARTS[extracted_data],
    enabled: inputs.enabled,
    bidirectional: inputs.bidirectional,
    override: inputs.override,
    spfDomains: inputs.spf_domains,
    sourceIPs: inputs.source_ips,
    fromDate: start_time,
    toDate: end_time,
    ...cleared(inputs.clear, inputs),
  })
  const names = Object.keys(changes).map(snakeCase)
  const row = policyRow(before)
  if (names.length === 0)
    return { result: { policy_id, changed: names, before: row, policy: row }, message: 'unchanged' }
  const option = changes.option ?? before.option
  const after = await bypasses.update(client, { id: policy_id, option, policy: changed(before, changes) })
  return {
    result: { policy_id, changed: names, before: row, policy: policyRow(after) },
    before: formerValues(before, changes, BYPASS),
  }
}
