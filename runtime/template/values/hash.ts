/** Hashes values for sets and dict keys. */
import { deeper, hold, type Meter, scan, tick } from '../meter.ts'

/** A key as JavaScript's `Map` can hold it: equal in Python (`1`, `1.0`, `True`) is equal here. */
export type Hash = string | number | bigint | null | object

/** Numbers for values that are parts of keys. */
export interface Names extends Meter {
  names: Map<unknown, number> | undefined
}

/** Values that compute their own hash: every value that is not a primitive. */
interface Hashable {
  hashIn(run: Names): Hash
}

type Part = string | number | bigint | boolean | null | Hashable

/** The hash of a text. Texts that begin with NUL get a prefix, so that other hashes with NUL stay distinct from texts. */
export function textHash(text: string): string {
  return text.charCodeAt(0) === 0 ? `\0s${text}` : text
}

/** The hash of a value; a value without a hash raises. Counts the work: a tuple costs its elements, the first time. */
export function hashOf(run: Names, value: Part): Hash {
  switch (typeof value) {
    case 'string':
      scan(run, value.length)
      return textHash(value)
    case 'number':
    case 'bigint':
      return value
    case 'boolean':
      return value ? 1 : 0
    default:
      return value === null ? null : value.hashIn(run)
  }
}

/**
 * The hash of a tuple grows with the number of its elements, not with their content: a long hash is replaced by a number,
 * which is the same for equal values.
 */
export function tupleHash(run: Names, items: readonly Part[]): string {
  tick(run, items.length)
  const parts = deeper(run, () => items.map((item) => spelled(run, hashOf(run, item))))
  const hash = `\0t${parts.join('')}`
  hold(run, hash.length * 2)
  return hash
}

/** Maximum characters that a part's hash may have in its tuple's. */
const SPELLED = 24

function spelled(run: Names, hash: Hash): string {
  if (typeof hash === 'number') return `n${hash};`
  if (typeof hash === 'string' && hash.length <= SPELLED) return `${hash.length}:${hash}`
  run.names ??= new Map()
  let name = run.names.get(hash)
  if (name === undefined) {
    name = run.names.size
    run.names.set(hash, name)
    hold(run, 40)
  }
  return `o${name};`
}
