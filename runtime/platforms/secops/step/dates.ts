/**
 * Dates in placeholders: DateFormat and toUnixtime.
 *
 * Source: docs/platforms/secops-step.md#dates.
 */
import { PipeFault } from './fault.ts'

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'afternoon' | 'ignored'

/** The input of a specifier: digits, or one of some names. */
interface Specifier {
  part: Part
  /** Minimum and maximum number of digits. */
  digits?: [number, number]
  names?: readonly string[]
}

/** Parts of a .NET custom date and time format string that identify a point in time. */
const SPECIFIERS: ReadonlyMap<string, Specifier> = new Map<string, Specifier>([
  ['yyyy', { part: 'year', digits: [4, 4] }],
  ['MMMM', { part: 'month', names: MONTHS }],
  ['MMM', { part: 'month', names: MONTHS.map((month) => month.slice(0, 3)) }],
  ['MM', { part: 'month', digits: [2, 2] }],
  ['M', { part: 'month', digits: [1, 2] }],
  ['dd', { part: 'day', digits: [2, 2] }],
  ['d', { part: 'day', digits: [1, 2] }],
  ['HH', { part: 'hour', digits: [2, 2] }],
  ['H', { part: 'hour', digits: [1, 2] }],
  ['hh', { part: 'hour', digits: [2, 2] }],
  ['h', { part: 'hour', digits: [1, 2] }],
  ['mm', { part: 'minute', digits: [2, 2] }],
  ['m', { part: 'minute', digits: [1, 2] }],
  ['ss', { part: 'second', digits: [2, 2] }],
  ['s', { part: 'second', digits: [1, 2] }],
  ['tt', { part: 'afternoon', names: ['AM', 'PM'] }],
  ...[1, 2, 3, 4, 5, 6, 7].map((n): [string, Specifier] => [
    'f'.repeat(n),
    { part: 'ignored', digits: [n, n] },
  ]),
])

type Token = { literal: string } | { specifier: Specifier }

/**
 * Splits a pattern into parts. Letters that are neither specifiers nor T or Z need quotes; otherwise a typo would pass as
 * text.
 */
function tokensOf(pattern: string): Token[] {
  const pieces = pattern.match(/'[^']*'|"[^"]*"|\\.|([A-Za-z])\1*|[^A-Za-z'"\\]+|./gsu) ?? []
  return pieces.map((piece): Token => {
    const specifier = SPECIFIERS.get(piece)
    if (specifier) return { specifier }
    if (/^\\./su.test(piece)) return { literal: piece.slice(1) }
    if (/^(?:'.*'|".*")$/su.test(piece)) return { literal: piece.slice(1, -1) }
    if (/^[TZ]$/.test(piece) || !/^[A-Za-z'"\\]/.test(piece)) return { literal: piece }
    const known = [...SPECIFIERS.keys()].filter((key) => !/^ff/.test(key)).join(', ')
    throw new PipeFault(`DateFormat reads ${known}, and other letters in quotes; got ${piece.slice(0, 40)}`)
  })
}

/**
 * Parses a date with a pattern, and writes it as 2024-07-20 10:00:00. The pattern may omit a `Z` at the end of the date.
 * Throws a PipeFault if the date does not fit the pattern.
 */
export function readDate(text: string, pattern: string): string {
  const tokens = tokensOf(pattern)
  const misfit = () =>
    new PipeFault(
      `${JSON.stringify(text.slice(0, 60))} is not a date in the pattern ${JSON.stringify(pattern.slice(0, 60))}`,
    )
  const parts = new Map<Part, number>()
  let rest = text.trim()
  for (const token of tokens) {
    const taken = 'literal' in token ? takeLiteral(rest, token.literal) : take(rest, token.specifier)
    if (!taken) throw misfit()
    if ('specifier' in token) parts.set(token.specifier.part, taken.value)
    rest = rest.slice(taken.length)
  }
  const [year, month, day] = (['year', 'month', 'day'] as const).map((part) => parts.get(part))
  if (year === undefined || month === undefined || day === undefined)
    throw new PipeFault(
      `a pattern of DateFormat must have year, month and day; got ${JSON.stringify(pattern.slice(0, 60))}`,
    )
  const clock = hoursOf(parts)
  if (!/^Z?$/.test(rest) || clock === undefined) throw misfit()
  const moment = new Date(0)
  moment.setUTCFullYear(year, month - 1, day)
  if (month < 1 || month > 12 || moment.getUTCMonth() !== month - 1 || moment.getUTCDate() !== day)
    throw misfit()
  return `${moment.toISOString().slice(0, 10)} ${clock}`
}

interface Taken {
  length: number
  value: number
}

const takeLiteral = (text: string, literal: string): Taken | undefined =>
  text.startsWith(literal) ? { length: literal.length, value: 0 } : undefined

function take(text: string, { digits, names = [] }: Specifier): Taken | undefined {
  if (digits) {
    const [found = ''] = /^\d*/.exec(text.slice(0, digits[1])) ?? []
    return found.length < digits[0] ? undefined : { length: found.length, value: Number(found) }
  }
  const index = names.findIndex((name) => text.toLowerCase().startsWith(name.toLowerCase()))
  return index < 0
    ? undefined
    : { length: names[index]?.length ?? 0, value: index + (names.length > 2 ? 1 : 0) }
}

/** The time of day as text; undefined if it is invalid. */
function hoursOf(parts: ReadonlyMap<Part, number>): string | undefined {
  const [hour = 0, minute = 0, second = 0] = (['hour', 'minute', 'second'] as const).map((part) =>
    parts.get(part),
  )
  const afternoon = parts.get('afternoon')
  if (afternoon !== undefined && (hour < 1 || hour > 12)) return undefined
  const full = afternoon === undefined ? hour : (hour % 12) + afternoon * 12
  if (full > 23 || minute > 59 || second > 59) return undefined
  return [full, minute, second].map((one) => String(one).padStart(2, '0')).join(':')
}

const STAMP = /^(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|[+-]\d\d:?\d\d)$/i

/** Seconds since 1970 of a date and time with its zone, such as 2014/03/12T13:37:27Z. Throws a PipeFault for any other text. */
export function unixTime(text: string): number {
  const [, year, month, day, clock, zone = ''] = STAMP.exec(text.trim()) ?? []
  const offset = zone.toUpperCase().replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2')
  const at = Date.parse(`${year}-${month}-${day}T${clock}${offset}`)
  if (Number.isFinite(at)) return Math.floor(at / 1000)
  throw new PipeFault(
    `toUnixtime needs a date and time with a time zone, such as 2014-03-12T13:37:27+01:00; got ${JSON.stringify(text.slice(0, 60))}`,
  )
}
