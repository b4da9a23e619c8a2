/**
 * Finds texts in texts in linear time.
 *
 * The engine's own search compares a long part again at every place: a part of 100,000 characters that almost occurs
 * everywhere in a text of 400,000 takes it ten seconds.
 */

/** Parts up to this length, in characters, are left to the engine. */
const SHORT = 16
/** Maximum number of comparisons for which the engine's own search is used. */
const TRUSTED = 1_000_000

/** Finds one part, which is not empty. Data computed about the part is kept between calls. */
export interface Finder {
  /** Where the part occurs first, at or after a place; -1 for nowhere. */
  next(text: string, from: number): number
  /** Where the part occurs last, ending at or before a place; -1 for nowhere. */
  last(text: string, end: number): number
}

const isTrusted = (text: string, part: string): boolean =>
  part.length <= SHORT || text.length * part.length <= TRUSTED

/** Makes a finder of a part. */
export function finder(part: string): Finder {
  const trusts = (text: string) => isTrusted(text, part)
  let forward: Int32Array | undefined
  let backward: Int32Array | undefined
  return {
    next: (text, from) => {
      if (trusts(text)) return text.indexOf(part, from)
      forward ??= borders(part, 1)
      return search(text, from, part, forward, 1)
    },
    last: (text, end) => {
      if (end < part.length) return -1
      if (trusts(text)) return text.lastIndexOf(part, end - part.length)
      backward ??= borders(part, -1)
      return search(text, end - 1, part, backward, -1)
    },
  }
}

type Direction = 1 | -1

/** For each beginning of the part: how long its longest beginning is that it also ends with (Knuth, Morris, Pratt). */
function borders(part: string, direction: Direction): Int32Array {
  const first = direction === 1 ? 0 : part.length - 1
  const table = new Int32Array(part.length)
  for (let at = 1, matched = 0; at < part.length; at += 1) {
    const code = part.charCodeAt(first + direction * at)
    while (matched > 0 && code !== part.charCodeAt(first + direction * matched))
      matched = table[matched - 1] ?? 0
    if (code === part.charCodeAt(first + direction * matched)) matched += 1
    table[at] = matched
  }
  return table
}

function search(text: string, from: number, part: string, table: Int32Array, direction: Direction): number {
  const first = direction === 1 ? 0 : part.length - 1
  let matched = 0
  for (let at = from; at >= 0 && at < text.length; at += direction) {
    const code = text.charCodeAt(at)
    while (matched > 0 && code !== part.charCodeAt(first + direction * matched))
      matched = table[matched - 1] ?? 0
    if (code === part.charCodeAt(first + direction * matched)) matched += 1
    if (matched === part.length) return direction === 1 ? at - part.length + 1 : at
  }
  return -1
}

/** Python's `text.split(part, limit)`; a limit below zero is none. */
export function splitBy(text: string, part: string, limit: number): string[] {
  if (limit < 0 && isTrusted(text, part)) return text.split(part)
  const find = finder(part)
  const parts: string[] = []
  let from = 0
  while (limit < 0 || parts.length < limit) {
    const at = find.next(text, from)
    if (at === -1) break
    parts.push(text.slice(from, at))
    from = at + part.length
  }
  parts.push(text.slice(from))
  return parts
}

/** Python's `text.rsplit(part, limit)`; a limit below zero is none. */
export function splitFromEndBy(text: string, part: string, limit: number): string[] {
  // A part of one character cannot overlap itself: the end one begins at makes no difference.
  if (limit < 0 && part.length === 1) return text.split(part)
  const find = finder(part)
  const parts: string[] = []
  let end = text.length
  while (limit < 0 || parts.length < limit) {
    const at = find.last(text, end)
    if (at === -1) break
    parts.push(text.slice(at + part.length, end))
    end = at
  }
  parts.push(text.slice(0, end))
  return parts.reverse()
}

/** How often the part occurs, places that overlap counted once. */
export function countOf(text: string, part: string): number {
  const find = finder(part)
  let count = 0
  for (let at = find.next(text, 0); at !== -1; at = find.next(text, at + part.length)) count += 1
  return count
}
