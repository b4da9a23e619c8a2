import { BYPASS, bypasses } from '../../client/anti-spoofing.ts'
import type { Action } from '../../client/index.ts'
import { invalid } from '../../client/parameters.ts'
import { timesProblem } from '../../client/policy.ts'
import { policyOf } from '../../client/policy-family.ts'
import { policyRow } from '../../client/policy-row.ts'
import type { CreateAntiSpoofingBypassPolicy } from './types.gen.ts'

export const run: Action<CreateAntiSpoofingBypassPolicy> = async ({ inputs, client }) => {
  const { response, spf_domains: spfDomains, source_ips: sourceIPs, hostnames, start_time, end_time } = inputs
  const problems = timesProblem(start_time, end_time)
  if (problems.length > 0) throw invalid(...problems)
  const conditions = {
    ...(spfDomains && { spfDomains }),
    ...(sourceIPs && { sourceIPs }),
    ...(hostnames && { hostnames }),
  }
  const created = await bypasses.create(client, {
    option: BYPASS[response],
    policy: { ...policyOf(inputs), ...(Object.keys(conditions).length > 0 && { conditions }) },
  })
  return { result: policyRow(created) }
}
