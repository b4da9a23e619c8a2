/** Assigns the results in one response to the items of the call. */
import { isDeepStrictEqual } from 'node:util'
import type { ActionError } from '../../contract/errors.ts'
import type { VendorFailure } from '../../contract/result.ts'
import type { ItemResult } from './many.ts'

/** A response to a call with several items: successes and refusals in lists of their own. */
export interface BulkAnswer<T> {
  values: readonly T[]
  /** A failure with a `key` concerns the item that the key repeats; one without a key, every item that has no result. */
  failures: readonly VendorFailure[]
}

/** Creates the errors of items. */
export interface BulkErrors {
  /** The vendor refused the item, for these reasons. */
  refused(failures: VendorFailure[]): ActionError
  /** The response does not mention the item. */
  missing(): ActionError
}

/**
 * Returns one result per item, in the order of the items. A value belongs to the item with the same `id`; if ids do not
 * match, values are assigned by position: if there is a value for every item, the one at an item's position is its own
 * unless it names another item. Some vendors write ids in another form than they were sent in.
 */
export function pairResults<I extends object, T>(
  items: readonly I[],
  { values, failures }: BulkAnswer<T>,
  { refused, missing }: BulkErrors,
): ItemResult<I, T>[] {
  const results = new Map<number, ItemResult<I, T>>()
  const open = (): number[] => items.flatMap((_, index) => (results.has(index) ? [] : [index]))
  const fail = (index: number, error: ActionError): void => {
    results.set(index, { item: items[index] as I, ok: false, error })
  }

  const loose: VendorFailure[] = []
  for (const group of groupByKey(failures)) {
    const index = find(group[0]?.key, items, open())
    if (index === undefined) loose.push(...group)
    else fail(index, refused(group))
  }
  for (const [index, value] of byPlace(values, items, open())) {
    results.set(index, { item: items[index] as I, ok: true, value })
  }
  // A refusal that names no item applies to the items without a result.
  for (const index of open()) fail(index, loose.length > 0 ? refused(loose) : missing())
  return [...results].sort(([one], [other]) => one - other).map(([, result]) => result)
}

/** Groups the entries that belong to the same item. */
function groupByKey(failures: readonly VendorFailure[]): VendorFailure[][] {
  return [...Map.groupBy(failures, ({ key }) => key).values()]
}

/** The item that a key repeats. Vendors add defaults to the key, so it may have more fields than were sent. */
function find(key: unknown, items: readonly object[], open: number[]): number | undefined {
  if (key === undefined) return undefined
  const sent = (index: number): unknown => JSON.parse(JSON.stringify(items[index]))
  return (
    open.find((index) => isDeepStrictEqual(sent(index), key)) ??
    open.find((index) => covers(key, sent(index)))
  )
}

function covers(key: unknown, item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return key === item
  if (typeof key !== 'object' || key === null || Array.isArray(key) !== Array.isArray(item)) return false
  if (Array.isArray(item)) return isDeepStrictEqual(key, item)
  return Object.entries(item).every(([name, value]) => covers((key as Record<string, unknown>)[name], value))
}

function byPlace<T>(values: readonly T[], items: readonly object[], open: number[]): [number, T][] {
  const asked = new Set(open.map((index) => idOf(items[index])))
  return open.flatMap((index, place): [number, T][] => {
    const id = idOf(items[index])
    const named = id === undefined ? undefined : values.find((row) => idOf(row) === id)
    if (named !== undefined) return [[index, named]]
    const placed = values.length === open.length ? values[place] : undefined
    const isOther = idOf(placed) !== undefined && asked.has(idOf(placed))
    return placed === undefined || isOther ? [] : [[index, placed]]
  })
}

const idOf = (thing: unknown): unknown => (thing as { id?: unknown } | null | undefined)?.id
