/** The record of one run: who ran what where, and what came back. */
import type { Code } from '../../contract/codes.ts'
import type { Json } from '../../contract/json.ts'
import type { DryRequest, Result } from '../../contract/result.ts'
import type { Manifest } from '../../integration/manifest.ts'
import type { TableFacts } from './tables/facts.ts'

/** How a caller reached the server. */
export type Via = 'page' | 'api' | 'mcp' | 'table'

/** Who asks for something. */
export interface Actor {
  /** Name of the person or of the token. */
  subject: string
  via: Via
  /** Name and version of the client, as it says itself; for the audit log. */
  client?: string
  /** A person needs a confirmed plan for each write. */
  person: boolean
  /** The connections whose runs this actor may see and start; default all. */
  connections?: readonly string[]
}

/** Every status of a run, in the order of its life. */
export const runStatuses = [
  'queued',
  'running',
  'succeeded',
  'failed',
  'partly',
  'unknown',
  'cancelled',
] as const

/** `unknown`: a write was sent, and no response says whether it was carried out. `partly`: some rows of a table failed. */
export type RunStatus = (typeof runStatuses)[number]

/** `planned`: no write has been sent. `sent`: a write may have left. Both are on disk before the next step begins. */
export type Phase = 'planned' | 'sent' | 'ended'

/** What a person said about a write of unknown outcome. */
export interface Settlement {
  /** The write was carried out. */
  happened: boolean
  note?: string
  by: string
  at: string
}

/** The request of a run, as it is stored: without secrets and without configuration. */
export interface StoredRequest {
  parameters: { [name: string]: Json }
  templates: { [name: string]: string }
  context?: Json
  state?: Json
  locale?: string
  timeout_ms?: number
}

/** The action of a run. */
export interface RunAction {
  integration: string
  id: string
  /** Version of the integration. */
  version: string
  effect: Manifest['effect']
  idempotent: boolean
}

/** One run. Times are ISO 8601 in UTC. */
export interface RunRecord {
  id: string
  kind: 'action' | 'table'
  status: RunStatus
  phase: Phase
  action: RunAction
  connection: string
  actor: { subject: string; via: Via }
  case_id?: string
  note?: string
  trace_id?: string
  plan_id?: string
  /** The unsettled run that this one repeats. */
  repeats?: string
  /** The run that this one undoes. */
  undoes?: string
  /** The run was undone: who did it and when, and the run that did it, if it is in this history. */
  undone?: { by: string; at: string; run?: string }
  /** What to run again; parts named in `withheld` are not stored, because they are or contain secrets. */
  request: StoredRequest
  withheld: string[]
  /** What the action received, redacted. */
  inputs: Json
  /** The first request that was to be sent, redacted; null if the action sends none. */
  first_request: DryRequest | null
  /** When the server accepted the run. */
  started_at: string
  ended_at?: string
  /** So far: rows of the result, requests to the vendor. */
  progress: { rows: number; requests: number }
  /** `OK`, or the code of the failure; absent until the run has ended. */
  code?: Code | 'OK'
  /** The output message. */
  message?: string
  /** Rows of the result. */
  rows?: number
  /** Absent until the run has ended, and in lists. Holds the first rows only if `rows_cut`. */
  result?: Result
  rows_cut?: true
  /** The data of the result is not stored, by the operator's choice. */
  result_withheld?: true
  settlement: Settlement | null
  /** Of a table run. */
  table?: TableFacts
}

/** Whether a run needs a person to say whether its write was carried out. */
export const isUnsettled = ({
  status,
  settlement,
  table,
}: Pick<RunRecord, 'status' | 'settlement' | 'table'>): boolean =>
  status === 'unknown' && settlement === null && table?.resumed_by === undefined

/** Which runs to list; every condition must hold. */
export interface RunFilter {
  status?: readonly RunStatus[]
  code?: string
  /** `block-sender`, or with its integration `acme/block-sender`. */
  action?: string
  connection?: string
  actor?: string
  via?: Via
  case_id?: string
  effect?: Manifest['effect']
  /** Only runs of unknown outcome without a settlement. */
  unsettled?: boolean
  /** Started at or after this time. */
  since?: string
  /** Started before this time. */
  until?: string
  /** Text in inputs, messages, people, ids, codes; case does not matter. */
  q?: string
  /** 1 to 200; default 50. */
  limit?: number
  /** `next` of the previous page. */
  cursor?: string
}

/** A page of runs, newest first, without their results. */
export interface RunPage {
  items: RunRecord[]
  next?: string
}
