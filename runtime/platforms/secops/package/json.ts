/** Writes JSON in the format of the platform's packages. */
import type { Json } from '../../../contract/json.ts'

/** A number that remains a float in the file: 1 is written as 1.0. */
export interface Float {
  readonly float: number
}

/** The values that a file of a package may contain. */
export type PackageValue = null | boolean | number | string | Float | readonly PackageValue[] | PackageObject

/** Fields by name; an absent one is left out. */
export interface PackageObject {
  readonly [key: string]: PackageValue | undefined
}

/** Marks a number as a float. */
export const float = (value: number): Float => ({ float: value })

const isFloat = (value: object): value is Float => 'float' in value

/** The text of a file; like the platform's files, it has no line end at its end. */
export function packageJson(value: PackageValue, indent = ''): string {
  if (typeof value === 'string') return asciiJson(value)
  if (value === null || typeof value !== 'object') return String(value)
  const inner = `${indent}    `
  if (Array.isArray(value)) {
    const items = value.map((item: PackageValue) => `\n${inner}${packageJson(item, inner)}`)
    return items.length ? `[${items.join(',')}\n${indent}]` : '[]'
  }
  if (isFloat(value)) return Number.isInteger(value.float) ? `${value.float}.0` : String(value.float)
  const members = Object.entries(value)
    .filter((entry): entry is [string, PackageValue] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `\n${inner}${asciiJson(key)}: ${packageJson(member, inner)}`)
  return members.length ? `{${members.join(',')}\n${indent}}` : '{}'
}

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

/** A text as an ASCII-only JSON string. */
export const asciiJson = (text: string): string => JSON.stringify(text).replace(/[\u007f-\uffff]/g, escaped)

/** A text as an ASCII-only Python string. Python reads JSON's escapes, except surrogate pairs. */
export function pythonString(text: string): string {
  const long = (pair: string) => `\\U${(pair.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`
  return JSON.stringify(text)
    .replace(/[\ud800-\udbff][\udc00-\udfff]/g, long)
    .replace(/[\u007f-\uffff]/g, escaped)
}

/** The same data with the keys of every object sorted, as the platform's packer writes them. */
export function sortedKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortedKeys)
  if (value === null || typeof value !== 'object') return value
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(members.map(([key, member]) => [key, sortedKeys(member)]))
}
