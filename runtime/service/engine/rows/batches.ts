/** Groups the rows of a table into batches, one for each chunk. */
import { hash } from 'node:crypto'
import type { SourceRow } from '../../../platforms/table.ts'
import type { Bound } from '../../../table/bindings.ts'
import type { Rows } from '../../../table/input/rows.ts'
import type { Ledger } from '../../../table/ledger/ledger.ts'
import { anotherTable, placeOf, type Settled } from '../../../table/plan.ts'
import { exactJson } from '../../../template/values/exact-json.ts'

/** Rows that run together. */
export interface Batch {
  rows: SourceRow[]
  /** The chunk that an earlier run recorded for exactly these rows; undefined: a new one. */
  id: string | undefined
  newId(): string
}

/** Batches and rows that are settled, in the order of the table. */
export interface Batches {
  /** Undefined after the last one. Only one caller at a time. */
  next(): Promise<Batch | Settled | undefined>
}

/** Options for grouping. */
export interface BatchOptions {
  bound: Bound
  ledger: Ledger
  retryUnknown: boolean
  rowsPerChunk: number
  /** Most bytes of a chunk; a single row may have more. */
  bytesPerChunk: number
  /** Chunks of an earlier run that the engine does not know, by row: they are started under their old id. */
  again: ReadonlyMap<number, string>
  newId(): string
}

/** Groups rows as they are read. */
export function createBatches(rows: Rows, options: BatchOptions): Batches {
  const { ledger, bound, retryUnknown, rowsPerChunk, bytesPerChunk, again, newId } = options
  const source = each(rows)
  let current: SourceRow[] = []
  let id: string | undefined
  let bytes = 0
  let ended = false

  const cut = (): Batch | undefined => {
    const batch = current.length > 0 ? { rows: current, id, newId } : undefined
    current = []
    bytes = 0
    return batch
  }

  /** Adds a row; returns the batch before it if that is complete. */
  function add(row: SourceRow): Batch | undefined {
    const size = Buffer.byteLength(exactJson(row.columns ?? row.fault ?? ''))
    const own = again.get(row.index)
    const isFull = own === undefined && (current.length >= rowsPerChunk || bytes + size > bytesPerChunk)
    const before = own !== id || isFull ? cut() : undefined
    id = own
    current.push(row)
    bytes += size
    return before
  }

  function place(row: SourceRow): Settled | undefined {
    const known = ledger.recall(row.index)
    if (row.columns === undefined) return known && placeOf(row, known, retryUnknown)
    const key = keyOfColumns(row.columns, bound)
    if (known?.hash === undefined) ledger.planned(row.index, key)
    else if (known.hash !== key) throw anotherTable(row.index)
    return known && placeOf(row, known, retryUnknown)
  }

  return {
    async next() {
      while (!ended) {
        const { value: row, done } = await source.next()
        if (done) {
          ended = true
          break
        }
        const known = place(row)
        if (known) return known
        const batch = add(row)
        if (batch) return batch
      }
      return cut()
    },
  }
}

async function* each(rows: Rows): AsyncGenerator<SourceRow, undefined> {
  for await (const list of rows) yield* list
  return undefined
}

/** A hash of the columns, 16 digits. Those of secrets are left out: a short one could be guessed from its hash. */
export function keyOfColumns(columns: Record<string, unknown>, { secretColumns }: Bound): string {
  const shown = Object.entries(columns).filter(([name]) => !secretColumns.has(name))
  return hash('sha256', exactJson(shown), 'hex').slice(0, 16)
}

/** Positions as runs: the first of each, and how many follow each other. */
export function rangesOf(positions: readonly number[]): [from: number, count: number][] {
  const ranges: [number, number][] = []
  for (const at of positions) {
    const last = ranges.at(-1)
    if (last && last[0] + last[1] === at) last[1]++
    else ranges.push([at, 1])
  }
  return ranges
}
