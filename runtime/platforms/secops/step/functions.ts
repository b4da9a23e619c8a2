/**
 * Functions in placeholders: `[Step.JsonResult| "rows.id" | First(2)]`.
 *
 * Source: docs/platforms/secops-step.md#functions.
 */
import { isRecord, type Json } from '../../../contract/json.ts'
import { dataText } from '../../../safety/plain-data.ts'
import { pythonJson, pythonText } from '../../python.ts'
import { compare, member, signOf } from './compare.ts'
import { readDate, unixTime } from './dates.ts'
import { PipeFault } from './fault.ts'

/** One function with its arguments. */
export interface Pipe {
  name: string
  args: string[]
}

type Work = (values: Json[], args: readonly string[]) => Json[]

interface Function {
  /** Spelled as on the platform's page. */
  name: string
  args: [least: number, most: number]
  work: Work
}

/** Changes each text; other values are unchanged. */
const onTexts =
  (change: (text: string, args: readonly string[]) => string): Work =>
  (values, args) =>
    values.map((value) => (typeof value === 'string' ? change(value, args) : value))

const FUNCTIONS: readonly Function[] = [
  { name: 'First', args: [0, 1], work: (values, [n]) => values.slice(0, count(n)) },
  { name: 'Last', args: [0, 1], work: (values, [n]) => values.slice(Math.max(0, values.length - count(n))) },
  { name: 'Count', args: [0, 0], work: (values) => [values.length] },
  { name: 'Min', args: [0, 1], work: (values, [key]) => ranked(values, key).slice(0, 1) },
  { name: 'Max', args: [0, 1], work: (values, [key]) => ranked(values, key).slice(-1) },
  {
    name: 'Filter',
    args: [3, 3],
    work: (values, [key = '', sign = '', text = '']) => {
      const fits = signOf('Filter', sign)
      return values.filter((value) => fits(member(value, key), text))
    },
  },
  { name: 'OrderBy', args: [1, 2], work: (values, [key = '', way]) => order(values, key, way) },
  { name: 'Distinct', args: [0, 0], work: (values) => distinct(values) },
  { name: 'getByIndex', args: [1, 1], work: (values, [list = '']) => byIndex(values, list) },
  {
    name: 'setIfEmpty',
    args: [1, 1],
    work: (values, [instead = '']) => (values.every(isEmpty) ? [instead] : values),
  },
  {
    name: 'ifThenElse',
    args: [4, 4],
    work: (values, [sign = '', text = '', yes = '', no = '']) => {
      const fits = signOf('ifThenElse', sign)
      return values.map((value) => (fits(value, text) ? yes : no))
    },
  },
  { name: 'toLower', args: [0, 0], work: onTexts((text) => text.toLowerCase()) },
  { name: 'toUpper', args: [0, 0], work: onTexts((text) => text.toUpperCase()) },
  { name: 'Replace', args: [2, 2], work: onTexts((text, [old = '', by = '']) => replace(text, old, by)) },
  { name: 'trim', args: [0, 0], work: onTexts((text) => text.trim()) },
  { name: 'trimChars', args: [1, 1], work: onTexts((text, [chars = '']) => trimChars(text, chars)) },
  {
    name: 'substring',
    args: [1, 2],
    work: (values, [start, end]) =>
      values.map((value) =>
        plainText(value).slice(position(start), end === undefined ? undefined : position(end)),
      ),
  },
  {
    name: 'split',
    args: [1, 1],
    work: (values, [by = '']) =>
      values.flatMap((value): Json[] => (typeof value === 'string' ? split(value, by) : [value])),
  },
  { name: 'join', args: [1, 1], work: (values, [by = '']) => [values.map(plainText).join(by)] },
  {
    name: 'incrementValue',
    args: [0, 1],
    work: (values, [by]) => values.map((value) => increment(value, by)),
  },
  {
    name: 'DateFormat',
    args: [1, 1],
    work: (values, [pattern = '']) => values.map((value) => readDate(plainText(value), pattern)),
  },
  { name: 'toUnixtime', args: [0, 0], work: (values) => values.map((value) => unixTime(plainText(value))) },
]

