/** What a submitter knows about a table whose rows run on an engine. */
import type { Print } from '../../../platforms/table.ts'
import type { Bound } from '../../../table/bindings.ts'
import type { Ledger } from '../../../table/ledger/ledger.ts'
import type { Emitter } from '../../../table/output/in-order.ts'
import type { Totals } from '../../../table/totals.ts'
import type { Engine, StartOptions } from '../engine.ts'
import type { Chunk } from './chunk.ts'

/** A table for an engine. */
export interface ChunkTable {
  engine: Engine
  /** Everything of a chunk but its rows. */
  chunk: Omit<Chunk, 'rows'>
  /** How chunks are started. */
  start: Omit<StartOptions, 'id' | 'kind' | 'signal'>
  bound: Bound
  print: Print
  ledger: Ledger
  emitter: Emitter
  totals: Totals
  /** Waits before the engine is asked again; default `pause` of the clock. */
  pause?: (ms: number, signal: AbortSignal) => Promise<void>
  /** Aborted when no further chunk should begin; those on their way are finished. */
  stop: AbortSignal
}
