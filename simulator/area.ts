/**
 * Declares the calls of one product area: handlers, and reads that filter, order, page and wrap rows.
 *
 * An area without memory reads recorded answers; one with memory keeps its objects in a table of the tenant.
 */
import type { Call, Listing, Product, Route } from './call.ts'
import { SECOND } from './dates.ts'
import { isRefusal, type Refusal } from './envelope.ts'
import { date, type Fields } from './fields.ts'
import { cutPage } from './paging.ts'
import { STORY_END } from './tenant/story.ts'
import type { SeedableLog, Tenant } from './tenant/tenant.ts'
import type { JsonObject } from './types.ts'

/** The calls of an area by path. */
export type Routes = Readonly<Record<string, Route>>

/** One call: its product, the fewest and most items, their fields, and the handler of one item. */
export const route = (
  product: Product,
  items: readonly [number, number],
  fields: Fields,
  run: Route['run'],
  rest: Pick<Route, 'only' | 'before'> = {},
): Route => ({ product, items, fields, run, ...rest })

/** What a read returns. */
export interface Reading<T extends JsonObject> {
  rows(call: Call, item: JsonObject): readonly T[]
  /** Whether a row fits the item; default all. */
  fits?: (row: T, item: JsonObject, call: Call) => boolean
  /** Number by which rows are sorted, smallest first; default as they are. */
  order?: (row: T, item: JsonObject) => number
  /** Name of the list inside `data[0]`; default: rows are directly in `data`. */
  wrap?: string
  /** What `data[0]` has beside the list. */
  beside?: (rows: readonly T[]) => JsonObject
  /** Refuses an item. */
  refuse?: (item: JsonObject) => Refusal | undefined
}

/** A handler that returns one page of the rows that fit. */
export const reading =
  <T extends JsonObject>({ rows, fits, order, wrap, beside, refuse }: Reading<T>): Route['run'] =>
  (item, call) => {
    const refused = refuse?.(item)
    if (refused) return refused
    const found = rows(call, item).filter((row) => fits?.(row, item, call) ?? true)
    if (order) found.sort((a, b) => order(a, item) - order(b, item))
    return paged(found, call, (page) => (wrap === undefined ? page : [{ ...beside?.(found), [wrap]: page }]))
  }

/** One page of rows, and the paging that goes with it. */
export function paged(
  rows: readonly JsonObject[],
  { page }: Pick<Call, 'page'>,
  wrapped: (rows: JsonObject[]) => unknown[] = (own) => own,
): Listing | Refusal {
  const cut = cutPage(
    rows.map((row, order) => ({ row, place: [order, 0] as const })),
    page,
  )
  if (isRefusal(cut)) return cut
  const { pageSize, next } = cut.pagination
  return {
    list: wrapped(cut.rows.map(({ row }) => row)),
    pagination: { pageSize, totalCount: rows.length, ...(next === undefined ? {} : { next }) },
  }
}

/** Whether the time of a row is in the window of an item; an open end does not restrict. */
export function inWindow(item: JsonObject, time: unknown, from = 'start', to = 'end'): boolean {
  const at = typeof time === 'string' ? Date.parse(time.replace(/\+0000$/, 'Z')) : Number.NaN
  const [start, end] = [date(item, from), date(item, to)]
  return !(start !== undefined && at < start) && !(end !== undefined && at > end)
}

/** Recorded rows of a log, and those that were added to it: of rows with the same key, the one that was added last. */
export function rowsOf(
  tenant: Tenant,
  log: SeedableLog,
  recorded: readonly JsonObject[],
  keyOf: (row: JsonObject) => unknown,
): JsonObject[] {
  const rows = [...placed(recorded, tenant), ...(tenant.rows.get(log) ?? [])]
  return [...new Map(rows.map((row, order) => [keyOf(row) ?? order, row])).values()]
}

/** A time in any of the forms in which answers have them. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/

/** Recorded data whose times move with the story, so that it is as old as the rest of the tenant. */
export function placed<T>(recorded: T, { anchor }: Pick<Tenant, 'anchor'>): T {
  const shift = Math.floor(anchor / SECOND) * SECOND - STORY_END
  const move = (value: unknown): unknown => {
    if (typeof value === 'string' && TIME.test(value)) {
      const moved = new Date(Date.parse(`${value.slice(0, 19)}Z`) + shift)
      return `${moved.toISOString().slice(0, 19)}${value.slice(19)}`
    }
    if (Array.isArray(value)) return value.map(move)
    return typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, move(part)]))
      : value
  }
  return shift === 0 ? recorded : (move(recorded) as T)
}

/** The rows of a log, and those that were put into it. */
export const withSeeded = <T extends JsonObject>(
  { rows }: Pick<Tenant, 'rows'>,
  log: SeedableLog,
  own: readonly T[],
): T[] => [...own, ...((rows.get(log) ?? []) as readonly T[])]

/** A table of the tenant by name, filled with its seed on first use after a reset. */
export function tableOf<T extends { id: string }>(
  tenant: Tenant,
  name: string,
  seed: () => readonly T[] = () => [],
): Map<string, T> {
  const known = tenant.tables.get(name)
  if (known) return known as unknown as Map<string, T>
  const made = new Map(seed().map((row) => [row.id, row]))
  tenant.tables.set(name, made as unknown as Map<string, JsonObject>)
  return made
}
