/** Flattens events to the texts that the platform stores. */
import { isRecord } from '../../../contract/json.ts'

/**
 * Keys joined by `_`, list positions counted from 1, every value as text in Python's spelling
 * (docs/platforms/secops-connector.md#flat-events). Empty objects and lists produce nothing; if two keys become the same,
 * the later one is kept.
 */
export function flatEvent(value: Record<string, unknown>): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const [key, inner] of Object.entries(value)) put(flat, key, inner)
  return flat
}

function put(flat: Record<string, string>, key: string, value: unknown): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) put(flat, `${key}_${index + 1}`, item)
  } else if (isRecord(value)) {
    for (const [inner, item] of Object.entries(value)) put(flat, `${key}_${inner}`, item)
  } else {
    // Defined, not assigned: a key of the response may be called __proto__.
    Object.defineProperty(flat, key, {
      value: textOf(value),
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value === true) return 'True'
  if (value === false) return 'False'
  return String(value)
}
