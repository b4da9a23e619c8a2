import type { Action } from '../../client/index.ts'
import { createPolicy } from '../../client/policies.ts'
import { policyRow } from '../../client/policy-row.ts'
import { wireTime } from '../../client/time.ts'
import { instant } from '../../runtime/sdk/index.ts'
import type { CreatePolicy } from './types.gen.ts'

type Policy = CreatePolicy['inputs']['policy']

export const run: Action<CreatePolicy> = async ({ inputs, client }) => {
  const created = await createPolicy(client, {
    option: inputs.option,
    policy: { ...inputs.policy, ...datesOf(inputs.policy) },
  })
  return { result: policyRow(created) }
}

/** Dates in wire format. A missing date means that the policy has no limit on that side. */
function datesOf({ fromDate, toDate, fromEternal = false, toEternal = false }: Policy): object {
  return {
    ...(fromDate !== undefined && { fromEternal, fromDate: wireTime(instant(fromDate)) }),
    ...(toDate !== undefined && { toEternal, toDate: wireTime(instant(toDate)) }),
  }
}
