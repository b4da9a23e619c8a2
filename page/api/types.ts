/** The bodies of the HTTP API, as the page reads and writes them. */
import type { Json } from '../../runtime/contract/json.ts'
import type { DryRequest, Problem, Result } from '../../runtime/contract/result.ts'
import type { ParameterSpec } from '../../runtime/schema/parameters.ts'

export type { DryRequest, Json, Problem }

/** What an action does to the tenant. */
type Effect = 'read' | 'write' | 'destructive'

/** A tenant and its credentials, by name. Secrets never leave the server. */
export interface Connection {
  name: string
  kind?: 'production' | 'test'
  label?: string
  account?: string
}

/** What the server offers, and who asks. */
export interface Meta {
  actor: { subject: string }
  scopes: string[]
  connections: Connection[]
}

/** One line of the catalogue. */
export interface ActionLine {
  integration: string
  id: string
  name: string
  description: string
  kind: 'action' | 'connector'
  effect: Effect
  idempotent: boolean
  deprecated?: string
  /** Why it is experimental. */
  experimental?: string
  permissions: string[]
  parameters: { name: string; label: string; aliases?: string[] }[]
  /** Names of the result's fields. */
  fields?: string[]
}

/** A JSON Schema, as far as the page shows one. */
export interface Schema {
  type?: string | string[]
  description?: string
  properties?: Record<string, Schema>
  items?: Schema
}

/** A parameter and its name. */
export type Parameter = ParameterSpec & { name: string }

/** Whether a change can be undone. */
export interface Outlook {
  action?: string
  none?: string
}

/** One action in full. */
export interface ActionDetail extends Omit<ActionLine, 'parameters' | 'fields'> {
  notes?: string[]
  parameters: Parameter[]
  output?: Schema
  messages?: Record<string, string>
  /** The example of the manifest. */
  request?: { parameters?: Record<string, Json>; templates?: Record<string, string>; context?: Json }
  /** What takes this change back: an action, or the reason why there is none. */
  undo?: Outlook
  /** The action that shows whether this change was made. */
  check_with?: { action: string }
  /** Columns of the result, the most telling first. */
  columns?: string[]
}

/** What a run or a plan is asked for with. */
interface RunBody {
  connection: string
  parameters: Record<string, Json>
  templates?: Record<string, string>
  context?: Json
  locale?: string
  case_id?: string
  note?: string
  /** The run that this one undoes. */
  undoes?: string
}

/** Which action, with what. */
export interface Order {
  integration: string
  action: string
  body: RunBody
}

/** How a run is started. */
export interface StartOptions {
  /** The same for every attempt of one confirmation. */
  key?: string
  plan?: string
  /** The run of unknown outcome that may be repeated. */
  repeat?: string
}

/** What a run would do; nothing was sent. */
export interface Plan {
  plan_id: string
  effect: Effect
  idempotent: boolean
  connection: Connection
  /** How many objects the change touches, if the action counts them. */
  objects?: number
  /** Whether the change can be undone, if the action says it. */
  undo?: Outlook
  request: DryRequest | null
  more_requests: 'none' | 'possible'
  inputs: Record<string, Json>
  warnings: { code: string; run?: string; message?: string }[]
  ms: number
}

/** What a run over a table says about its rows. */
export interface TableFacts {
  /** Rows of the table. */
  total: number
  counts: {
    /** Done, whatever the outcome. */
    rows: number
    succeeded: number
    /** Unknown ones included. */
    failed: number
    unknown: number
    /** Answered by an earlier run. */
    before: number
  }
  /** Failed rows by code. */
  failures: Record<string, number>
  resumed_by?: string
}

/** One row of a result. */
export type Row = Readonly<Record<string, Json>>

/** How a run is or ended. */
export type RunStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'partly' | 'unknown' | 'cancelled'

/** One run. */
export interface Run {
  id: string
  kind: 'action' | 'table' | 'connector'
  status: RunStatus
  action: { integration: string; id: string; version: string; effect: Effect; idempotent: boolean }
  connection: string
  actor: { subject: string; via: 'page' | 'api' | 'mcp' | 'table' }
  case_id?: string
  note?: string
  /** The run of unknown outcome that this one repeats. */
  repeats?: string
  /** The run that this one undoes. */
  undoes?: string
  /** Who undid this run, and the run that did it. */
  undone?: { by: string; at: string; run?: string }
  request: Partial<RunBody>
  /** Names of secret parameters that were not stored. */
  withheld?: string[]
  /** What the action received, redacted. */
  inputs?: Json
  /** The first request, redacted; null if the action sends none. */
  first_request?: DryRequest | null
  started_at: string
  ended_at?: string
  progress?: { rows?: number; requests?: number }
  /** `OK` or the code of the failure, once the run has ended. */
  code?: string
  /** The output message, once the run has ended. */
  message?: string
  /** Rows of the result. */
  rows?: number
  rows_cut?: boolean
  result?: Result
  /** The server stores no data of results. */
  result_withheld?: boolean
  /** Of a run over a table. */
  table?: TableFacts
  settlement?: { happened: boolean; note?: string; by?: string; at?: string } | null
  trace_id?: string
  plan_id?: string
}

/** A template's value, or what is wrong with it. */
export type Preview =
  | { value: Json; type: string; names: string[]; error?: undefined }
  | { error: TemplateProblem }

/** What is wrong with a template, and where: line and columns count from 1. */
export interface TemplateProblem {
  message: string
  line?: number
  column?: number
  end_column?: number
  remedy?: string
}
