import { raise } from '../errors.ts'
import { type Run, tick } from '../values/meter.ts'
import { codePoints, isFlat, lazyPattern } from '../values/text.ts'

interface Rule {
  readonly width: number
  readonly breakWords: boolean
  readonly hyphens: boolean
}

/** Python's `textwrap.wrap` of one line, tabs and white space kept as they are. */
export function wrap(run: Run, line: string, rule: Rule): string[] {
  if (rule.width <= 0) raise(`ValueError: invalid width ${rule.width} (must be > 0)`)
  return fill(run, chunksOf(run, line, rule.hyphens), rule)
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

/** Words, runs of blanks, and the parts of words between hyphens. */
function chunksOf(run: Run, line: string, hyphens: boolean): string[] {
  tick(run, line.length)
  return line.match(hyphens ? CHUNK() : SIMPLE) ?? []
}

function size(text: string): number {
  return isFlat(text) ? text.length : codePoints(text).length
}

function fill(run: Run, source: readonly string[], rule: Rule): string[] {
  const chunks = [...source].reverse()
  const lines: string[] = []
  while (chunks.length > 0) {
    tick(run)
    const current: string[] = []
    let length = 0
    if (lines.length > 0 && isBlankChunk(chunks.at(-1) ?? '')) chunks.pop()
    for (
      let next = chunks.at(-1);
      next !== undefined && length + size(next) <= rule.width;
      next = chunks.at(-1)
    ) {
      current.push(next)
      length += size(next)
      chunks.pop()
    }
    const next = chunks.at(-1)
    if (next !== undefined && size(next) > rule.width) {
      splitLong(chunks, current, length, rule)
      length = current.reduce((sum, chunk) => sum + size(chunk), 0)
    }
    if (current.length > 0 && isBlankChunk(current.at(-1) ?? '')) current.pop()
    if (current.length > 0) lines.push(current.join(''))
  }
  return lines
}

/** A chunk longer than a line: cut where the line ends, after a hyphen if there is one, or kept whole on a line of its own. */
function splitLong(chunks: string[], current: string[], length: number, rule: Rule): void {
  const room = rule.width < 1 ? 1 : rule.width - length
  const chunk = codePoints(chunks.at(-1) ?? '')
  if (rule.breakWords) {
    let end = room
    if (rule.hyphens && chunk.length > room) {
      const hyphen = chunk.lastIndexOf('-', room - 1)
      if (hyphen > 0 && chunk.slice(0, hyphen).some((char) => char !== '-')) end = hyphen + 1
    }
    current.push(chunk.slice(0, end).join(''))
    chunks[chunks.length - 1] = chunk.slice(end).join('')
  } else if (current.length === 0) current.push(chunks.pop() ?? '')
}

function isBlankChunk(chunk: string): boolean {
  return chunk.trim() === ''
}
