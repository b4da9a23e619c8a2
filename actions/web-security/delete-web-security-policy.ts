import type { Action } from '../../client/index.ts'
import { deleteWebPolicy, findWebPolicy } from '../../client/web-security.ts'
import { deepSnakeCase } from '../../runtime/sdk/index.ts'
import type { DeleteWebSecurityPolicy } from './types.gen.ts'

export const run: Action<DeleteWebSecurityPolicy> = async ({ inputs, client }) => {
  const { policy_id } = inputs
  const found = await findWebPolicy(client, policy_id)
  const isDeleted = found !== undefined && (await deleteWebPolicy(client, policy_id))
  const policy = isDeleted ? (deepSnakeCase(found) as DeleteWebSecurityPolicy['result']['policy']) : null
  return {
    result: { policy_id, already_deleted: !isDeleted, policy },
    ...(!isDeleted && { message: 'already_deleted' }),
  }
}
