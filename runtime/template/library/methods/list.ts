/** Methods of lists. */
import { raise } from '../../errors.ts'
import { claim, fits, tick } from '../../meter.ts'
import { equal, sorted } from '../../values/compare.ts'
import { wantInt } from '../../values/convert.ts'
import { elements } from '../../values/iterate.ts'
import { isNumber } from '../../values/types.ts'
import { List, Range, type Run, Tuple, type Value } from '../../values/values.ts'
import { type Builtin, builtin } from '../builtin.ts'
import { callValue } from '../items.ts'

type Entry = readonly [name: string, method: Builtin]

function method(
  name: string,
  signature: string,
  work: (self: List, args: readonly Value[], run: Run) => Value,
): Entry {
  return [
    name,
    builtin(name, signature === '' ? 'self, /' : `self, ${signature}`, (run, [self = null, ...args]) =>
      self instanceof List ? work(self, args, run) : raise(`TypeError: ${name}() needs a list`),
    ),
  ]
}

function indexOf(run: Run, items: readonly Value[], wanted: Value, from: Value, to: Value): number {
  const at = (value: Value, otherwise: number) => {
    if (value === null) return otherwise
    const index = wantInt(value)
    return index < 0 ? Math.max(0, index + items.length) : index
  }
  const end = Math.min(items.length, at(to, items.length))
  for (let index = at(from, 0); index < end; index += 1)
    if (equal(run, items[index] ?? null, wanted)) return index
  return -1
}

function count(run: Run, items: readonly Value[], wanted: Value): number {
  return items.filter((item) => equal(run, item, wanted)).length
}

/** The methods of lists. They change the template's own copy, never the caller's data. */
export const LIST_METHODS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  method('append', 'object, /', (self, [item = null], run) => {
    fits(run, self.items.length + 1)
    self.items.push(item)
    return null
  }),
  method('extend', 'iterable, /', (self, [items = null], run) => {
    const more = elements(run, items)
    fits(run, self.items.length + more.length)
    for (const item of more) self.items.push(item)
    return null
  }),
  method('insert', 'index, object, /', (self, [index = 0, item = null], run) => {
    tick(run, claim(run, self.items.length + 1) >> 4)
    self.items.splice(wantInt(index), 0, item)
    return null
  }),
  method('pop', 'index=-1, /', (self, [index = -1], run) => {
    if (self.items.length === 0) raise('IndexError: pop from empty list')
    const at = wantInt(index)
    const own = at < 0 ? at + self.items.length : at
    if (own < 0 || own >= self.items.length) raise('IndexError: pop index out of range')
    tick(run, self.items.length >> 4)
    return self.items.splice(own, 1)[0] ?? null
  }),
  method('remove', 'value, /', (self, [value = null], run) => {
    const at = indexOf(run, self.items, value, null, null)
    if (at === -1) raise('ValueError: list.remove(x): x not in list')
    self.items.splice(at, 1)
    return null
  }),
  method('clear', '', (self) => {
    self.items.length = 0
    return null
  }),
  method('index', 'value, start=None, stop=None, /', (self, [value = null, from = null, to = null], run) => {
    const at = indexOf(run, self.items, value, from, to)
    return at === -1 ? raise('ValueError: the value is not in the list') : at
  }),
  method('count', 'value, /', (self, [value = null], run) => count(run, self.items, value)),
  method('reverse', '', (self, _args, run) => {
    tick(run, self.items.length)
    self.items.reverse()
    return null
  }),
  method('copy', '', (self, _args, run) => new List(elements(run, self))),
  [
    'sort',
    (run, call) => {
      const [self = null] = call.positional
      if (!(self instanceof List) || call.positional.length > 1)
        return raise('TypeError: sort() takes no positional arguments')
      const key = call.named.get('key') ?? null
      const by = (item: Value): Value =>
        key === null ? item : callValue(run, key, { positional: [item], named: new Map() })
      const done = sorted(run, self.items, by, wantInt(call.named.get('reverse') ?? false) !== 0)
      self.items.splice(0, self.items.length)
      for (const item of done) self.items.push(item)
      return null
    },
  ],
])

/** The methods of tuples. */
export const TUPLE_METHODS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [
    'index',
    builtin(
      'index',
      'self, value, start=None, stop=None, /',
      (run, [self = null, value = null, from = null, to = null]) => {
        const at = self instanceof Tuple ? indexOf(run, self.items, value, from, to) : -1
        return at === -1 ? raise('ValueError: tuple.index(x): x not in tuple') : at
      },
    ),
  ],
  [
    'count',
    builtin('count', 'self, value, /', (run, [self = null, value = null]) =>
      self instanceof Tuple ? count(run, self.items, value) : 0,
    ),
  ],
])

function placeIn(range: Value, value: Value): number {
  if (!(range instanceof Range) || !isNumber(value)) return -1
  const offset = (Number(value) - range.start) / range.step
  return Number.isInteger(offset) && offset >= 0 && offset < range.length ? offset : -1
}

/** The methods of ranges. */
export const RANGE_METHODS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [
    'index',
    builtin('index', 'self, value, /', (_run, [self = null, value = null]) => {
      const at = placeIn(self, value)
      return at === -1 ? raise('ValueError: the value is not in range') : at
    }),
  ],
  [
    'count',
    builtin('count', 'self, value, /', (_run, [self = null, value = null]) =>
      placeIn(self, value) === -1 ? 0 : 1,
    ),
  ],
])
