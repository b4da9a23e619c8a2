/** The result of one run. */
import type { Code } from './codes.ts'
import type { Json } from './json.ts'

/** A place in a text of several lines, all counted from 1. */
export interface Place {
  line: number
  column: number
  /** The column after the last character. */
  end_column: number
}

/** One thing wrong with one place of the input. */
export interface Problem extends Partial<Place> {
  /** Where: a parameter's name, a JSON pointer, or `file:line:column`. */
  where: string
  /** The rule that was broken, see `runtime/i18n/locales/en.ts`, `problems`. */
  rule: string
  /** The sentence: what was expected, what came in, what to do. */
  message: string
}

/** One entry of a vendor's refusal, as it stood in the answer. */
export interface VendorFailure {
  code?: string
  message?: string
  field?: string
  retryable?: boolean
  /** The item of the request that it is about. */
  key?: Json
}

/** What the vendor said, kept for people who have to ask the vendor. */
export interface VendorAnswer {
  /** HTTP status. */
  status?: number
  /** The status inside the body, where the vendor has one. */
  meta_status?: number
  /** The id by which the vendor finds the request in its logs. */
  request_id?: string
  failures?: VendorFailure[]
}

/** A read that shows whether a write happened: an action of the same integration, and its parameters. */
export interface CheckRequest {
  action: string
  parameters: Record<string, Json>
}

/** The request that takes back what a write did. */
export interface UndoRequest {
  /** An action of the same integration. */
  action: string
  parameters: Record<string, Json>
  /** The connection of the run, if it used one. */
  connection?: string
}

/** What is known about undoing a write before it runs: the action that would do it, or why there is none. */
export type UndoOutlook = { action: string } | { none: string }

/** Why a run failed. Playbooks branch on `code`; `retryable` is already decided. */
export interface ResultError {
  code: Code
  /** The sentence in the run's language, without the action's own wording around it. */
  reason: string
  /** True when repeating the same request can help and can do no harm. */
  retryable: boolean
  retry_after_ms?: number
  problems?: Problem[]
  vendor?: VendorAnswer
  /** With `OUTCOME_UNKNOWN`: how to look whether the write happened, if the action says so. */
  check?: CheckRequest
}

/** A request as it would have been sent, credentials redacted. */
export interface DryRequest {
  method: string
  url: string
  headers: Record<string, string>
  body: Json
}

/** The answer of one run; always complete, never thrown. */
export interface Result {
  is_success: boolean
  output_message: string
  json_result: Json
  error?: ResultError
  /** Problems that did not stop the run. */
  warnings?: string[]
  /** Pass it back in the next request. */
  state?: Json
  /** The action is not finished: call it again with `state`. */
  pending?: boolean
  files?: ResultFile[]
  /** The request that takes back what the run did. Absent if nothing was changed, or if there is no way back. */
  undo?: UndoRequest
  /**
   * With `dry_run`: what would have been sent first, what the module received, how many objects the write touches, and
   * whether it can be undone.
   */
  dry_run?: { request: DryRequest | null; inputs: Json; objects?: number; undo?: UndoOutlook }
  run: {
    action: string
    version: string
    locale: string
    /** Milliseconds. */
    ms: number
    /** HTTP requests sent, retries included. */
    requests: number
  }
}

/** A file returned by an action. */
export interface ResultFile {
  name: string
  content_type: string
  /** base64 */
  content: string
}
