/** Sorts the entries of dicts by keys that are texts. */
import { scan, tick } from '../meter.ts'
import { compareText } from './compare.ts'
import type { Run, Value } from './values.ts'

export type Entry = readonly [key: Value, value: Value]

/** Sorts entries by their keys; `undefined` where a key is not text. */
export type SortEntries = (run: Run, entries: readonly Entry[]) => Entry[] | undefined

/** Creates a function that keeps the order of the keys it sorted last: rows of a list mostly have the same keys. */
export function keySorter(): SortEntries {
  let known: readonly string[] = []
  let order: readonly number[] = []
  const isKnown = (run: Run, keys: readonly string[]): boolean =>
    keys.length === known.length &&
    keys.every((key, at) => {
      scan(run, key.length)
      return key === known[at]
    })
  return (run, entries) => {
    tick(run, entries.length)
    const keys = entries.map(([key]) => key)
    if (!keys.every((key) => typeof key === 'string')) return undefined
    if (!isKnown(run, keys)) {
      order = keys.map((_, at) => at).sort((a, b) => compareText(run, keys[a] ?? '', keys[b] ?? ''))
      known = keys
    }
    return order.map((at) => entries[at] as Entry)
  }
}
