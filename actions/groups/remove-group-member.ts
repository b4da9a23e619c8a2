import { entryOf, groupMembers, removeGroupMember } from '../../client/groups.ts'
import type { Action, Client } from '../../client/index.ts'
import { requireOne } from '../../client/parameters.ts'
import { refusedOnlyFor } from '../../client/vendor.ts'
import { ActionError, type Log, phrase } from '../../runtime/sdk/index.ts'
import type { RemoveGroupMember } from './types.gen.ts'

const MISSING = 'err_folder_email_address_not_found'

export const run: Action<RemoveGroupMember> = async ({ inputs, client, log }) => {
  const { id, email_address: emailAddress, domain } = inputs
  requireOne(['email_address', 'Email Address', emailAddress], ['domain', 'Domain', domain])
  const member = { group_id: id, email_address: emailAddress ?? null, domain: domain ?? null }
  const notes = await notesOf(client, id, emailAddress ?? domain ?? '', log)
  try {
    const removed = await removeGroupMember(client, {
      id,
      ...(emailAddress === undefined ? { domain } : { emailAddress }),
    })
    return { result: { id: removed.id ?? null, ...member, already_removed: false }, before: { notes } }
  } catch (thrown) {
    if (!refusedOnlyFor(thrown, MISSING)) throw thrown
    return { result: { id: null, ...member, already_removed: true }, message: 'already_removed' }
  }
}

/** The notes of a member, which are lost when it is removed. A role that may not read does not keep it from being removed. */
async function notesOf(client: Client, id: string, wanted: string, log: Log): Promise<string | undefined> {
  try {
    for await (const member of groupMembers(client, id))
      if (entryOf(member) === wanted.toLowerCase()) return member.notes || undefined
  } catch (thrown) {
    if (!(thrown instanceof ActionError) || thrown.code !== 'PERMISSION_DENIED') throw thrown
    log.warn({}, phrase('The notes of the member cannot be read, so an undo does not restore them.'))
  }
  return undefined
}
