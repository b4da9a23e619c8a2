/** What a caller asks the run service to do, and what it answers. */
import type { RawProblem } from '../../contract/errors.ts'
import type { Json } from '../../contract/json.ts'
import type { DryRequest, Result, ResultError, UndoOutlook } from '../../contract/result.ts'
import type { ConfigSource, Environment } from '../../integration/config/config.ts'
import type { Integration } from '../../integration/integration.ts'
import type { Manifest } from '../../integration/manifest.ts'
import type { Bag } from '../../schema/parameters.ts'
import type { RunRecord } from './run.ts'

/** One action to plan or to run. */
export interface Order {
  integration: string
  action: string
  /** Name of a connection. */
  connection: string
  /** Values by parameter name. Data: never rendered. */
  parameters?: Bag
  /** Templates by parameter name; they take precedence over values. */
  templates?: Record<string, string>
  /** What templates can read. Data: never rendered. */
  context?: Bag
  /** The state that the previous run returned. */
  state?: Json
  locale?: string
  timeout_ms?: number
  case_id?: string
  note?: string
  /** Id of the run that this one undoes. */
  undoes?: string
  trace_id?: string
  /** Configuration of the caller; takes precedence over the connection, and is never stored. The face decides who may. */
  config?: Bag
  /** Problems of the parameters that the face has found; reported with the others. */
  found?: readonly RawProblem[]
}

/** How a run is started. */
export interface StartOptions {
  /** Idempotency key; the page and the API need one for each write. */
  key?: string
  /** Id of the plan that a person confirmed. */
  plan?: string
  /** Id of the unsettled run of the same write, to send it again. */
  repeat?: string
  /** A person confirmed the inputs in another way, such as a form of an MCP client. */
  confirmed?: boolean
  /** Cancels the run when aborted. */
  signal?: AbortSignal
  /** Called for each row of a streamed result. */
  onRow?: () => void
}

/** The tenant of an order: its integration with a resolved connection. */
export interface Tenant {
  integration: Integration
  config: readonly ConfigSource[]
  env: Environment
  /** Names that templates see. */
  names: Bag
  kind?: 'production' | 'test'
  label?: string
  /** The vendor's name for the tenant. */
  account?: string
}

/** A fact that a person should read before confirming a plan. */
export interface PlanWarning {
  code: 'UNSETTLED_TWIN' | 'WARNING'
  message: string
  /** The run that the warning is about. */
  run?: string
}

/** What the plan of one run and that of a table have in common. */
export interface PlanFacts {
  /** Binds the confirmation to exactly this plan. */
  plan_id: string
  expires_at: string
  effect: Manifest['effect']
  idempotent: boolean
  permissions: string[]
  connection: { name: string; kind?: 'production' | 'test'; label?: string; account?: string }
  warnings: PlanWarning[]
  ms: number
}

/** What a run would do. Making it sends nothing. */
export interface Plan extends PlanFacts {
  /** Number of objects that a write touches, where the manifest names them. */
  objects?: number
  /** Whether the write can be undone, where the manifest says it. */
  undo?: UndoOutlook
  /** The first request, redacted; null if the action sends none. */
  request: DryRequest | null
  /** Whether further requests may follow, which depend on the responses. */
  more_requests: 'none' | 'possible'
  /** What the action would receive, redacted. */
  inputs: Json
}

/** An order or a call that was not carried out. Nothing was sent, and no key was used up. */
export interface Refusal {
  refused: ResultError
  /** The output message of the action, where it refused the order. */
  message?: string
  /** With PLAN_CHANGED and PLAN_REQUIRED: what would be sent now; of a table, a table plan. */
  plan?: PlanFacts
  /** With RUN_IN_PROGRESS, IDEMPOTENCY_KEY_REUSED and OUTCOME_UNSETTLED: that run. */
  run_id?: string
}

/** A run that was started, or found under its key. */
export interface Started {
  run: RunRecord
  /** The run existed already under this key; nothing was started. */
  replayed: boolean
  /** The record at its end, with its result. Never rejects. */
  ended: Promise<RunRecord>
  /** The result with all its rows, for a caller that does not read the history; absent for a replay and for tables. */
  whole?: Promise<Result>
}
