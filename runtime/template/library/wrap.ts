/** Wraps text as Python's `textwrap` does. */
import { raise } from '../errors.ts'
import { letters, tick } from '../meter.ts'
import { isBlank, knownFlat, lazyPattern, lengthOfText, skip } from '../values/text.ts'
import type { Run } from '../values/values.ts'

interface Rule {
  readonly width: number
  /** The width is an int: a float can be compared with lengths, but nothing can be cut at it. */
  readonly whole: boolean
  readonly breakWords: boolean
  readonly hyphens: boolean
}

const BLANK = '\\t\\n\\x0b\\f\\r '
const WORD = '[\\p{L}\\p{N}_!"\'&.,?]'
const LETTER = '(?!\\p{Nd})[\\p{L}\\p{N}_]'
const CHUNK = lazyPattern(
  () =>
    new RegExp(
      `[${BLANK}]+|(?<=${WORD})-{2,}(?=[\\p{L}\\p{N}_])|[^${BLANK}]+?(?:-(?:(?<=(?:${LETTER}){2}-)|(?<=(?:${LETTER})-(?:${LETTER})-))(?=(?:${LETTER})-?(?:${LETTER}))|(?=[${BLANK}]|$)|(?<=${WORD})(?=-{2,}[\\p{L}\\p{N}_]))`,
      'gu',
    ),
)
const SIMPLE = new RegExp(`[${BLANK}]+|[^${BLANK}]+`, 'g')
/** A word without hyphens is one chunk: most are, and the pattern for the others is slow. */
const PLAIN = new RegExp(`[${BLANK}]+|[^${BLANK}-]+(?=[${BLANK}]|$)`, 'y')

/** Finds where the chunk that begins at a place ends: words, runs of blanks, and the parts of words between hyphens. */
function chunker(line: string, hyphens: boolean): (at: number) => number {
  return (at) => {
    for (const pattern of hyphens ? [PLAIN, CHUNK()] : [SIMPLE]) {
      pattern.lastIndex = at
      if (pattern.test(line)) return pattern.lastIndex
    }
    return line.length
  }
}

/**
 * Python's `textwrap.wrap` of one line, tabs and white space kept as they are: line by line. The chunks of a line follow each
 * other, so a line is known by where it begins and ends.
 */
export function* wrap(run: Run, line: string, rule: Rule): Generator<string> {
  if (rule.width <= 0) raise(`ValueError: invalid width ${rule.width} (must be > 0)`)
  letters(run, line.length)
  const flat = knownFlat(run, line)
  const fits = (from: number, to: number, room: number) =>
    flat ? to - from <= room : skip(line, from, room) >= to
  const size = (from: number, to: number) => (flat ? to - from : lengthOfText(line.slice(from, to)))
  const blank = (from: number, to: number) => from === to || isBlank(line.slice(from, to))
  const endOf = chunker(line, rule.hyphens)
  let at = 0
  let end = endOf(0)
  let first = true
  const advance = () => {
    at = end
    end = at < line.length ? endOf(at) : at
  }
  while (at < line.length) {
    tick(run)
    if (!first && blank(at, end)) advance()
    const start = at
    let last = at
    let length = 0
    while (at < line.length && fits(at, end, rule.width - length)) {
      length += size(at, end)
      last = at
      advance()
    }
    if (at < line.length && !fits(at, end, rule.width)) {
      if (rule.breakWords) {
        if (!rule.whole && rule.width >= 1)
          raise('TypeError: slice indices must be integers or None or have an __index__ method')
        last = at
        at = cut(line, at, end, rule, rule.width < 1 ? 1 : rule.width - length, flat)
      } else if (at === start) {
        last = at
        advance()
      }
    }
    const close = blank(last, at) ? last : at
    if (close === start) continue
    first = false
    yield line.slice(start, close)
  }
}

/** Where a chunk longer than a line is cut: where the line ends, or after a hyphen before that. */
function cut(line: string, at: number, end: number, rule: Rule, room: number, flat: boolean): number {
  const edge = Math.min(end, flat ? at + room : skip(line, at, room))
  if (!rule.hyphens) return edge
  const piece = line.slice(at, edge)
  const hyphen = piece.lastIndexOf('-')
  return hyphen > 0 && /[^-]/.test(piece.slice(0, hyphen)) ? at + hyphen + 1 : edge
}
