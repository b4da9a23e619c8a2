import type { IncomingHttpHeaders } from 'node:http'
import type { Call } from './call.ts'
import { runCall } from './dispatch.ts'
import {
  type Answer,
  APP_FORBIDDEN,
  bareRefusal,
  gatewayRefusal,
  isRefusal,
  refusedEnvelope,
} from './envelope.ts'
import { faultAnswer, rateLimited } from './faults.ts'
import { readPageRequest } from './paging.ts'
import { type RateLimit, rateLimiter } from './rate-limit.ts'
import { NOT_ALLOWED } from './resource.ts'
import { resourceAt } from './resources.ts'
import { ROUTES } from './routes.ts'
import { signatureChecker } from './signature.ts'
import { tokenStore } from './tokens.ts'
import { type Clock, type Credentials, type Fault, type Generation, isObject } from './types.ts'

/** A request as the listener passes it on. */
export interface ApiRequest {
  method: string
  path: string
  query: string
  headers: IncomingHttpHeaders
  bytes: Buffer
  /** The parsed body; a text when it is malformed. */
  body: unknown
}

/** The API behind the listener: takes one request and returns one response immediately. */
export interface Api {
  answer(request: ApiRequest, fault: Fault | undefined): Answer
  clear(): void
}

export function createApi(options: {
  now: Clock
  credentials: Credentials
  token_seconds: number
  products: readonly string[] | undefined
  rate_limit: RateLimit | undefined
  page_max: number
  tenant: Call['tenant']
  files: Call['files']
}): Api {
  const { now, credentials, tenant, files } = options
  const tokens = tokenStore(credentials.api2, now, options.token_seconds)
  const signatures = signatureChecker(credentials.api1, now)
  const limiter = rateLimiter(now, options.rate_limit)

  const authorize = (headers: IncomingHttpHeaders, path: string): Generation | Answer => {
    const given = headers.authorization ?? ''
    if (given.startsWith('Bearer ')) return tokens.check(given) ?? 2
    if (!given.startsWith('MC ')) return gatewayRefusal(401, 'unauthorized', 'Unauthorized')
    if (tenant.switches.binding_expired) return refusedEnvelope(418, 'err_xdk_binding_expired')
    return signatures.check(headers, path) ?? 1
  }
  const answerResource = (
    request: ApiRequest,
    { resource, params }: NonNullable<ReturnType<typeof resourceAt>>,
  ): Answer => {
    const { path, method, body } = request
    const generation = authorize(request.headers, path)
    if (typeof generation !== 'number') return generation
    if (generation === 1) return bareRefusal(404, 'Not Found')
    if (options.products?.includes(resource.product) === false) return APP_FORBIDDEN
    const query = new URLSearchParams(request.query)
    const size = query.has('pageSize') ? { pageSize: Number(query.get('pageSize')) } : {}
    const pagination = { ...size, pageToken: query.get('pageToken') }
    const page = readPageRequest(path, { meta: { pagination } }, resource.page_max ?? options.page_max)
    if (isRefusal(page)) return bareRefusal(400, 'Bad Request')
    const run = resource.methods[method]
    return run ? run({ method, path, params, query, body, page, tenant, now: now(), files }) : NOT_ALLOWED
  }
  const call = (request: ApiRequest, fault: Fault | undefined): Answer => {
    const { path, headers } = request
    const found = resourceAt(path)
    if (found) return answerResource(request, found)
    const route = Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined
    if (route === undefined) return bareRefusal(404, 'Not Found')
    if (request.method !== 'POST') return bareRefusal(405, 'Method Not Allowed')
    const generation = authorize(headers, path)
    if (typeof generation !== 'number') return generation
    if (generation === 2 && options.products?.includes(route.product) === false) return APP_FORBIDDEN
    if (route.only !== undefined && route.only !== generation) return APP_FORBIDDEN
    if (request.bytes.length > 0 && !/^application\/json\b/i.test(headers['content-type'] ?? '')) {
      return bareRefusal(415, 'Unsupported Media Type')
    }
    const body = request.bytes.length === 0 ? {} : request.body
    if (!isObject(body)) return bareRefusal(400, 'Bad Request')
    return runCall(route, path, body, options.page_max, { tenant, generation, now: now(), fault, files })
  }
  const answer = (request: ApiRequest, fault: Fault | undefined): Answer => {
    const allowance = limiter.take(request.path)
    if (fault?.expire_token) tokens.expireAll()
    const replaced = fault && faultAnswer(fault, firstItem(request.body))
    const result =
      replaced ??
      (allowance.exceeded
        ? rateLimited(0, allowance.headers)
        : request.path === '/oauth/token' && request.method === 'POST'
          ? tokens.issue(request.headers['content-type'], new URLSearchParams(request.bytes.toString('utf8')))
          : call(request, fault))
    return { ...result, headers: { ...allowance.headers, ...fault?.headers, ...result.headers } }
  }
  return {
    answer,
    clear: () => {
      tokens.clear()
      signatures.clear()
      limiter.clear()
    },
  }
}

function firstItem(body: unknown): unknown {
  const data = isObject(body) ? body.data : undefined
  return Array.isArray(data) ? data[0] : undefined
}
