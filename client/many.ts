/** Assigns the results of a call with several items to the items. */
import { isDeepStrictEqual } from 'node:util'
import { type ActionError, phrase, type VendorFailure } from '../runtime/sdk/index.ts'
import { readEnvelope, refuse, unclear } from './envelope.ts'
import { groupByKey } from './failures.ts'
import type { Answer, Reply } from './types.ts'

/**
 * Returns one result per item, in the order of the items: `data` lists successes, `fail` lists refusals. Throws when the
 * call was refused as a whole.
 */
export function pair<T>(reply: Reply, items: object[]): Answer<T>[] {
  const { envelope, failures } = readEnvelope<T>(reply)
  const answers = new Map<number, Answer<T>>()
  const error = (group: VendorFailure[]): ActionError => refuse(reply, group, undefined)
  const open = (): number[] => items.flatMap((_, index) => (answers.has(index) ? [] : [index]))
  const fail = (index: number, error: ActionError): void => {
    answers.set(index, { item: items[index] ?? {}, ok: false, error })
  }

  const loose: VendorFailure[] = []
  for (const group of groupByKey(failures)) {
    const index = find(group[0]?.key, items, open())
    if (index === undefined) loose.push(...group)
    else fail(index, error(group))
  }
  for (const [index, value] of byPlace(envelope.data, items, open())) {
    answers.set(index, { item: items[index] ?? {}, ok: true, value })
  }
  // A refusal that names no item applies to the items without a result.
  const missing = (): ActionError => unclear(reply, phrase('it contains no result for this item'))
  for (const index of open()) fail(index, loose.length > 0 ? error(loose) : missing())
  return [...answers].sort(([one], [other]) => one - other).map(([, answer]) => answer)
}

/** The item that a key repeats. Mimecast adds defaults to the key, so it may have more fields than were sent. */
function find(key: unknown, items: object[], open: number[]): number | undefined {
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

/**
 * Assigns values to their items by id. If ids do not match, values are assigned by position: if there is a value for every
 * item, the one at an item's position is its own unless it names another item. Mimecast writes some ids in another form than
 * they were sent in.
 */
function byPlace<T>(values: T[], items: object[], open: number[]): [number, T][] {
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
