/** Rows of any file format. */
import { isRecord } from '../../contract/json.ts'
import type { SourceRow } from '../../platforms/table.ts'
import { Float } from '../../template/values/values.ts'

/** Bytes as they arrive. */
export type Chunks = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>

/**
 * The source of rows, read on demand. Rows arrive in lists; consume each completely before you request the next. A turn of
 * the event loop for each row would cost more than reading it.
 */
export type Rows = AsyncIterable<Iterable<SourceRow>>

/** A table whose beginning has been read. */
export interface Table {
  /** Names of the columns, if the table declares them: CSV does, JSON lines do not. */
  columns: readonly string[] | undefined
  rows: Rows
}

/** The name of the table in the readers' messages. */
export const THE_TABLE = 'the table'

/** True for values that can be a row. A number such as `1.0` is an object here, because it keeps its spelling. */
export const isColumns = (value: unknown): value is Record<string, unknown> =>
  isRecord(value) && !(value instanceof Float)

/** Counts the bytes that pass, to show progress. */
export async function* counted(chunks: Chunks, count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    count(bytes.length)
    yield bytes
  }
}
