import type { Action } from '../../client/index.ts'
import { allPolicies, onePolicy } from '../../client/policies.ts'
import { policyRow } from '../../client/policy-row.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { GetPolicy } from './types.gen.ts'

export const run: Action<GetPolicy> = async ({ inputs, client }) =>
  inputs.policy_id === undefined
    ? { result: mapRows(allPolicies(client), policyRow) }
    : { result: [policyRow(await onePolicy(client, inputs.policy_id))] }
