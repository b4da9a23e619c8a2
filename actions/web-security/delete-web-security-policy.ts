import type { Action } from '../../client/index.ts'
import { NO_FORM } from '../../client/policy-family.ts'
import { deleteWebPolicy, entriesOf, findWebPolicy, listsOf, scopeOf } from '../../client/web-security.ts'
import { deepSnakeCase } from '../../runtime/sdk/index.ts'
import type { DeleteWebSecurityPolicy } from './types.gen.ts'

type Row = DeleteWebSecurityPolicy['result']['policy']

export const run: Action<DeleteWebSecurityPolicy> = async ({ inputs, client, log }) => {
  const { policy_id } = inputs
  const found = await findWebPolicy(client, policy_id)
  const isDeleted = found !== undefined && (await deleteWebPolicy(client, policy_id))
  if (!isDeleted)
    return { result: { policy_id, already_deleted: true, policy: null }, message: 'already_deleted' }
  const [lists, scope] = [listsOf(entriesOf(found)), scopeOf(found)]
  const isWhole =
    lists !== undefined && lists.block.length + lists.allow.length > 0 && scope?.[0] !== undefined
  if (!isWhole) log.warn({}, NO_FORM)
  return {
    result: { policy_id, already_deleted: false, policy: deepSnakeCase(found) as Row },
    ...(isWhole && { before: { description: found.description, ...lists, scope } }),
  }
}
