import { entryOf, groupMembers, type Member } from '../../client/groups.ts'
import type { Action } from '../../client/index.ts'
import { requireOne } from '../../client/parameters.ts'
import type { FindGroupMember } from './types.gen.ts'

type Found = FindGroupMember['result']

export const run: Action<FindGroupMember> = async ({ inputs, client }) => {
  const { id, email_address: address, domain } = inputs
  requireOne(['email_address', 'Email Address', address], ['domain', 'Domain', domain])
  const wanted = (domain ?? address ?? '').toLowerCase()
  const covering = wanted.split('@').at(-1)
  let covered: Member | undefined
  for await (const member of groupMembers(client, id)) {
    if (entryOf(member) === wanted)
      return { result: found(member, domain === undefined ? 'address' : 'domain') }
    if (entryOf(member) === covering) covered ??= member
  }
  return covered
    ? { result: found(covered, 'domain'), message: 'covered' }
    : { result: NONE, message: 'none' }
}

const NONE: Found = {
  is_member: false,
  matched: null,
  email_address: null,
  domain: null,
  name: null,
  internal: null,
  notes: null,
}

const found = (member: Member, matched: 'address' | 'domain'): Found => ({
  is_member: true,
  matched,
  email_address: member.emailAddress || null,
  domain: member.domain ?? null,
  name: member.name ?? null,
  internal: member.internal ?? null,
  notes: member.notes ?? null,
})
