/** Global functions of templates. */
import { raise, refuse } from '../errors.ts'
import { claimList, hold, tick } from '../meter.ts'
import { wantInt } from '../values/convert.ts'
import { repr } from '../values/print.ts'
import { type Call, Dict, Range, type Run, Thing, Tuple, type Value } from '../values/values.ts'
import { type Builtin, builtin } from './builtin.ts'
import { fill, fromKeys } from './methods/dict.ts'

/** Bytes of an object with functions of its own, such as a namespace. */
const OBJECT = 800

function range(run: Run, call: Call): Value {
  tick(run)
  const { positional, named } = call
  if (named.size > 0) raise('TypeError: range() takes no keyword arguments')
  const [first, second, third] = positional
  if (first === undefined || positional.length > 3)
    return raise(`TypeError: range expected 1 to 3 arguments, got ${positional.length}`)
  const step = third === undefined ? 1 : wantInt(third)
  if (step === 0) raise('ValueError: range() arg 3 must not be zero')
  const [start, stop] = second === undefined ? [0, wantInt(first)] : [wantInt(first), wantInt(second)]
  if (![start, stop, step].every(Number.isSafeInteger)) refuse('The numbers of a range must be below 2^53.')
  return new Range(start, stop, step)
}

function dict(run: Run, call: Call): Value {
  tick(run)
  const made = new Dict()
  fill(run, made, call, 'dict')
  return made
}

function namespace(run: Run, call: Call): Value {
  tick(run)
  const attributes = new Dict()
  fill(run, attributes, call, 'namespace')
  hold(run, OBJECT)
  return new Thing('Namespace', {
    attribute: (name) => attributes.get(run, name),
    assign: (name, value) => attributes.set(run, name, value),
    print: (printing) => `<Namespace ${repr(printing, attributes)}>`,
  })
}

function cycler(run: Run, call: Call): Value {
  tick(run)
  const items = call.positional
  if (items.length === 0 || call.named.size > 0)
    return raise('RuntimeError: at least one item has to be provided')
  let at = 0
  const next = builtin('next', '', () => {
    const item = items[at] ?? null
    at = (at + 1) % items.length
    return item
  })
  const reset = builtin('reset', '', () => {
    at = 0
    return null
  })
  claimList(run, items.length)
  hold(run, OBJECT)
  return new Thing('Cycler', {
    attribute: (name) => {
      if (name === 'next') return method(next)
      if (name === 'reset') return method(reset)
      if (name === 'current') return items[at]
      if (name === 'pos') return at
      return name === 'items' ? new Tuple(items) : undefined
    },
  })
}

function method(call: Builtin): Thing {
  return new Thing('method', { call })
}

const joiner = builtin('joiner', "sep=', '", (run, [separator = ', ']) => {
  hold(run, OBJECT)
  let used = false
  return new Thing('Joiner', {
    call: builtin('joiner', '', () => {
      if (used) return separator
      used = true
      return ''
    }),
    attribute: (name) => (name === 'sep' ? separator : name === 'used' ? used : undefined),
  })
})

function type(
  name: string,
  call: (run: Run, call: Call) => Value,
  attribute?: (name: string) => Value | undefined,
): Thing {
  return new Thing('type', {
    call,
    print: () => `<class '${name}'>`,
    ...(attribute === undefined ? {} : { attribute }),
  })
}

const fromkeys = method(
  builtin('fromkeys', 'iterable, value=None, /', (run, [keys = null, value = null]) =>
    fromKeys(run, keys, value),
  ),
)

function outOfReach(name: string): never {
  return refuse(`The attributes of the function "${name}" are out of reach.`, 'Call it.')
}

/** Attributes that a function of Python has as a class; the others are undefined. */
function ownOf(name: string, attributes: readonly string[]): (attribute: string) => undefined {
  return (attribute) => (attributes.includes(attribute) ? outOfReach(name) : undefined)
}

/** The functions that every template can call. Data of the same name takes precedence. */
export const GLOBALS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['range', type('range', range, ownOf('range', ['start', 'stop', 'step', 'index', 'count']))],
  ['dict', type('dict', dict, (name) => (name === 'fromkeys' ? fromkeys : outOfReach('dict')))],
  ['namespace', type('jinja2.utils.Namespace', namespace)],
  ['cycler', type('jinja2.utils.Cycler', cycler, ownOf('cycler', ['reset', 'current', 'next']))],
  ['joiner', type('jinja2.utils.Joiner', joiner)],
  ['lipsum', method(() => refuse('There is no lipsum(): it makes random text.', 'Write the text in place.'))],
])
