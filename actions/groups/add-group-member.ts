import { addGroupMember } from '../../client/groups.ts'
import type { Action } from '../../client/index.ts'
import { requireOne } from '../../client/parameters.ts'
import { refusedOnlyFor } from '../../client/vendor.ts'
import type { AddGroupMember } from './types.gen.ts'

const EXISTS = 'err_folder_group_member_already_exists'

export const run: Action<AddGroupMember> = async ({ inputs, client }) => {
  const { id, email_address: emailAddress, domain, notes } = inputs
  requireOne(['email_address', 'Email Address', emailAddress], ['domain', 'Domain', domain])
  const member = { email_address: emailAddress ?? null, domain: domain ?? null }
  try {
    const added = await addGroupMember(client, {
      id,
      ...(emailAddress === undefined ? { domain } : { emailAddress }),
      ...(notes !== undefined && { notes }),
    })
    return {
      result: {
        id: added.id ?? null,
        group_id: added.folderId ?? id,
        email_address: added.emailAddress ?? member.email_address,
        domain: added.domain ?? member.domain,
        internal: added.internal ?? null,
        already_member: false,
      },
    }
  } catch (thrown) {
    if (!refusedOnlyFor(thrown, EXISTS)) throw thrown
    return {
      result: { id: null, group_id: id, ...member, internal: null, already_member: true },
      message: 'already_member',
    }
  }
}