const byName = new Map(FUNCTIONS.map((one) => [one.name.toLowerCase(), one]))

/** Whether a function provides a value if there is none. */
export const isRescue = (pipe: object): boolean =>
  'name' in pipe && String(pipe.name).toLowerCase() === 'setifempty'

/** Whether a function of this name exists, in any letter case. */
export const isFunction = (name: string): boolean => byName.has(name.toLowerCase())

/** Applies one function. Throws a PipeFault for one that does not exist or whose arguments do not fit. */
export function applyPipe(values: Json[], { name, args }: Pipe): Json[] {
  const found = byName.get(name.toLowerCase())
  if (!found) {
    const known = FUNCTIONS.map((one) => one.name).join(', ')
    throw new PipeFault(`unknown function ${name}; use one of ${known}`)
  }
  const [least, most] = found.args
  if (args.length < least || args.length > most) {
    const wanted = least === most ? `${least}` : `${least} to ${most}`
    throw new PipeFault(`${name} takes ${wanted} arguments; got ${args.length}`)
  }
  return found.work(values, args)
}

/** One value as a script sees it. */
export const plainText = (value: Json): string =>
  value === null || typeof value !== 'object' ? pythonText(value) : pythonJson(value)

const count = (text = '1'): number => wholeNumber(text, 'a number of values')

function wholeNumber(text: string, what: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new PipeFault(`${what} is needed; got ${JSON.stringify(text.slice(0, 40))}`)
}

const position = (text = '0'): number => wholeNumber(text, 'a position, counted from 0,')

const isEmpty = (value: Json): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.every(isEmpty))

/** In ascending order, of those that have the key. */
function ranked(values: Json[], key: string | undefined): Json[] {
  if (key === undefined) return values.toSorted(compare)
  const having = values.filter((value) => member(value, key) !== null)
  if (values.length > 0 && having.length === 0)
    throw new PipeFault(`no entry has ${JSON.stringify(key.slice(0, 100))}`)
  return having.toSorted((a, b) => compare(member(a, key), member(b, key)))
}

function order(values: Json[], key: string, way = 'ASC'): Json[] {
  if (!/^(?:asc|desc)$/i.test(way))
    throw new PipeFault(`OrderBy must be ASC or DESC; got ${JSON.stringify(way.slice(0, 40))}`)
  const sorted = values.toSorted((a, b) => compare(member(a, key), member(b, key)))
  return /^desc$/i.test(way) ? sorted.reverse() : sorted
}

function distinct(values: Json[]): Json[] {
  const seen = new Set<string>()
  return values.filter((value) => {
    const before = seen.size
    return seen.add(canonical(value)).size > before
  })
}

/** The same text for objects with the same fields, in any order. */
const canonical = (value: Json): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    isRecord(inner) ? Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)) : inner,
  )

function byIndex(values: Json[], list: string): Json[] {
  return list.split(',').map((text) => {
    const index = position(text.trim())
    const value = values[index]
    if (value !== undefined) return value
    throw new PipeFault(
      `there is no entry ${index}; the last of the ${values.length} entries is ${values.length - 1}`,
    )
  })
}

const replace = (text: string, old: string, by: string): string =>
  old === '' ? text : text.replaceAll(old, () => by)

const split = (text: string, by: string): string[] => (by === '' ? [text] : text.split(by))

/** White space is always removed, as on the platform. */
function trimChars(text: string, chars: string): string {
  const goes = (char: string | undefined) =>
    char !== undefined && (chars.includes(char) || char.trim() === '')
  let [start, end] = [0, text.length]
  while (start < end && goes(text[start])) start++
  while (end > start && goes(text[end - 1])) end--
  return text.slice(start, end)
}

function increment(value: Json, by = '1'): number {
  const [number, step] = [value, by].map((one) => Number(dataText(one).trim() || 'nothing'))
  const sum = (number ?? Number.NaN) + (step ?? Number.NaN)
  if (Number.isFinite(sum) && Math.abs(sum) <= Number.MAX_SAFE_INTEGER) return sum
  throw new PipeFault(
    `incrementValue adds numbers; got ${dataText(value).slice(0, 40)} and ${by.slice(0, 40)}`,
  )
}
