/** Functions in placeholders: `[Step.JsonResult| "rows.id" | First(2)]`. Source: docs/platforms/secops-step.md#functions. */
import { isRecord, type Json } from '../../../contract/json.ts'
import { dataText } from '../../../safety/plain-data.ts'

/** One function with its arguments. */
export interface Pipe {
  name: string
  args: string[]
}

/** What cannot be done, as the end of a sentence about the placeholder. */
export class PipeFault extends Error {}

type Work = (values: Json[], args: readonly string[]) => Json[]

const works: Readonly<Record<string, { args: [least: number, most: number]; work: Work }>> = {
  first: { args: [0, 1], work: (values, [n]) => values.slice(0, count(n)) },
  last: { args: [0, 1], work: (values, [n]) => values.slice(Math.max(0, values.length - count(n))) },
  count: { args: [0, 0], work: (values) => [values.length] },
  min: { args: [0, 0], work: (values) => [...values].sort(compare).slice(0, 1) },
  max: { args: [0, 0], work: (values) => [...values].sort(compare).slice(-1) },
  filter: {
    args: [3, 3],
    work: (values, [key = '', sign = '', text = '']) => filter(values, key, sign, text),
  },
  orderby: { args: [1, 2], work: (values, [key = '', way]) => order(values, key, way) },
  tolower: {
    args: [0, 0],
    work: (values) => values.map((value) => onText(value, (text) => text.toLowerCase())),
  },
  toupper: {
    args: [0, 0],
    work: (values) => values.map((value) => onText(value, (text) => text.toUpperCase())),
  },
  replace: {
    args: [2, 2],
    work: (values, [old = '', by = '']) =>
      values.map((value) => onText(value, (text) => text.replaceAll(old, by))),
  },
}

/** Applies one function. Throws a PipeFault for one that does not exist or whose arguments do not fit. */
export function applyPipe(values: Json[], { name, args }: Pipe): Json[] {
  const known = name.toLowerCase()
  const found = Object.hasOwn(works, known) ? works[known] : undefined
  // DateFormat exists on the platform; the language of its formats is in no document.
  if (!found) throw new PipeFault(`there is no function ${name}; known are ${KNOWN}`)
  const [least, most] = found.args
  if (args.length < least || args.length > most) {
    const wanted = least === most ? `${least}` : `${least} to ${most}`
    throw new PipeFault(`${name} takes ${wanted} arguments; got ${args.length}`)
  }
  return found.work(values, args)
}

const KNOWN = 'First, Last, Count, Min, Max, Filter, OrderBy, toLower, toUpper, replace'

function count(text = '1'): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new PipeFault(`a number of values is needed; got ${JSON.stringify(text.slice(0, 40))}`)
}

const onText = (value: Json, change: (text: string) => string): Json =>
  typeof value === 'string' ? change(value) : value

const member = (value: Json, key: string): Json =>
  isRecord(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null

const isNumber = (value: Json): boolean =>
  typeof value === 'number' || (typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value))

/** Numbers by size, also those dataText as text; everything else by its text. */
function compare(a: Json, b: Json): number {
  if (isNumber(a) && isNumber(b)) return Number(a) - Number(b)
  const [one, other] = [dataText(a), dataText(b)]
  return one < other ? -1 : one > other ? 1 : 0
}

const SIGNS: Readonly<Record<string, (value: Json, text: string) => boolean>> = {
  '=': (value, text) => compare(value, text) === 0,
  '==': (value, text) => compare(value, text) === 0,
  '!=': (value, text) => compare(value, text) !== 0,
  '>': (value, text) => compare(value, text) > 0,
  '>=': (value, text) => compare(value, text) >= 0,
  '<': (value, text) => compare(value, text) < 0,
  '<=': (value, text) => compare(value, text) <= 0,
  contains: (value, text) => dataText(value).includes(text),
}

function filter(values: Json[], key: string, sign: string, text: string): Json[] {
  const fits = Object.hasOwn(SIGNS, sign) ? SIGNS[sign] : undefined
  if (!fits)
    throw new PipeFault(`Filter compares with ${Object.keys(SIGNS).join(' ')}; got ${JSON.stringify(sign)}`)
  return values.filter((value) => fits(member(value, key), text))
}

function order(values: Json[], key: string, way = 'ASC'): Json[] {
  if (!/^(?:asc|desc)$/i.test(way))
    throw new PipeFault(`OrderBy goes ASC or DESC; got ${JSON.stringify(way)}`)
  const sorted = [...values].sort((a, b) => compare(member(a, key), member(b, key)))
  return /^desc$/i.test(way) ? sorted.reverse() : sorted
}
