/** Computes in how many ways an automaton can read a text. */
import type { Automaton } from './automaton.ts'
import { mostWays, type Reader } from './ways.ts'

/** Number of ways that does not grow with the text and is small enough to ignore. */
const FEW = 10_000
/** Maximum steps of a search; an expression that takes longer counts as ambiguous. */
const EFFORT = 300_000

/**
 * The exponent of the number of ways in which texts of a length can be read: 0 if it is bounded, infinite if it grows
 * exponentially. Each way is one that a backtracking engine tries. Weber and Seidl, "On the degree of ambiguity of finite
 * automata" (1991).
 */
export function degreeOfAmbiguity(reader: Reader): number {
  const groups = strongGroups(reader)
  const groupOf = new Map(
    groups.flatMap((group, index) => group.map((state): [number, number] => [state, index])),
  )
  const loops = groups.map((group) => group.some((state) => isIn(reader, group, state)))
  if (groups.some((group, index) => loops[index] && isExponential(reader, group)))
    return Number.POSITIVE_INFINITY
  const degree = longestChain(reader, groups, loops)
  const few = degree === 0 && mostWays(reader, FEW) !== undefined
  return few || waysBetween(reader, groups, groupOf) <= FEW ? degree : Number.POSITIVE_INFINITY
}

const isIn = ({ next }: Reader, group: number[], state: number): boolean =>
  group.some((other) => next[state]?.has(other))

/** Groups of states that reach each other, in an order in which later groups do not reach earlier ones. */
function strongGroups({ next }: Reader): number[][] {
  const reach = next.map((_, state) => reachable(next, state))
  const seen = new Set<number>()
  const groups: number[][] = []
  for (const state of next.keys()) {
    if (seen.has(state)) continue
    const group = [...next.keys()].filter(
      (other) => other === state || (reach[state]?.has(other) && reach[other]?.has(state)),
    )
    for (const one of group) seen.add(one)
    groups.push(group)
  }
  const size = (group: number[]): number => reach[group[0] ?? 0]?.size ?? 0
  return groups.sort((one, other) => size(other) - size(one))
}

function reachable(next: Automaton['next'], from: number): Set<number> {
  const found = new Set<number>()
  const open = [from]
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const other of next[state]?.keys() ?? []) {
      if (found.has(other)) continue
      found.add(other)
      open.push(other)
    }
  }
  return found
}

/** Whether one text leads from a state back to it in two ways: then each further loop doubles them. */
function isExponential(reader: Reader, group: number[]): boolean {
  const { next, bits } = reader
  const members = new Set(group)
  for (const state of group)
    for (const [other, ways] of next[state] ?? []) if (ways > 1 && members.has(other)) return true
  const key = (one: number, other: number): number => one * bits.length + other
  const forward = new Set(group.map((state) => key(state, state)))
  const back = new Map<number, number[]>()
  const open = group.map((state): [number, number] => [state, state])
  let effort = 0
  for (let pair = open.pop(); pair; pair = open.pop()) {
    const [one, other] = pair
    for (const to of next[one]?.keys() ?? []) {
      for (const too of next[other]?.keys() ?? []) {
        if (!members.has(to) || !members.has(too) || !((bits[to] ?? 0n) & (bits[too] ?? 0n))) continue
        if (++effort > EFFORT) return true
        const reached = key(to, too)
        back.set(reached, [...(back.get(reached) ?? []), key(one, other)])
        if (forward.has(reached)) continue
        forward.add(reached)
        open.push([to, too])
      }
    }
  }
  // Backwards from equal pairs: an unequal pair on the way parted and met again.
  const backward = new Set<number>()
  const behind = group.map((state) => key(state, state))
  for (let pair = behind.pop(); pair !== undefined; pair = behind.pop()) {
    for (const before of back.get(pair) ?? []) {
      if (backward.has(before)) continue
      if (Math.floor(before / bits.length) !== before % bits.length) return true
      backward.add(before)
      behind.push(before)
    }
  }
  return false
}

/** The most ways that the parts without loops multiply to. */
function waysBetween(
  { next, bits, first }: Reader,
  groups: number[][],
  groupOf: Map<number, number>,
): number {
  const ways: number[] = []
  const widest = (targets: Iterable<[number, number]>): number => {
    const list = [...targets]
    return list.reduce((most, [state]) => {
      const same = list.filter(([other]) => (bits[state] ?? 0n) & (bits[other] ?? 0n))
      return Math.max(
        most,
        same.reduce((sum, [, count]) => sum + count, 0),
      )
    }, 1)
  }
  for (const [index, group] of [...groups.entries()].reverse()) {
    const beyond = group.map((state) => {
      const out = [...(next[state] ?? [])].filter(([other]) => groupOf.get(other) !== index)
      const after = out.reduce((most, [other]) => Math.max(most, ways[groupOf.get(other) ?? 0] ?? 1), 1)
      return widest(out) * after
    })
    ways[index] = Math.max(1, ...beyond)
  }
  const starts = first.map((state): [number, number] => [state, 1])
  return widest(starts) * Math.max(1, ...first.map((state) => ways[groupOf.get(state) ?? 0] ?? 1))
}

/** The longest row of loops in which a text can be divided between each loop and the next at any place. */
function longestChain(reader: Reader, groups: number[][], loops: boolean[]): number {
  const longest: number[] = groups.map(() => 0)
  for (const [index, group] of [...groups.entries()].reverse()) {
    if (!loops[index]) continue
    for (const [later, other] of groups.entries()) {
      if (later <= index || !loops[later] || !isDivided(reader, group, other)) continue
      longest[index] = Math.max(longest[index] ?? 0, 1 + (longest[later] ?? 0))
    }
  }
  return Math.max(0, ...longest)
}

/** Whether some text leads from a state of one group back to it, from there to one of the other, and from that back to it. */
function isDivided(reader: Reader, group: number[], other: number[]): boolean {
  return group.some((one) => other.some((two) => sharesText(reader, group, other, one, two)))
}

function sharesText(
  { next, bits }: Reader,
  group: number[],
  other: number[],
  one: number,
  two: number,
): boolean {
  const [here, there] = [new Set(group), new Set(other)]
  const seen = new Set<string>()
  const open: [number, number, number][] = [[one, one, two]]
  let effort = 0
  for (let at = open.pop(); at; at = open.pop()) {
    const [a, b, c] = at
    for (const x of next[a]?.keys() ?? []) {
      if (!here.has(x)) continue
      for (const z of next[c]?.keys() ?? []) {
        const shared = there.has(z) ? (bits[x] ?? 0n) & (bits[z] ?? 0n) : 0n
        if (shared === 0n) continue
        for (const y of next[b]?.keys() ?? []) {
          if (!(shared & (bits[y] ?? 0n))) continue
          if (x === one && y === two && z === two) return true
          if (++effort > EFFORT) return true
          const key = `${x} ${y} ${z}`
          if (seen.has(key)) continue
          seen.add(key)
          open.push([x, y, z])
        }
      }
    }
  }
  return false
}
