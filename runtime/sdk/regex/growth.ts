/** Computes how the time of a regular expression grows with the text. */
import { degreeOfAmbiguity } from './ambiguity.ts'
import { ANY, type Automaton, buildAutomaton, END, TooLarge } from './automaton.ts'
import { END_OF_TEXT, masksOf, rangesOf } from './characters.ts'
import { type Part, parseRegex } from './parse.ts'
import type { Reader } from './ways.ts'

/** Maximum characters of an expression; a longer one is not analysed. */
const LONGEST = 2000

/**
 * The exponent, never too low, for an engine that tries one way after the other: `length ** growth` bounds the steps, so 1
 * is linear, 2 quadratic, infinite exponential. Back references and long counts are judged as if they matched more
 * than they do, so that a harmless expression may be called slow.
 *
 * @param source compiles with these flags
 */
export function regexGrowth(source: string, flags = 'u'): number {
  if (source.length > LONGEST) return Number.POSITIVE_INFINITY
  const tree = parseRegex(source)
  try {
    return growthOf(tree, flags, flags.includes('y') || isAnchored(tree, flags))
  } catch (thrown) {
    if (thrown instanceof TooLarge) return Number.POSITIVE_INFINITY
    throw thrown
  }
}

function growthOf(tree: Part, flags: string, anchored: boolean): number {
  const own = growthOfMain(tree, flags, anchored)
  // Looking ahead costs its own time wherever it is tried; at the start that is once.
  const { once, often } = looksIn(tree, anchored)
  const alone = Math.max(own, ...once.map((look) => growthOfLook(look, flags)))
  return often.reduce((sum, look) => {
    const growth = growthOfLook(look, flags)
    return isBounded(look.part) && growth === 1 ? sum : sum + growth
  }, alone)
}

function growthOfMain(tree: Part, flags: string, anchored: boolean): number {
  const from = automatonOf(tree, flags.includes('m'))
  const one = 1 + degreeOfAmbiguity(withMasks(from, flags))
  if (anchored || one === Number.POSITIVE_INFINITY) return one
  return Math.max(one, 1 + degreeOfAmbiguity(withMasks(anywhere(from), flags)))
}

function automatonOf(tree: Part, lines: boolean): Automaton {
  try {
    return buildAutomaton(tree, lines, true)
  } catch (thrown) {
    if (!(thrown instanceof TooLarge)) throw thrown
    return buildAutomaton(tree, lines, false)
  }
}

/** A match may begin at any position; the search ends where a match is certain, so nothing after that is tried again. */
function anywhere({ sets, first, next, sure }: Automaton): Automaton {
  const start = sets.length
  const onward = next.map((after, state) => (sure.has(state) ? new Map<number, number>() : after))
  const entering = new Map([start, ...first].map((state): [number, number] => [state, 1]))
  return { sets: [...sets, ANY], first: [start, ...first], next: [...onward, entering], sure }
}

const withMasks = (automaton: Automaton, flags: string): Reader => ({
  ...automaton,
  bits: masksOf(automaton.sets.map((source) => (source === END ? END_OF_TEXT : rangesOf(source, flags)))),
})

type Look = Part & { kind: 'look' }

const growthOfLook = ({ part, behind }: Look, flags: string): number => {
  if (behind) return isBounded(part) ? growthOf(part, flags, true) : Number.POSITIVE_INFINITY
  return growthOf(part, flags, true)
}

/** Looks at the very start of an anchored expression, and all others. */
function looksIn(tree: Part, anchored: boolean): { once: Look[]; often: Look[] } {
  const parts = tree.kind === 'sequence' ? tree.parts : [tree]
  const lead = anchored ? parts.findIndex(({ kind }) => kind !== 'place' && kind !== 'look') : 0
  const leading = lead < 0 ? parts : parts.slice(0, lead)
  const isLook = (part: Part): part is Look => part.kind === 'look'
  return { once: leading.filter(isLook), often: parts.slice(leading.length).flatMap(looksBelow) }
}

function looksBelow(part: Part): Look[] {
  switch (part.kind) {
    case 'look':
      return [part]
    case 'sequence':
      return part.parts.flatMap(looksBelow)
    case 'choice':
      return part.options.flatMap(looksBelow)
    case 'repeat':
      return looksBelow(part.part)
    default:
      return []
  }
}

/** Whether a part matches texts of a bounded length only. */
function isBounded(part: Part): boolean {
  switch (part.kind) {
    case 'again':
      return false
    case 'sequence':
      return part.parts.every(isBounded)
    case 'choice':
      return part.options.every(isBounded)
    case 'repeat':
      return part.max <= LONGEST && isBounded(part.part)
    case 'look':
      return isBounded(part.part)
    default:
      return true
  }
}

/** Whether every way begins with ^. */
function isAnchored(part: Part, flags: string): boolean {
  switch (part.kind) {
    case 'place':
      return part.at === 'start' && !flags.includes('m')
    case 'sequence': {
      const first = part.parts.find(({ kind }) => kind !== 'look')
      return first !== undefined && isAnchored(first, flags)
    }
    case 'choice':
      return part.options.every((option) => isAnchored(option, flags))
    case 'repeat':
      return part.min > 0 && isAnchored(part.part, flags)
    default:
      return false
  }
}
