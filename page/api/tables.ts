/** The routes about tables: upload, plan, run, resume, output. */
import { pathOf, pathWith } from '../app/paths.ts'
import { type Answer, call } from './client.ts'
import type { DryRequest, Json, Plan, Run } from './types.ts'

/** A table on the server. */
export interface Table {
  id: string
  name?: string
  format: 'csv' | 'jsonl'
  rows: number
  columns: string[]
  expires_at: string
}

/** One action over the rows of a table. */
export interface TableOrder {
  integration: string
  action: string
  connection: string
  /** Columns by parameter name. */
  columns: Record<string, string>
  /** Templates over the columns, by parameter name. */
  set: Record<string, string>
  /** Values that are the same for every row. */
  parameters: Record<string, Json>
  locale?: string
}

/** What a table would do; nothing was sent. */
export interface TablePlan extends Omit<Plan, 'request' | 'more_requests' | 'inputs' | 'objects'> {
  /** Rows that were looked at. */
  rows: number
  /** The table has further rows. */
  more: boolean
  /** Rows that would be sent, and those with different inputs among them. */
  sent: number
  distinct: number
  /** Seconds that the run will probably take, if the action has run on the connection before. */
  likely_seconds?: number
  /** Rows that cannot be run. */
  invalid: number
  requests: { row: number; request: DryRequest | null; inputs: Json }[]
  problems: { row: number; code: string; message: string }[]
}

/** Uploads a file. Its name tells CSV from JSON Lines; browsers differ in the type they give it. */
export async function uploadTable(file: File, signal: AbortSignal): Promise<Table> {
  const type = /\.(?:jsonl|ndjson)$/i.test(file.name) ? 'application/jsonl' : 'text/csv'
  const body = new FormData()
  body.append('file', new File([file], file.name, { type }))
  return (await call<Table>('POST', '/v1/tables', { body, signal })).body
}

/** A table that was uploaded before. */
export const getTable = async (id: string, signal: AbortSignal): Promise<Table> =>
  (await call<Table>('GET', `/v1${pathOf('tables', id)}`, { signal })).body

/** Plans a table; sends nothing to the tenant. */
export const planTable = async (id: string, body: TableOrder, signal: AbortSignal): Promise<TablePlan> =>
  (await call<TablePlan>('POST', `/v1${pathOf('tables', id, 'plan')}`, { body, signal })).body

/** How a run over a table is started: the key is the same for every attempt of one confirmation. */
export interface TableStart {
  key: string
  plan?: string | undefined
}

const headersOf = ({ key, plan }: TableStart): Record<string, string> => ({
  'idempotency-key': key,
  prefer: 'respond-async',
  ...(plan !== undefined && { 'soar-plan': plan }),
})

/** Starts a run over a table. */
export const startTable = (id: string, body: TableOrder, how: TableStart): Promise<Answer<Run>> =>
  call<Run>('POST', `/v1${pathOf('tables', id, 'runs')}`, { body, headers: headersOf(how) })

/** Continues a run where it ended: rows that were answered are not sent again. */
export const resumeTable = (
  run: string,
  body: { retry_unknown?: boolean; parameters?: Record<string, Json> },
  how: TableStart,
): Promise<Answer<Run>> =>
  call<Run>('POST', `/v1${pathOf('runs', run, 'resume')}`, { body, headers: headersOf(how) })

/** Address of the output of a run over a table, for a download. */
export const outputPath = (run: string, format: 'csv' | 'jsonl', only?: 'failed' | 'unknown'): string =>
  pathWith(`/v1${pathOf('runs', run, 'output')}`, { format, only })
