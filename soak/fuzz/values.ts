/** Values that no sensible caller sends, and how to put one into the middle of sensible data. */
import fc from 'fast-check'

/** Data nested so deep that recursion without a limit fails. */
const deep = (levels: number): unknown => {
  let value: unknown = 'x'
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value }
  return value
}

const POISON: readonly unknown[] = [
  JSON.parse('{"__proto__":{"polluted":1}}'),
  JSON.parse('{"constructor":{"prototype":{"polluted":1}}}'),
  JSON.parse('[{"__proto__":["polluted"]}]'),
  { toString: 1, valueOf: null, hasOwnProperty: 'x', length: -1 },
  JSON.parse('{"toJSON":"x","then":"y"}'),
  { polluted: true },
  deep(50),
  deep(1_500),
]

const TEXTS = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u2028',
  'null',
  'true',
  '0',
  '-1',
  '1e999',
  'NaN',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '{{ 7*7 }}',
  "{{ ''.constructor.constructor('globalThis.polluted=1')() }}",
  '{% for x in range(10**9) %}{% endfor %}',
  '{{',
  '[1,2',
  '{"a":',
  '%s%n',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what other systems would expand
  '${jndi:x}',
  '../../../etc/passwd',
  "' or '1'='1",
  '<script>alert(1)</script>',
  '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
  'a,b,,c',
  ',',
  '2026-02-30T25:61:61Z',
  'tomorrow',
  '日本語',
  '𝕏'.repeat(50),
  'x'.repeat(20_000),
]

/** One value that is wrong in most places. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TEXTS) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(null, true, false, 0, -0, -1, 1.5, 2 ** 53, -(2 ** 63), 1e308, 5e-324, [], {}),
  },
  { weight: 2, arbitrary: fc.constantFrom(...POISON) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
)

/** A name that objects had better not look up without care. */
export const hostileName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'valueOf',
    '',
    ' ',
    '0',
    'length',
  ),
  fc.string({ maxLength: 12 }),
)

/** A change at one place: what is there is replaced, left out, or given another name. */
export interface Change {
  /** Which place, counted over all of them; taken modulo their number. */
  at: number
  how: 'replace' | 'drop' | 'rename' | 'double'
  value: unknown
  name: string
}

/** An arbitrary change. */
export const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(10_000),
  how: fc.constantFrom('replace', 'replace', 'replace', 'drop', 'rename', 'double'),
  value: hostile,
  name: hostileName,
})

/** The same data with changes; the original stays as it is. */
export function changed(value: unknown, changes: readonly Change[]): unknown {
  return changes.reduce((data, one) => {
    const places = countPlaces(data)
    return places === 0 ? one.value : apply(data, { left: one.at % places }, one)
  }, value)
}

/** Deeper places are not looked at: what is put in may be nested without end. */
const DEEPEST = 40

function countPlaces(value: unknown, depth = 0): number {
  if (value === null || typeof value !== 'object' || depth > DEEPEST) return 0
  return Object.values(value).reduce((sum: number, inner) => sum + 1 + countPlaces(inner, depth + 1), 0)
}

function apply(value: unknown, cursor: { left: number }, one: Change, depth = 0): unknown {
  if (value === null || typeof value !== 'object' || depth > DEEPEST) return value
  const entries = Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
    if (cursor.left-- !== 0) return [[name, apply(inner, cursor, one, depth + 1)]]
    if (one.how === 'drop') return []
    if (one.how === 'rename') return [[one.name, inner]]
    if (one.how === 'double')
      return [
        [name, inner],
        [`${name} `, one.value],
      ]
    return [[name, one.value]]
  })
  // fromEntries defines what is called __proto__, where an assignment would set it.
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries)
}
