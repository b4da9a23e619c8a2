/** The contract between the runtime and an action module. */
import type { Json } from './json.ts'
import type { Phrase } from './phrases.ts'
import type { ResultFile } from './result.ts'

/** What a module answers. Only `result` is common. */
export interface Outcome<R = unknown, B = unknown> {
  /** The rows or the object of the manifest's `output`; an async iterable streams rows. */
  result: R | AsyncIterable<R extends readonly (infer Item)[] ? Item : never>
  /** The state before the write, as the templates of the manifest's `undo` read it; not part of the result. */
  before?: B | undefined
  /** Another sentence of the manifest than `success`. */
  message?: string
  /** False: it ran, but did not achieve what was asked. */
  success?: boolean
  /** Further values the message template sees by name. */
  values?: Record<string, Json>
  state?: unknown
  pending?: boolean
  files?: ResultFile[]
}

/** Lines of the run's log, in English; `warn` lines are also in the result's `warnings`, in the run's language. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: Phrase): void
  error(fields: object, message: string): void
}

/** Everything an action receives. */
export interface Context<I = Record<string, unknown>, C = unknown> {
  inputs: I
  client: C
  log: Log
  /** Aborted when the deadline passes or the caller gives up. */
  signal: AbortSignal
  /** The state that the previous run returned, or null. */
  state: Json
}

/** The generated types of one action: its inputs and the shape of its `result`. */
export interface Contract {
  inputs: object
  result: unknown
  /** What the templates of the manifest's `undo` read of the state before, if they read any. */
  before?: object
  /** A row as the vendor sends it, if columns of the output say `from`. */
  wire?: object
  /** The columns that say `from`, if not all do. */
  columns?: string
}

/** One row of a result, or the one object that it is. */
type RowOf<R> = R extends readonly (infer Item)[] ? Item : R

/** What the context has only if columns of the output say `from`. */
export type WithRows<T extends Contract> = T extends { wire: infer Wire }
  ? {
      /** Maps a row of the vendor to the columns of the output. Fields that the manifest does not name follow, in snake case. */
      toRow(
        row: Wire,
      ): T extends { columns: infer Names }
        ? Pick<RowOf<T['result']>, Names & keyof RowOf<T['result']>>
        : RowOf<T['result']>
    }
  : unknown

/** The state before that an action returns. */
type BeforeOf<T extends Contract> = T extends { before: infer Before } ? Before : unknown

/** One action: a plain async function in a file named like its manifest. */
export type Action<T extends Contract, C = unknown> = (
  context: Context<T['inputs'], C> & WithRows<T>,
) => Promise<Outcome<T['result'], BeforeOf<T>>>
