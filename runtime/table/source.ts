/** Rows as they come in, whatever the file they stand in. */
import type { SourceRow } from '../dialects/table.ts'

/** Bytes as they arrive. */
export type Chunks = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>

/** Where rows come from. Rows are read as fast as they are taken. */
export type Rows = AsyncIterable<SourceRow>

/** True for what can be a row. */
export const isColumns = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** Counts the bytes that pass, for those who show how far it is. */
export async function* counted(chunks: Chunks, count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    count(bytes.length)
    yield bytes
  }
}
