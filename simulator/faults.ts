import {
  type Answer,
  APP_FORBIDDEN,
  bareRefusal,
  DAMAGED_ID,
  envelope,
  gatewayRefusal,
  refusedEnvelope,
  vendorError,
} from './envelope.ts'
import { rateHeaders } from './rate-limit.ts'
import type { FailShape, Fault } from './types.ts'

/** The configured faults, with the number of requests that each one matched. */
export interface Faults {
  add(fault: Fault): void
  /** The fault that applies to this request, if any; counts the match. */
  take(path: string): Fault | undefined
  list(): readonly Fault[]
  clear(): void
}

export function faultList(): Faults {
  let active: { fault: Fault; met: number }[] = []
  return {
    add: (fault) => {
      active.push({ fault, met: 0 })
    },
    take: (path) => {
      for (const entry of active) {
        const { fault } = entry
        if (!hits(fault.path, path)) continue
        const turn = entry.met - (fault.after ?? 0)
        if (turn >= (fault.times ?? Number.POSITIVE_INFINITY)) continue
        entry.met++
        if (turn >= 0) return fault
      }
      return undefined
    },
    list: () => active.map((entry) => entry.fault),
    clear: () => {
      active = []
    },
  }
}

function hits(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : pattern === path
}

/** The response that a fault sends instead of the real one, or undefined when the request is to be handled. */
export function faultAnswer(fault: Fault, item: unknown): Answer | undefined {
  const answer = bareAnswer(fault, item)
  if (answer === undefined || fault.headers === undefined) return answer
  return { ...answer, headers: { ...answer.headers, ...fault.headers } }
}

function bareAnswer(fault: Fault, item: unknown): Answer | undefined {
  if (fault.redirect !== undefined)
    return { status: fault.status ?? 307, headers: { location: fault.redirect } }
  if (fault.rate_limited_ms !== undefined) return rateLimited(fault.rate_limited_ms)
  if (fault.expire_token) return gatewayRefusal(401, 'token_expired', 'Access Token Expired')
  if (fault.empty) return { status: fault.status ?? 400 }
  if (fault.html) return { status: fault.status ?? 502, headers: { 'content-type': 'text/html' }, body: HTML }
  if (fault.wrong_json) return { status: fault.status ?? 200, headers: JSON_TYPE, body: BROKEN_JSON }
  if (fault.body_text !== undefined)
    return { status: fault.status ?? 200, headers: JSON_TYPE, body: fault.body_text }
  if (fault.body !== undefined) return { status: fault.status ?? 200, body: fault.body }
  if (fault.fail_shape !== undefined && fault.fail_shape !== 5) {
    const shaped = failShape(fault.fail_shape, item)
    return fault.status === undefined ? shaped : { ...shaped, status: fault.status }
  }
  return fault.status === undefined ? undefined : answerOfStatus(fault.status)
}

const JSON_TYPE = { 'content-type': 'application/json' }
const BROKEN_JSON = '{"meta":{"status":200},"data":[{"id":'
const HTML =
  '<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>\n'

/** 429 as in the sample: the body is invented, only the headers matter. */
export function rateLimited(reset_ms: number, headers = rateHeaders(300, 0, reset_ms)): Answer {
  return { ...gatewayRefusal(429, 'rate_limit_exceeded', 'Quota exceeded for this resource'), headers }
}

function answerOfStatus(status: number): Answer {
  if (status === 401) return gatewayRefusal(401, 'unauthorized', 'Unauthorized')
  if (status === 403) return refusedEnvelope(403, 'err_xdk_forbidden')
  if (status === 418) return refusedEnvelope(418, 'err_xdk_binding_expired')
  if (status === 429) return rateLimited(1000)
  if (status === 200) return envelope([])
  return status === 204 || status === 304 ? { status } : bareRefusal(status, `Status ${status}`)
}

function failShape(shape: Exclude<FailShape, 5>, item: unknown): Answer {
  const blank = vendorError('err_validation_blank', 'id')
  const none = vendorError('err_validation_null', 'start')
  const key = item ?? {}
  const shapes: Record<Exclude<FailShape, 5>, () => Answer> = {
    1: () => envelope([], [{ key, errors: [blank] }]),
    2: () => envelope([], [{ key, errors: [blank, none] }]),
    3: () => envelope([], [{ errors: [blank] }]),
    4: () => APP_FORBIDDEN,
    6: () => ({
      status: 200,
      body: { meta: { status: 400 }, data: [], fail: { errors: [vendorError('err_validation_blank')] } },
    }),
    7: () => ({
      status: 200,
      body: { meta: { status: 400 }, data: [], fail: 'Request could not be processed' },
    }),
    8: () => ({
      status: 200,
      body: { meta: { status: 403, pagination: { pageSize: 0 } }, data: [], fail: [] },
    }),
    9: () => ({ status: 200, body: { meta: { status: 400, message: 'Bad Request' } } }),
    10: () => DAMAGED_ID,
  }
  return shapes[shape]()
}
