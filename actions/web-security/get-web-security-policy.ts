import type { Action } from '../../client/index.ts'
import { refused } from '../../client/vendor.ts'
import { findWebPolicy } from '../../client/web-security.ts'
import { phrase } from '../../runtime/sdk/index.ts'
import type { GetWebSecurityPolicy } from './types.gen.ts'

export const run: Action<GetWebSecurityPolicy> = async ({ inputs, client, toRow }) => {
  const policy = await findWebPolicy(client, inputs.policy_id)
  if (!policy) throw refused(phrase('there is no policy with the id "{id}"', { id: inputs.policy_id }))
  return { result: toRow(policy) }
}
