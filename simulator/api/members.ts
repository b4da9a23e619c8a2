import type { Call, Outcome } from '../call.ts'
import { DAMAGED_ID, isRefusal, notOneOf, refuse, type VendorError, vendorError } from '../envelope.ts'
import { type Fields, text } from '../fields.ts'
import { cutPage } from '../paging.ts'
import { INTERNAL_DOMAIN } from '../tenant/generate.ts'
import { addMember, type Member, memberId } from '../tenant/groups.ts'
import { domainOf } from '../tenant/mail.ts'
import type { JsonObject } from '../types.ts'

export const GROUP_MEMBERS: Fields = { id: { type: 'text', required: true } }

export const MEMBER: Fields = {
  id: { type: 'text', required: true },
  emailAddress: { type: 'address' },
  domain: { type: 'domain' },
  notes: { type: 'text', max: 100 },
}

/** directory/get-group-members. */
export function listMembers(item: JsonObject, { tenant, page }: Call): Outcome {
  const group = tenant.groups.get(text(item, 'id', ''))
  if (group === undefined) return DAMAGED_ID
  const all = [...group.members.values()].map((member, order) => ({ member, place: [order, 0] as const }))
  const cut = cutPage(all, page)
  if (isRefusal(cut)) return cut
  const { pageSize, next } = cut.pagination
  const groupMembers = cut.rows.map(({ member: { id: _, ...member } }) => member)
  return {
    list: [{ groupMembers }],
    pagination: { pageSize, totalCount: all.length, ...(next === undefined ? {} : { next }) },
  }
}

/** directory/add-group-member: an address or a domain, once. */
export function addGroupMember(item: JsonObject, { tenant }: Call): Outcome {
  const errors = oneOfBoth(item)
  if (errors.length > 0) return { errors }
  const group = tenant.groups.get(text(item, 'id', ''))
  if (group === undefined) return DAMAGED_ID
  if (group.locked) return refuse('err_xdk_operation_forbidden_for_address')
  const key = memberKey(item)
  if (group.members.has(key)) return refuse('err_folder_group_member_already_exists')
  const emailAddress = text(item, 'emailAddress', '')
  const domain = emailAddress === '' ? text(item, 'domain', '') : domainOf(emailAddress)
  const member: Member = {
    id: memberId(tenant),
    emailAddress,
    domain,
    internal: domain === INTERNAL_DOMAIN,
    type: 'created_manually',
    name: '',
    notes: text(item, 'notes', ''),
  }
  addMember(group, member)
  return [memberRow(member, group.id)]
}

/** directory/remove-group-member. */
export function removeGroupMember(item: JsonObject, { tenant }: Call): Outcome {
  const errors = oneOfBoth(item)
  if (errors.length > 0) return { errors }
  const group = tenant.groups.get(text(item, 'id', ''))
  if (group === undefined) return DAMAGED_ID
  if (group.locked) return refuse('err_xdk_operation_forbidden_for_address')
  const member = group.members.get(memberKey(item))
  if (member === undefined) return refuse('err_folder_email_address_not_found')
  group.members.delete(memberKey(item))
  return [memberRow(member, group.id)]
}

function oneOfBoth(item: JsonObject): VendorError[] {
  const given = [text(item, 'emailAddress'), text(item, 'domain')].filter((value) => value !== undefined)
  if (given.length === 0) return [vendorError('err_validation_at_least_one_not_null', 'emailAddress')]
  return given.length > 1 ? [notOneOf('domain', ['emailAddress or domain, not both'])] : []
}

const memberKey = (item: JsonObject): string =>
  text(item, 'emailAddress', text(item, 'domain', '')).toLowerCase()

function memberRow({ id, emailAddress, domain, internal }: Member, folderId: string): JsonObject {
  return { id, folderId, ...(emailAddress === '' ? { domain } : { emailAddress }), internal }
}
