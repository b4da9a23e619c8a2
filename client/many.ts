/** Pairs the answers of a call with several items: `data` holds what was done, `fail` what was refused. */
import { isDeepStrictEqual } from 'node:util'
import { type ActionError, say, type VendorFailure } from '../runtime/sdk/index.ts'
import { readEnvelope, refuse, unclear } from './envelope.ts'
import { groupByKey } from './failures.ts'
import type { Answer, Reply } from './types.ts'

/** One answer per item, in the order of the items. Throws when the call was refused as a whole. */
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
  // A refusal that names no item stands for those that got no answer.
  const missing = (): ActionError => unclear(reply, say('it holds no answer for this item'))
  for (const index of open()) fail(index, loose.length > 0 ? error(loose) : missing())
  return [...answers].sort(([one], [other]) => one - other).map(([, answer]) => answer)
}

/** The item that a key repeats; Mimecast adds defaults to it, so more fields than were sent are fine. */
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
 * Values by the id they share with their item. By place only where ids say nothing, because one side has none: a row
 * that names an item nobody asked for must not stand for one that was asked for.
 */
function byPlace<T>(values: T[], items: object[], open: number[]): [number, T][] {
  const idOf = (thing: unknown): unknown => (thing as { id?: unknown } | null)?.id
  const named = open.flatMap((index): [number, T][] => {
    const id = idOf(items[index])
    const value = id === undefined ? undefined : values.find((row) => idOf(row) === id)
    return value === undefined ? [] : [[index, value]]
  })
  const known = (things: unknown[]): boolean => things.every((thing) => idOf(thing) !== undefined)
  const byId = named.length > 0 || (known(values) && known(open.map((index) => items[index])))
  if (byId || values.length !== open.length) return named
  return values.flatMap((value, place): [number, T][] => {
    const index = open[place]
    return index === undefined ? [] : [[index, value]]
  })
}
