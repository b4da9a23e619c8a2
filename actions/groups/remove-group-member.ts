import { removeGroupMember } from '../../client/groups.ts'
import type { Action } from '../../client/index.ts'
import { requireOne } from '../../client/parameters.ts'
import { refusedOnlyFor } from '../../client/vendor.ts'
import type { RemoveGroupMember } from './types.gen.ts'

const MISSING = 'err_folder_email_address_not_found'

export const run: Action<RemoveGroupMember> = async ({ inputs, client }) => {
  const { id, email_address: emailAddress, domain } = inputs
  requireOne(['email_address', 'Email Address', emailAddress], ['domain', 'Domain', domain])
  const member = { group_id: id, email_address: emailAddress ?? null, domain: domain ?? null }
  try {
    const removed = await removeGroupMember(client, {
      id,
      ...(emailAddress === undefined ? { domain } : { emailAddress }),
    })
    return { result: { id: removed.id ?? null, ...member, already_removed: false } }
  } catch (thrown) {
    if (!refusedOnlyFor(thrown, MISSING)) throw thrown
    return { result: { id: null, ...member, already_removed: true }, message: 'already_removed' }
  }
}
