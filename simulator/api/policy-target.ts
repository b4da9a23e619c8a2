import { isAddress, isDomain } from '../fields.ts'
import { isObject, type JsonObject } from '../types.ts'

/** The senders or recipients of a policy: the object as it is echoed, and the flat form beside it. */
export interface Target {
  target: JsonObject
  type: string
  value: string | undefined
}

/** The field in which each type keeps its value, and what the value must be. Types without an entry of `field` have none. */
const TYPES: Readonly<Record<string, { field?: string; check?: (value: string) => boolean }>> = {
  everyone: {},
  internal_addresses: {},
  external_addresses: {},
  free_mail_domains: {},
  individual_email_address: { field: 'emailAddress', check: isAddress },
  email_domain: { field: 'emailDomain', check: isDomain },
  profile_group: { field: 'groupId' },
  header_display_name: { field: 'headerDisplayName' },
}

/** Reads `from` or `to` of a policy, in the nested form or the older flat one; undefined = not acceptable. */
export function readTarget(policy: JsonObject, side: 'from' | 'to'): Target | undefined {
  const nested = policy[side]
  if (isObject(nested)) return nested.type === 'address_attribute_value' ? attribute(nested) : valued(nested)
  const type = policy[`${side}Type`]
  if (typeof type !== 'string' || !Object.hasOwn(TYPES, type)) return undefined
  const field = TYPES[type]?.field
  return valued(field === undefined ? { type } : { type, [field]: policy[`${side}Value`] })
}

function valued(given: JsonObject): Target | undefined {
  const { type } = given
  if (typeof type !== 'string' || !Object.hasOwn(TYPES, type)) return undefined
  const { field, check } = TYPES[type] ?? {}
  if (field === undefined) return { target: { type }, type, value: undefined }
  const value = given[field]
  if (typeof value !== 'string' || value.trim() === '' || check?.(value) === false) return undefined
  return { target: { type, [field]: value }, type, value }
}

function attribute(given: JsonObject): Target | undefined {
  const { type } = given
  if (!isObject(given.attribute) || typeof given.attribute.value !== 'string') return undefined
  return { target: { type, attribute: given.attribute }, type: String(type), value: given.attribute.value }
}
