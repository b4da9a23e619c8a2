/** Maps transport failures to error codes, sentences and retry decisions. */
import { ActionError, type ErrorFacts } from '../contract/errors.ts'
import type { HttpAnswer } from '../contract/http.ts'
import { type Phrase, phrase, type Words } from '../contract/phrases.ts'
import { diagnose, refusedByProxy } from './diagnose.ts'
import type { StopSignal } from './scope.ts'
import type { TransportError } from './sending.ts'

/** The facts about a run that a failure needs. */
interface Scope {
  signal: StopSignal
  deadline: number
  vendor: string
  redact(text: string): string
}

/** A failure, and whether the request may be retried. */
export interface Failure {
  error: ActionError
  retryable: boolean
}

/** The failures of one run. */
export interface Failures {
  /** A request without a complete response. */
  failure(broken: TransportError, url: URL, proxy: string | undefined, safe: boolean): Failure
  /** A 429 whose pause is too long to wait for; `wanted` is the pause requested by the vendor, in milliseconds. */
  rateLimited(answer: HttpAnswer, wanted: number | undefined): ActionError
  /** A request that was not sent, because the pause requested by the vendor outlasts the run. */
  paused(ms: number): ActionError
  /** The deadline passed or the caller cancelled; `reason` says which. */
  stopped(reason: Phrase, cause: unknown): ActionError
  /**
   * Throws for a redirect (none is followed, so that credentials are not sent elsewhere) and for a response of the proxy
   * itself.
   */
  refuseRedirect(answer: HttpAnswer, url: URL, proxy: string | undefined): void
}

/** Whether a response is a redirect or comes from the proxy itself. */
export const isRedirect = (status: number): boolean => (status >= 300 && status < 400) || status === 407

/**
 * Makes the failures of one run.
 *
 * @param started epoch milliseconds
 * @param written whether a request that changes things has been sent: from then on, retrying the whole run is not safe
 */
export function createFailures(run: Scope, started: number, written: () => boolean): Failures {
  const facts = (cause?: unknown): ErrorFacts => ({
    ...(cause !== undefined && { cause }),
    unsent: !written(),
  })

  /** The time limit of the run in milliseconds. */
  const limit = (): number => {
    const { reason } = run.signal
    const ms = reason instanceof ActionError ? reason.values.ms : undefined
    return typeof ms === 'number' ? ms : Math.max(0, run.deadline - started)
  }

  const isDeadline = (): boolean => {
    const { reason } = run.signal
    if (reason instanceof ActionError) return reason.code === 'TIMED_OUT'
    return (reason as Error | undefined)?.name === 'TimeoutError' || Date.now() >= run.deadline
  }

  function stopped(reason: Phrase, cause: unknown): ActionError {
    return isDeadline()
      ? new ActionError('TIMED_OUT', { ms: limit(), reason }, facts(cause))
      : new ActionError('CANCELLED', { reason }, facts(cause))
  }

  function failure(broken: TransportError, url: URL, proxy: string | undefined, safe: boolean): Failure {
    const { cause, kind, requestSent } = broken
    const { host } = url
    // A write that was sent may have been carried out, whatever failed afterwards.
    const lost = requestSent && !safe
    const unknown = (reason: Phrase): Failure =>
      final(new ActionError('OUTCOME_UNKNOWN', { host, reason }, { cause }))
    if (kind === 'aborted') {
      if (!lost) {
        const stage = requestSent
          ? phrase('it was waiting for a response from {host}', { host })
          : phrase('it was connecting to {host}', { host })
        return final(stopped(stage, cause))
      }
      return unknown(
        isDeadline()
          ? phrase('no response within the {ms} ms of the run', { ms: limit() })
          : phrase('the run was cancelled before the response'),
      )
    }
    const found =
      kind === 'too_large'
        ? {
            kind: 'protocol',
            reason: phrase('the response is larger than {bytes} bytes', { bytes: broken.limit ?? 0 }),
          }
        : diagnose(cause, proxy)
    const { reason } = found
    if (lost) return unknown(reason)
    if (found.kind === 'protocol') return final(invalid(url, reason, cause))
    if (found.kind === 'trust')
      return final(new ActionError('CERTIFICATE_UNTRUSTED', { host, reason }, facts(cause)))
    const retryable = found.kind === 'retryable'
    const known = { ...facts(cause), ...(!retryable && { retryable: false }) }
    return { error: new ActionError('NETWORK_FAILED', { host, reason }, known), retryable }
  }

  const invalid = (url: URL, reason: Phrase, cause?: unknown): ActionError =>
    new ActionError('RESPONSE_INVALID', { url: place(url), vendor: run.vendor, reason }, facts(cause))

  function refuseDetour(answer: HttpAnswer, url: URL, proxy: string | undefined): void {
    const { headers, status } = answer
    if (status === 407) {
      const { reason } = refusedByProxy(status, proxy)
      throw new ActionError('NETWORK_FAILED', { host: url.host, reason }, { ...facts(), retryable: false })
    }
    const target = URL.parse(run.redact(headers.location ?? ''), url.href)
    const to = headers.location && target ? place(target) : phrase('nowhere')
    throw invalid(
      url,
      phrase('it redirects to {to} (status {status}), and redirects are not followed', { to, status }),
    )
  }

  function rateLimited(answer: HttpAnswer, wanted: number | undefined): ActionError {
    const values: Words = {
      vendor: run.vendor,
      reason: run.redact(Buffer.from(answer.body).toString()).trim().slice(0, 300),
    }
    if (wanted !== undefined) values.seconds = Math.ceil(wanted / 1000)
    // The client can parse the vendor's response; it finds it here, where logs that print causes do not show it.
    const cause = Object.defineProperty(new Error('HTTP status 429'), 'answer', { value: answer })
    const wait = wanted === undefined ? {} : { retry_after_ms: Math.ceil(wanted) }
    return new ActionError('RATE_LIMITED', values, { ...facts(cause), ...wait })
  }

  function heldBack(ms: number): ActionError {
    const values: Words = { vendor: run.vendor, reason: '', seconds: Math.ceil(ms / 1000) }
    return new ActionError('RATE_LIMITED', values, { ...facts(), retry_after_ms: Math.ceil(ms) })
  }

  return { failure, rateLimited, paused: heldBack, stopped, refuseRedirect: refuseDetour }
}

const final = (error: ActionError): Failure => ({ error, retryable: false })

/** An address without its query, which may contain a signature. */
const place = (url: URL): string => `${url.origin}${url.pathname}`
