/** Rows as they are read, whatever the file format. */
import type { SourceRow } from '../../platforms/table.ts'

/** Bytes as they arrive. */
export type Chunks = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>

/**
 * Where rows come from, as fast as they are taken. They come in lists, each to be taken to its end before the next is asked
 * for: a turn of the loop for each row would cost more than reading it.
 */
export type Rows = AsyncIterable<Iterable<SourceRow>>

/** A table whose beginning was read. */
export interface Table {
  /** Names of the columns, where the table declares them: CSV does, JSON lines do not. */
  columns: readonly string[] | undefined
  rows: Rows
}

/** How the sentences of the readers name the table. */
export const THE_TABLE = 'the table'

/** True for what can be a row. */
export const isColumns = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** Counts the bytes that pass, to show progress. */
export async function* counted(chunks: Chunks, count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    count(bytes.length)
    yield bytes
  }
}
