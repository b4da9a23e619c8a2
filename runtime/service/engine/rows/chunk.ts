/** A chunk: rows of a table as they travel to a worker and back. */
import type { Code } from '../../../contract/codes.ts'
import { isRecord } from '../../../contract/json.ts'
import type { Result } from '../../../contract/result.ts'
import type { Bindings } from '../../../platforms/table.ts'
import { malformed, readTask, type Task } from '../task.ts'

/** One row: its position in the table, and its columns as JSON, or why it could not be read. */
export type ChunkRow = { i: number } & ({ c: string } | { fault: string })

/** The lines that a worker writes for each row. */
export interface ChunkOutput {
  format: 'jsonl' | 'csv'
  /** Columns of the table that lines keep. */
  keep: readonly string[]
  /** Of CSV. */
  delimiter: string
  /** CSV cells are written unchanged. */
  literal: boolean
  /** Write a line for rows with an empty result, too. */
  with_empty: boolean
}

/** Rows for one action. The request has neither parameters nor templates: those are in `bindings`. */
export interface Chunk extends Task {
  bindings: Bindings
  rows: ChunkRow[]
  output: ChunkOutput
  /** What templates see as `run.started`. */
  clock: string
  /** Rows at once; default from the manifest. */
  concurrency?: number
  /** Print an undefined name in a template as nothing. */
  undefined?: 'empty'
}

/** What an attempt leaves for the next: two sets of rows, by their position in the chunk, as bits in base64. */
export interface ChunkRecord {
  /** Rows of which a write may have been sent. */
  sent: string
  /** Rows that were answered. Their answers are lost with the worker. */
  answered: string
  tries: number
}

/** The answer of one row. */
export interface ChunkAnswer {
  i: number
  s: 'answered' | 'failed' | 'unknown'
  code?: Code
  /** Nothing was changed, and a retry may help. */
  retry?: true
  /** The lines of the output. */
  text: string
  /** How many they are. */
  n: number
}

/** What a chunk returns. Rows without an answer were not begun. */
export interface ChunkResult {
  answers: ChunkAnswer[]
  /** Why rows are missing. `full`: the answers would be too large for the engine. */
  ended?: 'cancelled' | 'shutdown' | 'full'
  /** Why the chunk could not be run at all. */
  failed?: Result
}

/**
 * Checks what a submitter sent.
 *
 * @throws ActionError REQUEST_INVALID
 */
export function readChunk(value: unknown): Chunk {
  readTask(value)
  const { bindings, rows, output, clock } = value as Record<string, unknown>
  if (!isRecord(bindings)) throw malformed('bindings')
  for (const part of ['templates', 'columns', 'constants'])
    if (!isRecord(bindings[part])) throw malformed(`bindings.${part}`)
  if (!Array.isArray(rows) || !rows.every(isRow)) throw malformed('rows')
  if (!isRecord(output) || !Array.isArray(output.keep)) throw malformed('output')
  if (typeof clock !== 'string') throw malformed('clock')
  return value as Chunk
}

const isRow = (row: unknown): boolean =>
  isRecord(row) && Number.isSafeInteger(row.i) && (typeof row.c === 'string' || typeof row.fault === 'string')

/** True for what `runChunk` returns. */
export const isChunkResult = (value: unknown): value is ChunkResult =>
  isRecord(value) && Array.isArray(value.answers)
