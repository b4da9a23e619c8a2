/** The lease of one attempt: records and beats in one sequence on its task token. */
import { setTimeout as sleep } from 'node:timers/promises'
import { BEAT_MS, type Lease, leaseEnded } from '../../service/engine/lease.ts'
import { type Envelope, toPayload } from '../../service/engine/payload.ts'
import type { ActivityContext, Connection } from './sdk.ts'

/** What reaches the server. */
export interface LeaseOptions {
  connection: Connection
  namespace: string
  identity: string
  envelope: Envelope
  context: ActivityContext
}

/** Longest time that one call may take. */
const CALL_MS = 5_000

/** Milliseconds between two tries to store a record while the server cannot be reached. */
const PAUSE_MS = 250

/** Status codes of gRPC. */
const NOT_FOUND = 5
const PASSING = [1, 4, 8, 13, 14]

/**
 * Makes the lease of the attempt that runs. The SDK's own heartbeat is not used: it is throttled and not awaited, and an older
 * record could overwrite a newer one.
 */
export function makeLease<R>({ connection, namespace, identity, envelope, context }: LeaseOptions): Lease<R> {
  const { taskToken, attempt, heartbeatDetails, heartbeatTimeoutMs: givenUp = 3 * BEAT_MS } = context.info
  const ended = new AbortController()
  const end = (why: Parameters<typeof leaseEnded>[0]): void => {
    if (!ended.signal.aborted) ended.abort(leaseEnded(why))
  }
  const stop = (): void => end('shutdown')
  if (context.cancellationSignal.aborted) stop()
  else context.cancellationSignal.addEventListener('abort', stop, { once: true })

  let last = heartbeatDetails as R | undefined
  let heard = Date.now()
  let sequence: Promise<void> = Promise.resolve()
  /** Runs one call after all earlier ones, whatever became of them. */
  const inSequence = (work: () => Promise<void>): Promise<void> => {
    sequence = sequence.catch(() => {}).then(work)
    return sequence
  }

  async function send(record: R | undefined): Promise<void> {
    const details =
      record === undefined ? {} : { details: { payloads: [await envelope.seal(toPayload(record))] } }
    const request = { namespace, identity, taskToken, ...details }
    const sent = () => connection.workflowService.recordActivityTaskHeartbeat(request)
    try {
      const answer = await connection.withDeadline(Date.now() + CALL_MS, sent)
      heard = Date.now()
      if (answer.cancelRequested) end('cancelled')
      else if (answer.activityPaused || answer.activityReset) end('lost')
    } catch (error) {
      if (codeOf(error) === NOT_FOUND || Date.now() - heard >= givenUp) end('lost')
      throw error
    }
  }

  /** Tries until the server has answered, or the attempt is given up. */
  async function store(record: R): Promise<void> {
    for (;;) {
      ended.signal.throwIfAborted()
      try {
        await send(record)
        last = record
        break
      } catch (error) {
        if (!PASSING.includes(codeOf(error) ?? -1)) throw error
        await sleep(PAUSE_MS)
      }
    }
    // A cancelled attempt sends nothing, although its record is stored.
    ended.signal.throwIfAborted()
  }

  return {
    attempt,
    beat_ms: givenUp / 3,
    record: last,
    put: (record) => inSequence(() => store(record)),
    beat: () => inSequence(() => send(last)),
    signal: ended.signal,
  }
}

function codeOf(error: unknown): number | undefined {
  const code = (error as { code?: unknown } | undefined)?.code
  return typeof code === 'number' ? code : undefined
}
