/** The values of the template language. */
import { type Position, raise } from '../errors.ts'
import { hold, type Meter, scan, tick } from '../meter.ts'
import { type Hash, hashOf, type Names, textHash, tupleHash } from './hash.ts'

/**
 * The values of a running template. Text, `None`, booleans, whole numbers (a `number` while safe, else a `bigint`) and
 * numbers with a fraction are JavaScript's own; everything else has a class here, so no object of the host is ever a value.
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Float
  | Markup
  | List
  | Tuple
  | Dict
  | DictView
  | Range
  | Stream
  | Undefined
  | Thing

/** A float with a whole value (`2.0`), which JavaScript cannot tell from an int. Reads as a number where the host needs one. */
export class Float {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
  valueOf(): number {
    return this.value
  }
  toJSON(): number {
    return this.value
  }
  hashIn(): Hash {
    return Number.isSafeInteger(this.value) ? this.value + 0 : BigInt(this.value)
  }
}

/** The float of a JavaScript number. */
export function float(value: number): number | Float {
  return Number.isInteger(value) ? new Float(value) : value
}

/** The int of a bigint: a plain number while that is exact. */
export function int(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
}

/** Text that is HTML already, so escaping leaves it alone. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  hashIn(run: Run): Hash {
    return hashOf(run, this.text)
  }
}

function unhashable(type: string): never {
  return raise(`TypeError: unhashable type: '${type}'`)
}

/** A list; elements of the host's data are converted on first access, and never written back. */
export class List {
  #items: Value[] | undefined
  #load: (() => Value[]) | undefined
  constructor(items: Value[] | (() => Value[])) {
    if (typeof items === 'function') this.#load = items
    else this.#items = items
  }
  get items(): Value[] {
    if (this.#items === undefined) {
      this.#items = this.#load?.() ?? []
      this.#load = undefined
    }
    return this.#items
  }
  hashIn(): Hash {
    return unhashable('list')
  }
}

/** A tuple; `names` are the attributes of a named one, as `groupby` yields. */
export class Tuple {
  readonly items: readonly Value[]
  readonly names: readonly string[] | undefined
  #hash: string | undefined
  constructor(items: readonly Value[], names?: readonly string[]) {
    this.items = items
    this.names = names
  }
  /** Computed once: it never changes. */
  hashIn(run: Run): Hash {
    this.#hash ??= tupleHash(run, this.items)
    return this.#hash
  }
}

/** `dict.keys()`, `.values()`, `.items()`: live views. */
export class DictView {
  readonly dict: Dict
  readonly shows: 'keys' | 'values' | 'items'
  constructor(dict: Dict, shows: 'keys' | 'values' | 'items') {
    this.dict = dict
    this.shows = shows
  }
  hashIn(): Hash {
    return this.shows === 'values' ? this : unhashable(`dict_${this.shows}`)
  }
}

/** Python's `range`, never expanded. */
export class Range {
  readonly start: number
  readonly stop: number
  readonly step: number
  readonly length: number
  constructor(start: number, stop: number, step: number) {
    this.start = start
    this.stop = stop
    this.step = step
    this.length = Math.max(0, Math.ceil((stop - start) / step))
  }
  /** Ranges that go over the same numbers are equal. */
  hashIn(): Hash {
    const { start, length, step } = this
    return `\0r${length}:${length > 0 ? start : 0}:${length > 1 ? step : 0}`
  }
}

/** Bytes of a stream with the function that creates its values, twice: V8 keeps dropped ones for a while. */
const STREAM = 1_000

/** The result of filters such as `map`: values created on demand, once. `kind` is Python's name for it. */
export class Stream {
  readonly next: () => Value | typeof END
  readonly kind: string
  constructor(run: Run, kind: string, make: () => Iterator<Value, unknown>) {
    tick(run)
    hold(run, STREAM)
    this.kind = kind
    let source: Iterator<Value, unknown> | undefined
    this.next = () => {
      source ??= make()
      const step = source.next()
      return step.done === true ? END : step.value
    }
  }
  hashIn(): Hash {
    return this
  }
}

/** The end of a `Stream`. */
export const END = Symbol('end')

/** A missing value. It reports what was looked up and what was there instead, when asked. */
export class Undefined {
  /** The dotted path or name, as far as the source tells. */
  readonly name: string
  /** A whole sentence where no name was looked up (`first` of an empty list). */
  readonly hint: string | undefined
  /** The value that was looked into. */
  readonly owner: Value | undefined
  /** An inline `if` without `else` prints nothing in every mode. */
  readonly silent: boolean
  /** Where its name begins in the source; the look-up that found nothing sets it. */
  at: Position | undefined
  constructor(name: string, more: { hint?: string; owner?: Value; silent?: boolean; at?: Position } = {}) {
    this.name = name
    this.hint = more.hint
    this.owner = more.owner
    this.silent = more.silent ?? false
    this.at = more.at
  }
  hashIn(): Hash {
    return '\0u'
  }
}

