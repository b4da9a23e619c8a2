/** Methods of dicts. */
import { raise } from '../../errors.ts'
import { fits, tick } from '../../meter.ts'
import { elements, isIterable, iterate } from '../../values/iterate.ts'
import { repr } from '../../values/print.ts'
import { typeName } from '../../values/types.ts'
import { mustBeDefined } from '../../values/undefined.ts'
import { type Call, Dict, DictView, type Run, Tuple, type Value } from '../../values/values.ts'
import { type Builtin, builtin } from '../builtin.ts'

type Entry = readonly [name: string, method: Builtin]

function method(
  name: string,
  signature: string,
  work: (self: Dict, args: readonly Value[], run: Run) => Value,
): Entry {
  return [
    name,
    builtin(name, signature === '' ? 'self, /' : `self, ${signature}`, (run, [self = null, ...args]) =>
      self instanceof Dict ? work(self, args, run) : raise(`TypeError: ${name}() needs a dict`),
    ),
  ]
}

/** Puts the pairs of a dict or of a list of pairs, and named arguments, into a dict. */
export function fill(run: Run, dict: Dict, call: Call, name: string): void {
  if (call.positional.length > 1)
    raise(`TypeError: ${name} expected at most 1 argument, got ${call.positional.length}`)
  const [source] = call.positional
  if (source !== undefined) mustBeDefined(source)
  if (source instanceof Dict) {
    tick(run, source.size)
    for (const [key, value] of [...source.entries()]) dict.set(run, key, value)
  } else if (source !== undefined) {
    let index = 0
    for (const pair of iterate(run, source)) {
      if (!isIterable(pair))
        raise(`TypeError: cannot convert dictionary update sequence element #${index} to a sequence`)
      mustBeDefined(pair)
      const items = elements(run, pair)
      const [key, value] = items
      if (items.length !== 2 || key === undefined || value === undefined)
        raise(
          `ValueError: dictionary update sequence element #${index} has length ${items.length}; 2 is required`,
        )
      dict.set(run, key, value)
      index += 1
    }
  }
  tick(run, call.named.size)
  for (const [key, value] of call.named) dict.set(run, key, value)
  fits(run, dict.size)
}

function copy(dict: Dict, run: Run): Dict {
  tick(run, dict.size)
  return Dict.of(run, dict.entries())
}

/** The methods of dicts. They change the template's own copy, never the caller's data. */
export const DICT_METHODS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  method('get', 'key, default=None, /', (self, [key = null, fallback = null], run) => {
    const value = self.get(run, key)
    return value === undefined ? fallback : value
  }),
  method('keys', '', (self) => new DictView(self, 'keys')),
  method('values', '', (self) => new DictView(self, 'values')),
  method('items', '', (self) => new DictView(self, 'items')),
  method('copy', '', (self, _args, run) => copy(self, run)),
  method('clear', '', (self) => {
    self.clear()
    return null
  }),
  method('setdefault', 'key, default=None, /', (self, [key = null, fallback = null], run) => {
    const value = self.get(run, key)
    if (value !== undefined) return value
    fits(run, self.size + 1)
    self.set(run, key, fallback)
    return fallback
  }),
  [
    'pop',
    (run, call) => {
      const [self = null, key = null, fallback] = call.positional
      if (
        !(self instanceof Dict) ||
        call.positional.length < 2 ||
        call.positional.length > 3 ||
        call.named.size > 0
      )
        return raise(`TypeError: pop expected 1 or 2 arguments by position`)
      tick(run)
      // As in Python, an empty dict does not ask for a hash.
      const value = self.size === 0 ? undefined : self.get(run, key)
      if (value === undefined) return fallback === undefined ? raise(`KeyError: ${repr(run, key)}`) : fallback
      self.delete(run, key)
      return value
    },
  ],
  method('popitem', '', (self, _args, run) => {
    tick(run, self.size)
    const last = [...self.entries()].at(-1)
    if (last === undefined) return raise("KeyError: 'popitem(): dictionary is empty'")
    self.delete(run, last[0])
    return new Tuple(last)
  }),
  [
    'update',
    (run, call) => {
      const [self = null, ...rest] = call.positional
      if (!(self instanceof Dict)) return raise(`TypeError: update() needs a dict, not ${typeName(self)}`)
      fill(run, self, { positional: rest, named: call.named }, 'update')
      return null
    },
  ],
  method('fromkeys', 'iterable, value=None, /', (_self, [keys = null, value = null], run) =>
    fromKeys(run, keys, value),
  ),
])

/** Python's `dict.fromkeys`. */
export function fromKeys(run: Run, keys: Value, value: Value): Dict {
  const dict = new Dict()
  for (const key of iterate(run, keys)) dict.set(run, key, value)
  return dict
}
