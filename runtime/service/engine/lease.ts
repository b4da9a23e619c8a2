/** The right to work on one task, as an engine grants it to one attempt. */
import { ActionError } from '../../contract/errors.ts'
import { phrase, quoted } from '../../contract/phrases.ts'
import type { Result } from '../../contract/result.ts'

/**
 * What one attempt of an action leaves for the next. It is JSON, and the engine stores it outside of the worker.
 */
export interface TaskRecord {
  /** A write may have been sent. Stored before the write is sent. */
  sent: boolean
  /** How many attempts began since the last one that ended by itself. */
  tries: number
}

/**
 * One attempt's lease of a task. It is everything that the safety logic needs of an engine, and the only thing that the binding
 * to another engine has to provide.
 *
 * @typeParam R what an attempt records; JSON
 */
export interface Lease<R = TaskRecord> {
  /** Counts from 1. */
  readonly attempt: number
  /** What the last attempt recorded; undefined if none did. */
  readonly record: R | undefined
  /**
   * Stores a record. Resolves when it is durable; rejects if it is not known to be stored, and always if the engine has given
   * this attempt up. Calls do not overlap: the binding puts records and beats in one sequence.
   */
  put(record: R): Promise<void>
  /** Reports that the attempt is alive, with the last record. `keepAlive` calls it; it may reject, and then the binding aborts the signal. */
  beat(): Promise<void>
  /** Milliseconds between two beats; default `BEAT_MS`. */
  readonly beat_ms?: number
  /** Aborted with a reason of `leaseEnded` when the attempt has to stop. */
  readonly signal: AbortSignal
}

/**
 * Why a lease ends before its work:
 * - `cancelled`: the submitter cancelled the task.
 * - `lost`: the engine has given the attempt up; nothing that it returns arrives.
 * - `shutdown`: the worker stops; another one continues.
 */
export type LeaseEnd = 'cancelled' | 'lost' | 'shutdown'

/** The reason with which a binding aborts the signal of a lease. */
export function leaseEnded(end: LeaseEnd): ActionError {
  const reason = {
    cancelled: phrase('the run was asked to stop'),
    lost: phrase('the engine has given this attempt up'),
    shutdown: phrase('the worker is shutting down'),
  }[end]
  return new ActionError('CANCELLED', { reason }, { cause: end })
}

/** Why the lease ended; undefined while it lasts. */
export function endOfLease({ aborted, reason }: AbortSignal): LeaseEnd | undefined {
  if (!aborted) return undefined
  const end: unknown = reason instanceof ActionError ? reason.facts.cause : undefined
  return end === 'lost' || end === 'shutdown' ? end : 'cancelled'
}

/**
 * How an attempt ends. `result`: the task is finished, and this is its result, a failure or not. `retry`: the engine runs the
 * task again, after a delay if one is given; if it does not, because its attempts or its time are used up, `retry` is the
 * result.
 */
export type TaskEnd<T = Result> = { result: T } | { retry: T; delay_ms?: number }

/** Attempts that may end together with their worker. A task that needs more probably ends the workers. */
export const MOST_TRIES = 3

/** Why an attempt does nothing whose beginning cannot be recorded. */
export const NOT_ACCEPTED = phrase('the engine did not accept the record of this attempt')

/** Stores a record before a write. Throws WRITE_NOT_RECORDED if it is not known to be stored, or why the lease ended. */
export async function recordWrite<R>(lease: Lease<R>, record: R): Promise<void> {
  lease.signal.throwIfAborted()
  try {
    await lease.put(record)
  } catch (cause) {
    const fault = quoted(String(cause instanceof Error ? cause.message : cause).slice(0, 300))
    const reason = phrase('the engine did not store the record ({fault})', { fault })
    throw new ActionError('WRITE_NOT_RECORDED', { reason }, { cause })
  }
  // The lease may have ended meanwhile.
  lease.signal.throwIfAborted()
}

/** Milliseconds between two beats. A binding gives an attempt up after three times as long. */
export const BEAT_MS = 5_000

/** Beats until the returned function is called. A beat that fails is the binding's to judge. */
export function keepAlive(lease: Pick<Lease<never>, 'beat' | 'beat_ms'>): () => void {
  const timer = setInterval(() => void lease.beat().catch(() => {}), lease.beat_ms ?? BEAT_MS)
  timer.unref()
  return () => clearInterval(timer)
}
