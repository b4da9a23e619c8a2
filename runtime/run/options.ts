/** Options of a run. */
import type { RawProblem } from '../contract/errors.ts'
import type { Row } from '../contract/json.ts'
import type { Environment } from '../integration/config/config.ts'
import type { LogSink } from '../safety/log.ts'

/** Takes rows as they come; a promise holds the module back until the caller is ready. */
export type TakeRow = (row: Row) => void | Promise<void>

/** How a caller runs an action; everything may be left out. */
export interface RunOptions {
  /** The caller's own way to stop the run. */
  signal?: AbortSignal
  /** Where configuration and the default language may stand; default none. */
  env?: Environment
  /** What printing an undefined name in a template does. */
  undefined?: 'error' | 'empty'
  /** Further names that templates see beside `params`, `context` and `run`, such as the reference values of a connection. */
  names?: Record<string, unknown>
  /** What the caller found wrong already; told together with what the run finds itself. */
  problems?: { parameters?: readonly RawProblem[]; config?: readonly RawProblem[] }
  /** Parameters whose format and choices are not judged, for platforms whose own integration hands them on unjudged. */
  unjudged?: readonly string[]
  /** False sends every request once, whatever the answer. */
  repeats?: boolean
  /** Takes the rows of a list result one by one; `json_result` stays empty then. */
  takeRow?: TakeRow
  /** False leaves the sentence of a success out: `output_message` is empty then. Over a million rows nobody reads it. */
  sentence?: boolean
  /** Awaited before each request that changes things, so that a record of it can be durable before it leaves. */
  beforeWrite?: () => void | Promise<void>
  log?: LogSink
}
