/** Counts the ways in which an automaton reads any one text. */
import type { Automaton } from './automaton.ts'

/** An automaton with the characters of its states as bits. */
export interface Reader extends Automaton {
  bits: bigint[]
}

/** Maximum number of different configurations that are examined. */
const MOST = 3000

/**
 * The maximum number of ways; undefined when there are too many configurations to examine, or more than `enough` ways.
 *
 * @param enough ways beyond which the number does not matter
 */
export function mostWays(reader: Reader, enough: number): number | undefined {
  const kinds = kindsOf(reader.bits)
  const start = new Map(reader.first.map((state): [number, number] => [state, 1]))
  const seen = new Set<string>()
  const open: Map<number, number>[] = []
  let most = 1
  /** False when a limit is exceeded. */
  const arrive = (standing: Map<number, number>): boolean => {
    const ways = [...standing.values()].reduce((sum, count) => sum + count, 0)
    most = Math.max(most, ways)
    const key = [...standing].sort(([one], [other]) => one - other).join(' ')
    if (ways > enough || seen.size > MOST) return false
    if (ways > 0 && !seen.has(key)) {
      seen.add(key)
      open.push(standing)
    }
    return true
  }
  for (const kind of kinds) if (!arrive(within(start, kind))) return undefined
  for (let standing = open.pop(); standing; standing = open.pop()) {
    const onward = new Map<number, number>()
    for (const [state, count] of standing)
      for (const [next, ways] of reader.next[state] ?? [])
        onward.set(next, (onward.get(next) ?? 0) + count * ways)
    for (const kind of kinds) if (!arrive(within(onward, kind))) return undefined
  }
  return most
}

const within = (standing: Map<number, number>, kind: ReadonlySet<number>): Map<number, number> =>
  new Map([...standing].filter(([state]) => kind.has(state)))

/** Characters that no state tells apart are one kind: the states that match it. */
function kindsOf(bits: bigint[]): Set<number>[] {
  const kinds = new Map<string, Set<number>>()
  const length = bits.reduce((most, bit) => Math.max(most, bit.toString(2).length), 0)
  const rows = bits.map((bit) => bit.toString(2).padStart(length, '0'))
  for (let bit = 0; bit < length; bit++) {
    const states = [...rows.keys()].filter((state) => rows[state]?.charAt(bit) === '1')
    if (states.length > 0) kinds.set(states.join(' '), new Set(states))
  }
  return [...kinds.values()]
}
