/** The routes about runs that have been started. */
import { pathOf, pathWith } from '../app/paths.ts'
import { call, problemIn, send } from './client.ts'
import type { Row, Run } from './types.ts'

/** Which rows of a result to read. */
interface RowQuery {
  offset: number
  limit: number
  /** A field, or `-field` for descending. */
  sort?: string | undefined
  /** Text in any field. */
  q?: string | undefined
}

const pathOfRun = (id: string, part: string): string => `/v1${pathOf('runs', id, part)}`

/** Path of the events of a run, for `runEvents`. */
export const eventsPath = (id: string): string => pathOfRun(id, 'events')

/** Reads a page of rows; `total` counts the rows that match `q`. */
export const getRows = async (
  id: string,
  { offset, limit, sort, q }: RowQuery,
  signal: AbortSignal,
): Promise<{ rows: Row[]; total: number }> => {
  const path = pathWith(pathOfRun(id, 'rows'), { offset: String(offset), limit: String(limit), sort, q })
  return (await call<{ rows: Row[]; total: number }>('GET', path, { signal })).body
}

/** Media types of the downloads of a result. */
export const ROW_TYPES = { csv: 'text/csv', jsonl: 'application/jsonl' } as const

/** Downloads all rows of a result. The server guards cells of CSV files against formulas. */
export async function downloadRows(id: string, format: keyof typeof ROW_TYPES): Promise<Blob> {
  const response = await send('GET', pathOfRun(id, 'rows'), { headers: { accept: ROW_TYPES[format] } })
  if (!response.ok) throw await problemIn(response)
  return response.blob()
}

/** Asks the server to stop a run. */
export const cancelRun = async (id: string): Promise<void> => {
  await call('POST', pathOfRun(id, 'cancel'))
}

/** Records whether a change of unknown outcome was made. Nothing is sent to the tenant. */
export const settleRun = async (id: string, happened: boolean, note: string): Promise<Run> => {
  const body = { happened, ...(note !== '' && { note }) }
  return (await call<Run>('POST', pathOfRun(id, 'settlement'), { body })).body
}
