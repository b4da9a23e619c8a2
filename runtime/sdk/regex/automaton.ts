/** Builds the automaton of a regular expression. */
import type { Part } from './parse.ts'

/** States by number; a state is "this set has just matched". */
export interface Automaton {
  /** The source of each state's set. */
  sets: string[]
  /** Where a match may begin. */
  first: number[]
  /** For each state the ones that may follow, with the number of ways in which they do. */
  next: Map<number, number>[]
  /** States after which the whole expression matches whatever comes next. */
  sure: Set<number>
}

/** Part of an automaton under construction. `empty`: whether it matches nothing, and then always. */
interface Fragment {
  first: number[]
  /** The states it may end in, with whether the part after them cannot fail. */
  last: Map<number, boolean>
  empty: 'never' | 'always' | 'sometimes'
}

/** Any character; in a set, so that it needs no flag. */
export const ANY = '[^]'

/** The set of a state that represents the end of the text, which nothing follows. */
export const END = ''

/** An automaton would have more states than are worth looking at. */
export class TooLarge extends Error {}

const MOST_STATES = 1000

/**
 * Builds the automaton (Glushkov's).
 *
 * @param lines whether $ matches at the end of lines, too
 * @param exact false takes counted repetitions for any number of them: more can match, in at least as many ways
 * @throws TooLarge
 */
export function buildAutomaton(tree: Part, lines: boolean, exact: boolean): Automaton {
  const sets: string[] = []
  const next: Map<number, number>[] = []

  function state(source: string): Fragment {
    const number = sets.push(source) - 1
    if (number >= MOST_STATES) throw new TooLarge()
    next.push(new Map())
    return { first: [number], last: new Map([[number, true]]), empty: 'never' }
  }

  function link(from: Fragment, to: Fragment): void {
    for (const one of from.last.keys())
      for (const other of sets[one] === END ? [] : to.first)
        next[one]?.set(other, (next[one]?.get(other) ?? 0) + 1)
  }

  function then(one: Fragment, other: Fragment): Fragment {
    link(one, other)
    const last = new Map(other.last)
    if (other.empty !== 'never')
      for (const [number, sure] of one.last) last.set(number, sure && other.empty === 'always')
    return {
      first: one.empty === 'never' ? one.first : [...one.first, ...other.first],
      last,
      empty: one.empty === 'never' || other.empty === 'never' ? 'never' : weaker(one.empty, other.empty),
    }
  }

  function loop(fragment: Fragment): Fragment {
    link(fragment, fragment)
    return fragment
  }

  const maybe = (fragment: Fragment): Fragment => ({ ...fragment, empty: 'always' })

  function repeat(part: Part, min: number, max: number): Fragment {
    const counted = max === Number.POSITIVE_INFINITY ? min > 1 : max > 1
    if (counted && !exact) return maybe(loop(build(part)))
    if (max === 0) return NOTHING
    if (max === Number.POSITIVE_INFINITY) {
      if (min === 0) return maybe(loop(build(part)))
      return then(copies(part, min - 1), loop(build(part)))
    }
    return then(copies(part, min), options(part, max - min))
  }

  const copies = (part: Part, count: number): Fragment =>
    Array.from({ length: Math.min(count, MOST_STATES) }, () => build(part)).reduce(then, NOTHING)

  const options = (part: Part, count: number): Fragment =>
    count === 0 ? NOTHING : maybe(then(build(part), options(part, Math.min(count, MOST_STATES) - 1)))

  function build(part: Part): Fragment {
    switch (part.kind) {
      case 'set':
        return state(part.source)
      case 'sequence':
        return part.parts.map(build).reduce(then, NOTHING)
      case 'choice':
        return part.options.map(build).reduce(either)
      case 'repeat':
        return repeat(part.part, part.min, part.max)
      // What a group matched is one text; any text has at least as many ways to match.
      case 'again':
        return maybe(loop(state(ANY)))
      case 'place':
        return part.at === 'end' && !lines ? state(END) : { ...NOTHING, empty: 'sometimes' }
      case 'look':
        return { ...NOTHING, empty: 'sometimes' }
    }
  }

  const whole = build(tree)
  const sure = [...whole.last].flatMap(([number, isSure]) => (isSure ? [number] : []))
  return { sets, first: whole.first, next, sure: new Set(sure) }
}

const NOTHING: Fragment = { first: [], last: new Map(), empty: 'always' }

const either = (one: Fragment, other: Fragment): Fragment => ({
  first: [...one.first, ...other.first],
  last: new Map([...one.last, ...other.last]),
  empty:
    one.empty === 'never'
      ? other.empty
      : other.empty === 'never'
        ? one.empty
        : weaker(one.empty, other.empty),
})

const weaker = (one: Fragment['empty'], other: Fragment['empty']): Fragment['empty'] =>
  one === 'sometimes' || other === 'sometimes' ? 'sometimes' : 'always'
