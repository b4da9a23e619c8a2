/** Runs a connector that reads streams of rows, each with its own position. */

import type { Log } from '../../contract/action.ts'
import type { ActionError } from '../../contract/errors.ts'
import type { Json } from '../../contract/json.ts'
import { phrase } from '../../contract/phrases.ts'
import type { TimeWindow } from '../time/windows.ts'
import type { Alert } from './alert.ts'
import { readCheckpoint } from './checkpoint.ts'
import { endsRun, failureReason } from './failures.ts'
import { openPosition } from './position.ts'
import { readStream } from './read-stream.ts'
import type { Stream, StreamLimits, Taken } from './stream.ts'
import { openTokenPosition } from './token-position.ts'
import { readTokenStream, type TokenStream } from './token-stream.ts'

/** Options of `runStreams`. Times are milliseconds. */
export interface StreamOptions extends Omit<StreamLimits, 'limit'> {
  /** What the last run returned, or null. */
  state: Json
  log: Log
  /** New alerts per run, over all streams; each stream gets its share. */
  limit: number
  /** True in a test run: one row at most, and the first failure is thrown. Do not return the state then. */
  test?: boolean
}

/** The result of a run. */
export interface StreamsRun {
  /** Oldest first. */
  alerts: Alert[]
  /** Rows that were read and are new. */
  found: number
  /** Rows that an earlier run handled. */
  known: number
  /** True when there is more to fetch at once: return `pending`. */
  more: boolean
  /** One report for each stream that was read, in their order. */
  streams: StreamReport[]
  /** State for the next run. */
  state: { [key: string]: Json }
}

/** What a run read of one stream. */
export interface StreamReport {
  name: string
  /** The window that was read, ms. */
  window: TimeWindow
  /** Rows that were read and are new. */
  found: number
  known: number
  alerts: number
  /** Why it was not read to its end, if it was not. */
  failure?: ActionError
}

/** Version of the state. */
const VERSION = 1

/**
 * Reads every stream from its own position to now and returns the new alerts. Rows at the border of two runs are read twice
 * and recognised by their identity. A stream without permission, or with any failure of its own, is skipped with a warning
 * and does not stop the others; its position stays. What was read before a failure is returned.
 *
 * @throws ActionError when no stream could be read, or a failure that concerns all of them came first; REQUEST_INVALID when
 *   the state belongs to another connector
 */
export async function runStreams(
  streams: readonly (Stream | TokenStream)[],
  options: StreamOptions,
): Promise<StreamsRun> {
  const { log, test = false } = options
  const fields = readCheckpoint(options.state, VERSION)
  const opened = streams.map((stream) => ({ stream, ...open(stream, fields) }))
  const run: Omit<StreamsRun, 'state'> = { alerts: [], found: 0, known: 0, more: false, streams: [] }
  let left = test ? 1 : options.limit
  let read = 0
  let failure: ActionError | undefined
  for (const [index, { stream, read: readNew }] of opened.entries()) {
    if (left <= 0) {
      run.more = !test
      break
    }
    const limit = Math.ceil(left / (streams.length - index))
    const taken = await readNew({ ...options, limit })
    add(run, stream.name, taken)
    left -= taken.units
    if (!taken.failure) read++
    else if (test) throw taken.failure
    else {
      failure ??= taken.failure
      warn(stream, taken.failure, log)
      if (endsRun(taken.failure)) break
    }
  }
  if (failure && read === 0 && run.found + run.known === 0) throw failure
  run.alerts.sort((one, other) => one.time - other.time)
  const written = opened.map(({ stream, write }): [string, Json] => [stream.name, write()])
  const kept = fields.streams as { [key: string]: Json } | undefined
  const state = { ...fields, version: VERSION, streams: { ...kept, ...Object.fromEntries(written) } }
  return { ...run, state: state as { [key: string]: Json } }
}

/** A stream with its position in the state. */
function open(
  stream: Stream | TokenStream,
  fields: Record<string, unknown>,
): { read(limits: StreamLimits): Promise<Taken>; write(): Json } {
  if ('page' in stream) {
    const position = openTokenPosition(fields, stream.name)
    return { read: (limits) => readTokenStream(stream, position, limits), write: position.write }
  }
  const position = openPosition(fields, stream.name)
  return { read: (limits) => readStream(stream, position, limits), write: position.write }
}

function add(run: Omit<StreamsRun, 'state'>, name: string, taken: Taken): void {
  const { alerts, count, known, more, window, failure } = taken
  const report = { name, window, found: count, known, alerts: alerts.length }
  run.alerts.push(...alerts)
  run.found += count
  run.known += known
  run.more ||= more
  run.streams.push(failure === undefined ? report : { ...report, failure })
}

function warn({ name, permission }: Pick<Stream, 'name' | 'permission'>, error: ActionError, log: Log): void {
  const denied = error.code === 'PERMISSION_DENIED' && permission !== undefined
  const words = { stream: name, reason: failureReason(error), ...(denied && { permission }) }
  log.warn(
    { code: error.code, stream: name },
    phrase(
      '"{stream}" was not read to its end: {reason}.[[ It needs the permission {permission}.]] The next run continues there.',
      words,
    ),
  )
}
