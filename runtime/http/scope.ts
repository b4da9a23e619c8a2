/** What one run gives its requests: deadline, signal, redaction, callbacks. */
import type { Log } from '../contract/action.ts'
import type { DryRequest } from '../contract/result.ts'

/** As much of an AbortSignal as the network needs. */
export interface StopSignal {
  readonly aborted: boolean
  readonly reason: unknown
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** What one run lends to its requests. */
export interface RunScope {
  /** Aborted when the deadline passes (reason: ActionError TIMED_OUT, or a TimeoutError) or the caller gives up. */
  signal: StopSignal
  /** Epoch milliseconds after which the run is over; no pause reaches beyond it. */
  deadline: number
  /** What a request is that does not say whether it is safe to repeat. */
  safe: boolean
  dryRun: boolean
  /** False: every request is sent once, whatever the answer. */
  retry: boolean
  log: Log
  /** Name of the vendor, for the sentences. */
  vendor: string
  /** Takes text that must never show in any output. */
  secret(value: string): void
  /** Text without the secrets that are known so far. */
  redact(text: string): string
  /** Awaited before each request, and before its connection is opened. */
  beforeRequest?(): void | Promise<void>
  /** Awaited before a request leaves that changes things: who keeps a record of writes makes it durable here. */
  beforeWrite?(): void | Promise<void>
  /** Called when such a request may have been carried out. */
  onWrite?(): void
  /** Called for each request that left. */
  onRequest(): void
  /** Called with what a dry run would have sent. */
  onDryRequest(request: DryRequest): void
}
