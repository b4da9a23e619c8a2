import type { Api } from './api.ts'
import { answerControl, CONTROL, type Controls } from './control.ts'
import type { Answer } from './envelope.ts'
import { faultAnswer } from './faults.ts'
import { FILES, type FileLinks } from './files.ts'
import type { Arrive, Exchange, Received } from './server.ts'
import type { Fault } from './types.ts'
import type { Watcher } from './watchers.ts'

/** What the two listeners call for each request: choose the fault, record the request, respond. */
export function exchangesOf(parts: {
  api: Api
  files: FileLinks
  controls: Controls
  latency_ms: number
  tell: Watcher
}): {
  forApi: Arrive
  forFiles: Arrive
} {
  const { api, files, controls, latency_ms, tell } = parts
  const recorded = (
    request: Received,
    body: unknown,
    handle: (fault: Fault | undefined) => Answer,
  ): Exchange => {
    const { method, path, query, headers } = request
    const fault = controls.faults.take(path)
    const record = controls.log.add({
      at: controls.clock.now(),
      method,
      path,
      query,
      headers,
      body,
      status: 0,
    })
    tell(record, 'arrived')
    const answer = (): Answer => {
      const answered = handle(fault)
      if (fault?.cut !== 'after') record.status = answered.status
      tell(record, 'answered')
      return { ...answered, headers: { 'x-request-id': `simulator-${record.number}`, ...answered.headers } }
    }
    return { fault, latency_ms, waiting: () => tell(record, 'waiting'), answer }
  }
  const forFiles = (request: Received): Exchange => ({
    ...recorded(request, undefined, (fault) => {
      const replaced = fault && faultAnswer(fault, undefined)
      return replaced ?? files.download(request.path, new URLSearchParams(request.query), request.headers)
    }),
    latency_ms: 0,
  })
  return {
    forApi: (request) => {
      if (request.path.startsWith(FILES)) return forFiles(request)
      const body = parseBody(request)
      if (!request.path.startsWith(CONTROL)) {
        return recorded(request, body, (fault) => api.answer({ ...request, body }, fault))
      }
      const answer = (): Answer => answerControl(request.method, request.path, body, controls)
      return { fault: undefined, latency_ms: 0, waiting: () => {}, answer }
    },
    forFiles,
  }
}

/** The body as it is recorded: JSON or form parsed, else the text. */
function parseBody(request: Received): unknown {
  if (request.bytes.length === 0) return undefined
  const text = request.bytes.toString('utf8')
  if (request.headers['content-type']?.includes('form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(text))
  }
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
