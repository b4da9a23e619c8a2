import { addGroupMember } from '../../client/groups.ts'
import type { Action } from '../../client/index.ts'
import { ActionError } from '../../runtime/sdk/index.ts'
import type { AddGroupMember } from './types.gen.ts'

const EXISTS = 'err_folder_group_member_already_exists'

export const run: Action<AddGroupMember> = async ({ inputs, client }) => {
  const { id, email_address: emailAddress, domain, notes } = inputs
  requireOne(emailAddress, domain)
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
    if (!saysItExists(thrown)) throw thrown
    return {
      result: { id: null, group_id: id, ...member, internal: null, already_member: true },
      message: 'already_member',
    }
  }
}

/** Mimecast accepts an address or a domain; its documentation does not say which one counts when both are given. */
function requireOne(address: string | undefined, domain: string | undefined): void {
  if ((address === undefined) !== (domain === undefined)) return
  const rule = address === undefined ? 'required_one' : 'only_one'
  const problem = { where: 'email_address', rule, values: { name: 'Email Address', other: 'Domain' } }
  throw new ActionError('PARAMETER_INVALID', {}, { problems: [problem], unsent: true })
}

/** True when this was the only item that Mimecast refused. */
function saysItExists(thrown: unknown): boolean {
  const failures = thrown instanceof ActionError ? (thrown.facts.vendor?.failures ?? []) : []
  return failures.length > 0 && failures.every(({ code }) => code === EXISTS)
}
