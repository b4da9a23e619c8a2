/** What went wrong with a request to the server. */
import type { Problem as Detail, Plan } from './types.ts'

/** The body of an RFC 9457 problem, as far as the page reads it. */
export interface ProblemBody {
  title?: string
  detail?: string
  code?: string
  problems?: Detail[]
  remedy?: string
  /** With PLAN_CHANGED: the plan as it is now. */
  plan?: Plan
}

/** The code of a request whose answer did not arrive: its outcome is unknown. */
const ANSWER_LOST = 'ANSWER_LOST'

/** A refusal by the server, or an answer that did not arrive. */
export class ApiProblem extends Error {
  /** A stable code, `ANSWER_LOST` if there was no usable answer. */
  readonly code: string
  /** HTTP status; 0 without an answer. */
  readonly status: number
  readonly body: ProblemBody
  /** Path of the run that the problem is about. */
  readonly location: string | undefined

  constructor(status: number, body: ProblemBody, location?: string) {
    super(body.detail ?? body.title ?? body.code ?? `HTTP ${status}`)
    this.status = status
    this.code = body.code ?? ANSWER_LOST
    this.body = body
    this.location = location
  }
}

/** True if the request may have reached the server: only the same request with the same key may follow. */
export const isLost = (error: unknown): boolean => error instanceof ApiProblem && error.code === ANSWER_LOST

/** True if the request was given up by the page itself. */
export const isAborted = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'AbortError'

/** Makes a problem of anything that was thrown. */
export const problemOf = (error: unknown): ApiProblem =>
  error instanceof ApiProblem
    ? error
    : new ApiProblem(0, { code: 'INTERNAL', detail: error instanceof Error ? error.message : String(error) })
