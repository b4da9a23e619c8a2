/** Filters that apply other filters and tests. */
import { raise, refuse } from '../../errors.ts'
import { truthy } from '../../values/compare.ts'
import { wantText } from '../../values/convert.ts'
import { iterate } from '../../values/iterate.ts'
import { repr } from '../../values/print.ts'
import { textOf } from '../../values/text.ts'
import { mustBeDefined } from '../../values/undefined.ts'
import { type Call, END, type Run, Stream, Undefined, type Value } from '../../values/values.ts'
import { type Builtin, builtin } from '../builtin.ts'
import { attributeOf, byPath, isInner } from '../lookup.ts'
import { getter } from './sequence.ts'

type Entry = readonly [name: string, filter: Builtin]

/** How filters find other filters and tests by name. */
export interface Known {
  filter(name: string): Builtin | undefined
  test(name: string): Builtin | undefined
}

function named(run: Run, known: (name: string) => Builtin | undefined, what: string, name: Value): Builtin {
  const text = textOf(name)
  mustBeDefined(name)
  const found = text === undefined ? undefined : known(text)
  return found ?? raise(`There is no ${what} named ${repr(run, name)}.`)
}

/** A stream of what `work` makes of each element; `END` leaves the element out. */
function lazily(run: Run, value: Value, each: () => (item: Value) => Value | typeof END): Value {
  return new Stream(run, 'generator', function* () {
    if (!truthy(run, value)) return
    const work = each()
    for (const item of iterate(run, value)) {
      const made = work(item)
      if (made !== END) yield made
    }
  })
}

function map(known: Known): Builtin {
  return (run, { positional: [value = null, ...args], named: options }) =>
    lazily(run, value, () => {
      if (args.length === 0 && options.has('attribute')) {
        const odd = [...options.keys()].find((key) => key !== 'attribute' && key !== 'default')
        if (odd !== undefined) raise(`FilterArgumentError: Unexpected keyword argument '${odd}'`)
        const read = getter(run, options.get('attribute') ?? null, options.get('default') ?? null)
        return (item) => read(run, item)
      }
      const [name, ...rest] = args
      if (name === undefined) return raise('FilterArgumentError: map requires a filter argument')
      const filter = named(run, known.filter, 'filter', name)
      return (item) => filter(run, { positional: [item, ...rest], named: options })
    })
}

function choose(known: Known, keep: boolean, byAttribute: boolean): Builtin {
  return (run, { positional: [value = null, ...args], named: options }) =>
    lazily(run, value, () => {
      const read = byAttribute
        ? byPath(run, args[0] ?? raise('FilterArgumentError: Missing parameter for attribute name'))
        : undefined
      const [name, ...rest] = byAttribute ? args.slice(1) : args
      const test = name === undefined ? undefined : named(run, known.test, 'test', name)
      return (item) => {
        const subject = read === undefined ? item : read(run, item)
        const call: Call = { positional: [subject, ...rest], named: options }
        const passed = truthy(run, test === undefined ? subject : test(run, call))
        return passed === keep ? item : END
      }
    })
}

/** Filters that apply other filters, tests and look-ups. */
export function applyingFilters(known: Known): Entry[] {
  return [
    ['map', map(known)],
    ['select', choose(known, true, false)],
    ['reject', choose(known, false, false)],
    ['selectattr', choose(known, true, true)],
    ['rejectattr', choose(known, false, true)],
    [
      'attr',
      builtin('attr', 'obj, name', (_run, [value = null, name = '']) => {
        mustBeDefined(value)
        const found = attributeOf(value, wantText(name))
        if (found === undefined && isInner(wantText(name)))
          return refuse(`The attribute "${wantText(name)}" is out of reach.`)
        return found === undefined ? new Undefined(wantText(name), { owner: value }) : found
      }),
    ],
    ['default', fallback('default')],
    ['d', fallback('d')],
  ]
}

function fallback(name: string): Builtin {
  return builtin(
    name,
    "value, default_value='', boolean=False",
    (run, [value = null, other = '', boolean = false]) =>
      value instanceof Undefined || (truthy(run, boolean) && !truthy(run, value)) ? other : value,
  )
}
