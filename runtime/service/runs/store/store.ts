/** Where runs are kept: what a store has to do. */
import type { Row } from '../../../contract/json.ts'
import type { RunFilter, RunPage, RunRecord } from '../run.ts'

/** A run with the facts by which it is found again. */
export interface StoredRun {
  /** Without a result. */
  record: RunRecord
  /** Scope and key of an idempotency key, and the fingerprint of its request. */
  key?: { scope: string; fingerprint: string }
  /** Fingerprints of a write that must not be sent twice: of its request and of its inputs. */
  twins: readonly string[]
  /** Text that a search finds. */
  text: string
}

/** What is stored at the end of a run. */
export interface StoredEnd {
  /** With its result; lists of rows have only their first rows. */
  record: RunRecord
  /** All rows of a list result, if the record does not have them. */
  rows?: readonly Row[]
  text: string
  /** Further fingerprints of writes with an unknown outcome, which only the end of a table run knows. */
  twins?: readonly string[]
}

/** A filter with the connections that the caller may use. */
export interface StoreFilter extends RunFilter {
  connections?: readonly string[]
}

/**
 * A store of runs. A resolved promise means that the change survives a crash of the process, and for writes a power failure
 * too. Every function rejects with an ActionError STORAGE_FAILED if it cannot do that.
 */
export interface RunStore {
  /** Why the last change could not be stored; undefined if it could. */
  readonly broken: string | undefined
  /** Stores a new run, in phase `planned`. */
  create(run: StoredRun): Promise<void>
  /** Sets phase `sent`, before the first write of a run leaves. */
  sent(id: string): Promise<void>
  /** Stores the end of a run. */
  end(end: StoredEnd): Promise<void>
  /** Replaces the record of a run that has ended, without its result. */
  settle(record: RunRecord): Promise<void>
  /** The record with its result. */
  get(id: string): Promise<RunRecord | undefined>
  /** The run that was started under a key, and the fingerprint of its request. */
  byKey(scope: string): Promise<{ run: string; fingerprint: string } | undefined>
  /** The newest unsettled run of a connection with one of these fingerprints. */
  twin(connection: string, fingerprints: readonly string[]): Promise<string | undefined>
  list(filter: StoreFilter): Promise<RunPage>
  /** Number of unsettled runs. */
  unsettled(connections?: readonly string[]): Promise<number>
  /** Rows of a list result from an offset, at most `limit`. */
  rows(id: string, offset: number, limit: number): Promise<Row[]>
  /** Runs without an end: after a start, those that a crash interrupted. */
  unfinished(): Promise<RunRecord[]>
  /** Deletes ended runs and results that are older than these times (ISO); unsettled runs are kept. */
  expire(before: { runs?: string; results?: string; keys?: string }): Promise<void>
  close(): Promise<void>
}
