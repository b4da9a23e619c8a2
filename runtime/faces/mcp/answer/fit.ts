/** Selects the part of a result that fits into the budget of one answer. */
import { isRecord, type Json } from '../../../contract/json.ts'

/** What is delivered of some rows. */
export interface Fitted {
  rows: Json[]
  /** Whether values of a row were cut, because the row alone exceeds the budget. */
  isCut: boolean
}

/** Lengths to which texts are cut, the longest that fits; lists are cut to a tenth of them. */
const LENGTHS = [4_000, 2_000, 1_000, 500, 200, 100]
const SHORTEST = 40

/** The first rows that fit into so many characters of JSON; at least one, with its values cut if needed. */
export function fitRows(rows: readonly Json[], most: number): Fitted {
  let left = most
  const end = rows.findIndex((row) => {
    left -= sizeOf(row) + 1
    return left < 0
  })
  if (end < 0) return { rows: [...rows], isCut: false }
  if (end > 0) return { rows: rows.slice(0, end), isCut: false }
  return { rows: rows.slice(0, 1).map((row) => fitValue(row, most)), isCut: true }
}

/** A copy of a value with texts and lists cut until it fits. A value of very many fields may still be larger. */
export function fitValue(value: Json, most: number): Json {
  if (sizeOf(value) <= most) return value
  const shortest = cut(value, SHORTEST)
  if (sizeOf(shortest) > most) return shortest
  for (const length of LENGTHS) {
    const copy = cut(value, length)
    if (sizeOf(copy) <= most) return copy
  }
  return shortest
}

function cut(value: Json, length: number): Json {
  if (typeof value === 'string') return cutText(value, length)
  if (Array.isArray(value)) return value.slice(0, length / 10).map((item) => cut(item, length))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cut(inner, length)]))
}

/** Cuts text and adds its length. */
export const cutText = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length).toWellFormed()}… (${text.length} characters)` : text

/** Length of the JSON in characters. */
export const sizeOf = (value: Json): number => JSON.stringify(value).length
