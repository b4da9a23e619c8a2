/** Endpoints of groups and their members. */
import type { FindGroups, GetGroupMembers } from '../actions/groups/types.gen.ts'
import type { Client } from './index.ts'

/** A group. */
export type Group = FindGroups['wire']

/** A member of a group: an address or a domain. */
export type Member = GetGroupMembers['wire']

/** What Mimecast returns about a member that was added or removed. */
export interface ChangedMember {
  id?: string
  folderId?: string
  emailAddress?: string
  domain?: string
  internal?: boolean
}

/** Groups of a source, all or those whose name contains `query`. */
export const findGroups = (client: Client, item: { query?: string; source: string }, limit?: number) =>
  client.list<Group>('/api/directory/find-groups', item, { rows: 'folders', limit })

/** All members of a group; Mimecast cannot search in them. */
export const groupMembers = (client: Client, id: string) =>
  client.list<Member>('/api/directory/get-group-members', { id }, { rows: 'groupMembers' })

/** What a member stands for: its address, or its domain if it has no address; in lower case. */
export const entryOf = ({ emailAddress, domain }: Member): string =>
  (emailAddress || domain || '').toLowerCase()

/** Creates a group and returns it. */
export const createGroup = (client: Client, item: { description: string; parentId?: string }) =>
  client.one<Group>('/api/directory/create-group', item)

/** Renames or moves a group and returns what Mimecast says about it. */
export const updateGroup = (client: Client, item: { id: string; description?: string; parentId?: string }) =>
  client.one<Group>('/api/directory/update-group', item)

/** Deletes a group. No documentation describes the response: without a refusal it counts as deleted. */
export async function deleteGroup(client: Client, id: string): Promise<void> {
  await client.call('/api/directory/delete-group', { data: [{ id }] })
}

/** The first group of the console's own ones that fits, if there is one. */
export async function firstGroup(client: Client, fits: (group: Group) => boolean, query?: string) {
  for await (const group of findGroups(client, { source: 'cloud', ...(query !== undefined && { query }) }))
    if (fits(group)) return group
  return undefined
}

/** Adds an address or a domain to a group. */
export const addGroupMember = (
  client: Client,
  item: { id: string; emailAddress?: string; domain?: string | undefined; notes?: string },
) => client.one<ChangedMember>('/api/directory/add-group-member', item)

/** Removes an address or a domain from a group. */
export const removeGroupMember = (
  client: Client,
  item: { id: string; emailAddress?: string; domain?: string | undefined },
) => client.one<ChangedMember>('/api/directory/remove-group-member', item)
