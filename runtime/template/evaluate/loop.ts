/** The `loop` variable of for loops. */
import { raise } from '../errors.ts'
import { hold } from '../meter.ts'
import { equal } from '../values/compare.ts'
import { type Call, type Run, Thing, Tuple, Undefined, type Value } from '../values/values.ts'

/** One run of a `for` loop: its items, its position, and `loop` as the template sees it. */
export interface Loop {
  /** Advances to the next item; returns `undefined` at the end. */
  advance(): Value | undefined
  readonly thing: Thing
}

/** Bytes of a loop, and of an item that is kept until its turn. */
const LOOP = 1_000
const PLACE = 8
const PAIR = 72

/**
 * Starts a loop.
 *
 * @param size length of the iterable if known, otherwise the loop reads ahead when the template asks
 * @param recurse renders the body over another iterable; only recursive loops have it
 */
export function startLoop(
  run: Run,
  source: Iterator<Value, unknown>,
  size: number | undefined,
  depth0: number,
  recurse: ((items: Value, depth0: number) => Value) | undefined,
): Loop {
  hold(run, LOOP)
  let index0 = -1
  let before: Value | undefined
  let current: Value | undefined
  let ahead: Value[] = []
  let taken = 0
  let length = size
  let changed: Tuple | undefined

  const pull = (): Value | undefined => {
    const step = source.next()
    return step.done === true ? undefined : step.value
  }
  const peek = (): Value | undefined => {
    if (taken === ahead.length) {
      const item = pull()
      ahead = item === undefined ? [] : [item]
      taken = 0
    }
    return ahead[taken]
  }
  const total = (): number => {
    if (length === undefined) {
      for (let item = pull(); item !== undefined; item = pull()) {
        hold(run, PLACE)
        ahead.push(item)
      }
      length = index0 + 1 + ahead.length - taken
    }
    return length
  }
  const cycle = ({ positional }: Call): Value =>
    positional.length === 0
      ? raise('TypeError: no items for cycling given')
      : (positional[index0 % positional.length] ?? null)
  const hasChanged = ({ positional }: Call): Value => {
    const value = new Tuple(positional)
    if (changed !== undefined && equal(run, changed, value)) return false
    changed = value
    return true
  }

  const attribute = (name: string): Value | undefined => {
    switch (name) {
      case 'index':
        return index0 + 1
      case 'index0':
        return index0
      case 'revindex':
        return total() - index0
      case 'revindex0':
        return total() - index0 - 1
      case 'first':
        return index0 === 0
      case 'last':
        return peek() === undefined
      case 'length':
        return total()
      case 'depth':
        return depth0 + 1
      case 'depth0':
        return depth0
      case 'previtem':
        return index0 === 0 || before === undefined ? missing('there is no previous item') : before
      case 'nextitem':
        return peek() ?? missing('there is no next item')
      case 'cycle':
        return new Thing('method', { call: (_run, call) => cycle(call) })
      case 'changed':
        return new Thing('method', { call: (_run, call) => hasChanged(call) })
      default:
        return undefined
    }
  }
  const advance = (): Value | undefined => {
    const item = taken < ahead.length ? ahead[taken++] : pull()
    if (item === undefined) return undefined
    index0 += 1
    before = current
    current = item
    return item
  }
  const thing: Thing = new Thing('LoopContext', {
    attribute,
    // Iterating over a loop continues it.
    next: () => {
      const item = advance()
      if (item !== undefined) hold(run, PAIR)
      return item === undefined ? undefined : new Tuple([item, thing])
    },
    print: () => `<LoopContext ${index0 + 1}/${total()}>`,
    length: total,
    call: (_run, call) => {
      if (recurse === undefined)
        return raise("TypeError: The loop must have the 'recursive' marker to be called recursively.")
      const [items] = call.positional
      return items === undefined
        ? raise('TypeError: loop() needs what to go over')
        : recurse(items, depth0 + 1)
    },
  })
  return { thing, advance }
}

function missing(hint: string): Undefined {
  return new Undefined('loop', { hint })
}