/** Arguments of a call, evaluated. */
export interface Call {
  readonly positional: Value[]
  readonly named: Map<string, Value>
}

/** The state of one rendering. */
export interface Run extends Meter, Names {
  /** The caller's data, only ever read. */
  readonly data: Readonly<Record<string, unknown>>
  /** What the template holds of the caller's objects, so that one object stays one value. */
  readonly taken: Map<object, Value>
  /** The text that was last found to have one UTF-16 unit for each character, see `text.ts`. */
  flat: string | undefined
  /** Undefined values print as nothing. */
  readonly lenient: boolean
  readonly locale: string
  autoescape: boolean
}

/**
 * All values with behaviour of their own: functions, methods, macros, loops, namespaces. Closed: it has only what is listed
 * here.
 */
export class Thing {
  /** Python's name of the type, for messages and tests. */
  readonly type: string
  readonly call: ((run: Run, call: Call) => Value) | undefined
  readonly attribute: ((name: string) => Value | undefined) | undefined
  /** Its printed form; without it printing is refused. */
  readonly print: ((run: Run) => string) | undefined
  readonly assign: ((name: string, value: Value) => void) | undefined
  readonly length: ((run: Run) => number) | undefined
  /** The values that iterating over it yields. */
  readonly next: (() => Value | undefined) | undefined
  /** The value that a method belongs to. */
  readonly bound: { readonly self: Value; readonly method: unknown } | undefined
  constructor(
    type: string,
    traits: {
      next?: () => Value | undefined
      bound?: { readonly self: Value; readonly method: unknown }
      call?: (run: Run, call: Call) => Value
      attribute?: (name: string) => Value | undefined
      print?: (run: Run) => string
      assign?: (name: string, value: Value) => void
      length?: (run: Run) => number
    },
  ) {
    this.type = type
    this.call = traits.call
    this.attribute = traits.attribute
    this.print = traits.print
    this.assign = traits.assign
    this.length = traits.length
    this.next = traits.next
    this.bound = traits.bound
  }
  hashIn(): Hash {
    return this
  }
}

/** Where a dict of the host's data is read from until it is first changed or listed. */
export interface Source {
  read(key: string): Value | undefined
  list(): readonly (readonly [string, Value])[]
}

/** Bytes of an entry of a dict. */
const ENTRY = 80

/** A Python dict: any hashable key, insertion order. Code that looks up a key counts the work of hashing it. */
export class Dict {
  #source: Source | undefined
  #listed: readonly (readonly [string, Value])[] | undefined
  #map: Map<Hash, [Value, Value]> | undefined

  constructor(source?: Source) {
    this.#source = source
  }

  get #entries(): Map<Hash, [Value, Value]> {
    if (this.#map === undefined) {
      this.#map = new Map()
      for (const [key, value] of this.#list()) this.#map.set(textHash(key), [key, value])
      this.#source = undefined
      this.#listed = undefined
    }
    return this.#map
  }

  #list(): readonly (readonly [string, Value])[] {
    this.#listed ??= this.#source?.list() ?? []
    return this.#listed
  }

  get size(): number {
    return this.#map?.size ?? this.#list().length
  }

  /** All entries at once, for those who change nothing: data of the host is not hashed for them. */
  pairs(): readonly (readonly [Value, Value])[] {
    return this.#map === undefined ? this.#list() : [...this.#map.values()]
  }

  get(run: Run, key: Value): Value | undefined {
    if (typeof key === 'string') {
      scan(run, key.length)
      return this.#source === undefined ? this.#entries.get(textHash(key))?.[1] : this.#source.read(key)
    }
    return this.#entries.get(hashOf(run, key))?.[1]
  }

  has(run: Run, key: Value): boolean {
    return this.get(run, key) !== undefined
  }

  /** An existing key keeps its position and its first spelling, as in Python. */
  set(run: Run, key: Value, value: Value): void {
    const hash = hashOf(run, key)
    const entry = this.#entries.get(hash)
    if (entry !== undefined) {
      entry[1] = value
      return
    }
    hold(run, ENTRY)
    this.#entries.set(hash, [key, value])
  }

  delete(run: Run, key: Value): void {
    this.#entries.delete(hashOf(run, key))
  }

  clear(): void {
    this.#entries.clear()
  }

  entries(): IterableIterator<[Value, Value]> {
    return this.#entries.values()
  }

  hashIn(): Hash {
    return unhashable('dict')
  }

  static of(run: Run, pairs: Iterable<readonly [Value, Value]>): Dict {
    const dict = new Dict()
    for (const [key, value] of pairs) dict.set(run, key, value)
    return dict
  }
}
