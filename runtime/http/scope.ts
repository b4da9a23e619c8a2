/** Context of a run's requests: deadline, signal, redaction, callbacks. */
import type { Log } from '../contract/action.ts'
import type { DryRequest } from '../contract/result.ts'

/** The part of AbortSignal that the transport needs. */
export interface StopSignal {
  readonly aborted: boolean
  readonly reason: unknown
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** The context that one run gives its requests. */
export interface RunScope {
  /** Aborted when the deadline passes (reason: ActionError TIMED_OUT, or a TimeoutError) or the caller cancels. */
  signal: StopSignal
  /** Epoch milliseconds at which the run ends; pauses do not extend beyond it. */
  deadline: number
  /** Default for requests that do not say whether they are safe to retry. */
  safe: boolean
  dryRun: boolean
  /** False: every request is sent once, whatever the response. */
  retry: boolean
  log: Log
  /** Name of the vendor, for messages. */
  vendor: string
  /** Registers text that must never appear in any output. */
  secret(value: string): void
  /** Redacts the secrets that are known so far. */
  redact(text: string): string
  /** Awaited before each request, and before its connection is opened. */
  beforeRequest?(): void | Promise<void>
  /** Awaited before a request that changes things is sent: a record of writes is made durable here. */
  beforeWrite?(): void | Promise<void>
  /** Called when such a request may have been carried out. */
  onWrite?(): void
  /** Called for each request that was sent. */
  onRequest(): void
  /** Called with the request that a dry run would have sent. */
  onDryRequest(request: DryRequest): void
}
