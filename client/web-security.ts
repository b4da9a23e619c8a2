/** Endpoints of Web Security policies (docs/vendor/mimecast-operations.md#web-security). */
import type { GetWebSecurityPolicy } from '../actions/web-security/types.gen.ts'
import { isRecord } from '../runtime/sdk/index.ts'
import type { Client } from './index.ts'
import { isMissing } from './vendor.ts'

/** A policy with its entries and its scope. */
export type WebPolicy = GetWebSecurityPolicy['wire']

/** One URL or domain. Entries that exist have an id. */
export interface Entry {
  id?: string | undefined
  action: string
  type: string
  value: string
}

/** The entry for a text: a URL if it has a path or a scheme, else a domain. */
export const entryOf = (action: 'block' | 'allow', value: string): Entry => ({
  action,
  type: value.includes('/') ? 'url' : 'domain',
  value,
})

/** The scope of a new policy. */
const EVERYONE = { from: { type: 'everyone' }, to: { type: 'everyone' } }

/** The policy with an id, or undefined if there is none. */
export async function findWebPolicy(client: Client, id: string): Promise<WebPolicy | undefined> {
  const path = '/api/policy/webwhiteurl/get-policy-with-targets'
  try {
    return await client.one<WebPolicy>(path, { id }, { read: true, optional: true })
  } catch (thrown) {
    if (isMissing(thrown)) return undefined
    throw thrown
  }
}

/** Creates a policy and returns it. It applies to everyone, unless a scope has the users. */
export const createWebPolicy = (
  client: Client,
  description: string,
  urls: readonly Entry[],
  scope: readonly object[] = [{ description, ...EVERYONE }],
) =>
  client.one<WebPolicy>('/api/policy/webwhiteurl/create-policy-with-targets', {
    description,
    policies: scope,
    urls,
  })

/** Replaces description and entries of a policy; its scope is sent as it was read. */
export const updateWebPolicy = (
  client: Client,
  before: WebPolicy,
  changes: { description?: string | undefined; urls: readonly Entry[] },
) =>
  client.one<WebPolicy>('/api/policy/webwhiteurl/update-policy-with-targets', {
    id: before.id,
    description: changes.description ?? before.description,
    // A read nests the scope under "policy", a write wants it flat.
    policies: (before.policies ?? []).map((scope: unknown) => {
      const { id, policy } = isRecord(scope) ? scope : {}
      return { id, ...(isRecord(policy) ? policy : {}) }
    }),
    urls: changes.urls,
  })

/** Deletes a policy; false if there is none, or if Mimecast says that it did not delete it. */
export async function deleteWebPolicy(client: Client, id: string): Promise<boolean> {
  const path = '/api/policy/webwhiteurl/delete-policy-with-targets'
  try {
    const { data } = await client.call<{ deleted?: unknown } | null>(path, { data: [{ id }] })
    return data[0]?.deleted !== false
  } catch (thrown) {
    if (isMissing(thrown)) return false
    throw thrown
  }
}

/** Entries of a stored policy. */
export const entriesOf = ({ urls }: WebPolicy): Entry[] =>
  (urls ?? []).flatMap((entry) => (entry ? [entry as Entry] : []))

/** Entries in the lists of a form; undefined if the form would make other entries of them. */
export function listsOf(entries: readonly Entry[]): { block: string[]; allow: string[] } | undefined {
  const isExact = entries.every(
    ({ action, type, value }) =>
      (action === 'block' || action === 'allow') && entryOf(action, value).type === type,
  )
  const valuesOf = (wanted: string): string[] =>
    entries.filter(({ action }) => action === wanted).map(({ value }) => value)
  return isExact ? { block: valuesOf('block'), allow: valuesOf('allow') } : undefined
}

/** The scope of a stored policy as a new one takes it; undefined if it names locations, which no documented call sets. */
export function scopeOf({ policies }: WebPolicy): object[] | undefined {
  const scopes = (policies ?? []).map((scope: unknown) => (isRecord(scope) ? scope : {}))
  if (scopes.some(({ locations }) => Array.isArray(locations) && locations.length > 0)) return undefined
  return scopes.map(({ policy }) => {
    const { createTime: _, lastUpdated: __, ...given } = isRecord(policy) ? policy : {}
    return given
  })
}
