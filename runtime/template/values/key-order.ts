/**
 * The order of keys that look like whole numbers.
 *
 * JavaScript lists `{"b": 1, "10": 2}` with `10` first, whatever was written; JSON, Python and people keep the order
 * they wrote. Objects whose own order differs from the written one are remembered here.
 */
const written = new WeakMap<object, readonly string[]>()
/** Whether any such object exists: most programs never use such a key and skip the work. */
let some = false

/** A key that JavaScript treats as an index. */
const INDEX = /^(?:0|[1-9]\d{0,9})$/

/** Whether JavaScript moves a key to the front of its object. */
export function isIndexKey(key: string): boolean {
  return INDEX.test(key) && Number(key) < 4_294_967_295
}

/**
 * A plain object of keys and their values, in this order even where keys look like whole numbers. The last of equal keys
 * counts.
 */
export function ordered<T>(keys: readonly string[], values: readonly T[]): Record<string, T> {
  const made: Record<string, T> = {}
  let moved = false
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at] ?? ''
    const value = values[at] as T
    if (key.charCodeAt(0) <= 0x39 && isIndexKey(key)) moved = true
    if (key !== '__proto__') made[key] = value
    else Object.defineProperty(made, key, { value, enumerable: true, writable: true, configurable: true })
  }
  if (moved) remember(made, keys)
  return made
}

function remember(made: object, keys: readonly string[]): void {
  const own = Object.keys(made)
  const order = own.length === keys.length ? keys : [...new Set(keys)]
  if (order.every((key, at) => key === own[at])) return
  some = true
  written.set(made, order)
}

/** The keys of an object in the order they were written in, as far as that is known; in JavaScript's order otherwise. */
export function keysOf(object: object): readonly string[] {
  const known = written.get(object)
  const keys = Object.keys(object)
  if (known === undefined) return keys
  // Keys that were added or removed since are read from the object itself.
  const kept = known.filter((key) => Object.hasOwn(object, key))
  if (kept.length === keys.length) return kept
  const before = new Set(known)
  return [...kept, ...keys.filter((key) => !before.has(key))]
}

/** The entries of several objects in one, in their order; the value of the last one counts, the place of the first. */
export function merged(
  ...objects: readonly (Readonly<Record<string, unknown>> | undefined)[]
): Record<string, unknown> {
  const entries = new Map<string, unknown>()
  for (const object of objects)
    if (object !== undefined) for (const key of keysOf(object)) entries.set(key, object[key])
  return ordered([...entries.keys()], [...entries.values()])
}

/** JSON of plain data, each object in the order of `keysOf`. Like `JSON.stringify` of data without `toJSON` but our own. */
export function jsonText(value: unknown): string {
  return some && holdsWritten(value) ? spell(value) : (JSON.stringify(value) ?? 'null')
}

function holdsWritten(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return written.has(value) || Object.values(value).some(holdsWritten)
}

function spell(value: unknown): string {
  if (typeof value !== 'object' || value === null || isSpelled(value)) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(spell).join(',')}]`
  const members = keysOf(value).flatMap((key) => {
    const member: unknown = value[key as keyof typeof value]
    return member === undefined ? [] : [`${JSON.stringify(key)}:${spell(member)}`]
  })
  return `{${members.join(',')}}`
}

/** Whether an object defines its own JSON. */
function isSpelled(value: object): boolean {
  return 'toJSON' in value && typeof value.toJSON === 'function'
}
