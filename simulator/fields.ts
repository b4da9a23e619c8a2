import { parseDate } from './dates.ts'
import { notOneOf, type VendorError, vendorError } from './envelope.ts'
import { isObject, type JsonObject } from './types.ts'

/** The constraints of one field of a request item. Fields not listed are ignored, as the API does. */
export interface Field {
  type: 'text' | 'flag' | 'date' | 'address' | 'domain' | 'texts' | 'object' | 'any'
  required?: true
  /** Allowed texts, of the field or of each text in a list. */
  one_of?: readonly string[]
  /** Longest text, or most entries of a list. */
  max?: number
}

export type Fields = Readonly<Record<string, Field>>

const ADDRESS = /^[^\s@<>"(),:;[\]\\]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/i
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/i

export const isAddress = (text: string): boolean => ADDRESS.test(text)
export const isDomain = (text: string): boolean => DOMAIN.test(text)

/** Every problem with an item, in the order of the fields; empty means it is valid. Null counts as absent. */
export function checkFields(item: JsonObject, fields: Fields): VendorError[] {
  const errors: VendorError[] = []
  for (const [name, field] of Object.entries(fields)) {
    const value = item[name]
    if (value === undefined || value === null) {
      if (field.required) errors.push(vendorError('err_validation_null', name))
      continue
    }
    const error = checkValue(name, field, value)
    if (error !== undefined) errors.push(error)
  }
  return errors
}

function checkValue(name: string, field: Field, value: unknown): VendorError | undefined {
  switch (field.type) {
    case 'flag':
      return typeof value === 'boolean' ? undefined : notOneOf(name, ['true', 'false'])
    case 'date':
      return parseDate(value) === undefined ? notOneOf(name, ["yyyy-MM-dd'T'HH:mm:ssZ"]) : undefined
    case 'object':
      return isObject(value) ? undefined : notOneOf(name, ['object'])
    case 'texts':
      return checkList(name, field, value)
    case 'any':
      return undefined
    default:
      return checkText(name, field, value)
  }
}

function checkText(name: string, field: Field, value: unknown): VendorError | undefined {
  if (typeof value !== 'string') return notOneOf(name, ['text'])
  if (value.trim() === '') return vendorError('err_validation_blank', name)
  if (field.type === 'address' && !isAddress(value)) {
    return vendorError('err_validation_invalid_email_address', name)
  }
  if (field.type === 'domain' && !isDomain(value)) return notOneOf(name, ['domain'])
  if (field.one_of !== undefined && !field.one_of.includes(value)) return notOneOf(name, field.one_of)
  if (field.max !== undefined && value.length > field.max) {
    return notOneOf(name, [`at most ${field.max} characters`])
  }
  return undefined
}

function checkList(name: string, field: Field, value: unknown): VendorError | undefined {
  if (!Array.isArray(value)) return notOneOf(name, ['list'])
  if (field.required && value.length === 0) return vendorError('err_validation_blank', name)
  if (field.max !== undefined && value.length > field.max)
    return notOneOf(name, [`at most ${field.max} entries`])
  const entry: Field = { type: 'text', ...(field.one_of === undefined ? {} : { one_of: field.one_of }) }
  for (const text of value) {
    const error = checkText(name, entry, text)
    if (error !== undefined) return error
  }
  return undefined
}

/** The text of a checked field, or the fallback where it is absent. */
export function text(item: JsonObject, name: string): string | undefined
export function text(item: JsonObject, name: string, fallback: string): string
export function text(item: JsonObject, name: string, fallback?: string): string | undefined {
  const value = item[name]
  return typeof value === 'string' ? value : fallback
}

/** The flag of a checked field. */
export function flag(item: JsonObject, name: string, fallback = false): boolean {
  const value = item[name]
  return typeof value === 'boolean' ? value : fallback
}

/** The list of a checked field; empty where absent. */
export function texts(item: JsonObject, name: string): string[] {
  const value = item[name]
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []
}

/** The time of a checked field, in epoch milliseconds. */
export function date(item: JsonObject, name: string): number | undefined {
  return parseDate(item[name])
}
