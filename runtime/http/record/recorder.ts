/** Records every exchange of a run. */
import type { HttpAnswer } from '../../contract/http.ts'
import type { RunScope } from '../scope.ts'
import type { Outgoing, Send } from '../sending.ts'
import { recordBody } from './body.ts'
import type { RecordedExchange, RecordedFailure, RecordedRequest, RecordedResponse } from './exchange.ts'
import { hideFailure, recordFailure } from './failure.ts'
import type { Hide } from './hide.ts'

/** Keeps exchanges in memory until the run has ended: secrets are known only then. */
export interface Recorder {
  /** Wraps what sends requests. Changes nothing that is sent. */
  over(send: Send): Send
  /** Redacts the secrets that the requests so far have registered. */
  redact(text: string): string
  /** The exchanges in the order of their requests. `started`: epoch milliseconds of the start of the run. */
  exchanges(started: number, hide: Hide): RecordedExchange[]
}

interface Kept {
  started: number
  ended: number
  request: Omit<Outgoing, 'safe'>
  /** Undefined until the exchange has ended. */
  outcome?: { answer: HttpAnswer; failure?: never } | { answer?: never; failure: RecordedFailure }
  proxy?: string | undefined
}

/** Makes a recorder that has recorded nothing yet. */
export function createRecorder(): Recorder {
  const all: Kept[] = []
  const scopes = new Set<RunScope>()
  return {
    over: (send) => async (outgoing, run) => {
      const { asked, url, headers } = outgoing
      const kept: Kept = { started: Date.now(), ended: 0, request: { asked: { ...asked }, url, headers } }
      all.push(kept)
      scopes.add(run)
      const { answer, broken, proxy } = await send(outgoing, run)
      kept.ended = Date.now()
      kept.proxy = proxy
      kept.outcome = answer ? { answer } : { failure: recordFailure(broken, run.signal, proxy) }
      return answer ? { answer, proxy } : { broken, proxy }
    },
    redact: (text) => [...scopes].reduce((shown, run) => run.redact(shown), text),
    exchanges: (started, hide) =>
      all.flatMap(({ outcome, request, proxy, ...kept }): RecordedExchange[] =>
        outcome === undefined
          ? []
          : [
              {
                at: Math.max(0, kept.started - started),
                ms: kept.ended - kept.started,
                request: recordRequest(request, hide),
                ...(outcome.answer
                  ? { response: recordResponse(outcome.answer, proxy, hide) }
                  : { failure: hideFailure(outcome.failure, hide) }),
              },
            ],
      ),
  }
}

/** The recorded form of a request. */
export function recordRequest({ asked, url, headers }: Omit<Outgoing, 'safe'>, hide: Hide): RecordedRequest {
  const body = recordBody(asked.body, headers['content-type'] ?? '', hide)
  return {
    method: asked.method,
    url: hide.text(url.href),
    headers: hide.headers(headers),
    ...(body && { body }),
  }
}

/** Headers about the connection and the length of the original body. */
const OF_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'transfer-encoding',
])

function recordResponse(
  { status, headers, body }: HttpAnswer,
  proxy: string | undefined,
  hide: Hide,
): RecordedResponse {
  const kept = Object.entries(headers).filter(([name]) => !OF_CONNECTION.has(name))
  const recorded = recordBody(body, headers['content-type'] ?? '', hide)
  return {
    status,
    headers: hide.headers(Object.fromEntries(kept)),
    ...(recorded && { body: recorded }),
    ...(proxy !== undefined && { proxy }),
  }
}
