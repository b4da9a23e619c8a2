/** Options of a run, grouped by purpose. */
import type { RawProblem } from '../contract/errors.ts'
import type { Row } from '../contract/json.ts'
import type { Transport, TransportOptions } from '../http/transport.ts'
import type { ConfigSource, Environment } from '../integration/config/config.ts'
import type { LogSink } from '../safety/log.ts'
import type { Budget } from '../template/budget.ts'

/** How a caller runs an action. Every option is optional. */
export interface RunOptions {
  /** Stops the run when aborted. */
  signal?: AbortSignal
  /** Environment variables for configuration and the default language; default none. */
  env?: Environment
  /** Sources of configuration between the request and the environment, such as a connection. */
  config?: readonly ConfigSource[]
  log?: LogSink
  /** Run experimental actions, too; default is SOAR_EXPERIMENTAL in `env`. */
  experimental?: boolean
  reading?: Reading
  transport?: TransportChoice
}

/** How the request is read. */
export interface Reading {
  /** Further names that templates see besides `params`, `context` and `run`, such as the reference values of a connection. */
  names?: Record<string, unknown>
  /** Result of printing an undefined name in a template; default `error`. */
  undefined?: 'error' | 'empty'
  /** Limits of each template of the request; what is absent has its default. */
  budget?: Partial<Budget>
  /** Problems the caller found already; reported together with the problems of the run. */
  found?: { parameters?: readonly RawProblem[]; config?: readonly RawProblem[] }
  /** Parameters whose format and choices are not checked, for platforms whose own integration passes them on unchecked. */
  lenient?: readonly string[]
}

/** How requests reach the vendor. */
export interface TransportChoice {
  /** False sends every request once, regardless of the response. */
  retry?: boolean
  /** Creates the transport of one configuration; default is the one of `runtime/http/`. Decorators record or replay. */
  create?: CreateTransport
}

/** Creates a transport; called once per configuration. */
export type CreateTransport = (options: TransportOptions) => Transport | Promise<Transport>

/** Options of one execution of a prepared run. */
export interface PerformOptions extends Hooks {
  /** Stops this execution when aborted; default is the signal of the run. */
  signal?: AbortSignal
  /** Send nothing and return the first request; default is the request's own setting. */
  dryRun?: boolean
  /** False skips the message of a success: `output_message` is empty then. */
  sentence?: boolean
}

/** What a caller can observe or control while a run is executed. A returned promise is awaited. */
export interface Hooks {
  /** Called for each row of a streamed result; the result still holds all of them. */
  onRow?: (row: Row) => void
  /** Receives the rows of a list result one by one; `json_result` stays empty then. */
  takeRow?: TakeRow
  /** Called before each request is sent. */
  beforeRequest?: () => void | Promise<void>
  /**
   * Called before each write, so that a record of it can be durable before it is sent. If it fails, the write is not sent, and
   * the run fails with the ActionError it threw, or WRITE_NOT_RECORDED.
   */
  beforeWrite?: () => void | Promise<void>
}

/** Receives rows one by one; a returned promise pauses the module until the caller is ready. */
export type TakeRow = (row: Row) => void | Promise<void>
