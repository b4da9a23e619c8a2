/** Sends problems, for everything that a request throws. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ActionError, isRetryable } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import { refuse } from '../../../contract/refuse.ts'
import type { ResultError } from '../../../contract/result.ts'
import { type Language, languageOf, writeError, writeProblems } from '../../../i18n/sentences.ts'
import type { LogSink } from '../../../safety/log.ts'
import { BODY_BYTES } from '../body.ts'
import { localeOf } from '../locale.ts'
import { traceOf } from '../trace.ts'
import { type ProblemBody, toProblem } from './problem.ts'
import { notFound } from './refuse.ts'

/** Media type of a problem. */
const PROBLEM = 'application/problem+json'

/** What a problem names besides its error. */
export interface Subject {
  /** The run that the problem is about. */
  run?: string
  /** Further fields of the body, such as the new plan. */
  fields?: object
}

/** Sends what a request threw. */
export async function sendThrown(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: LogSink,
): Promise<ProblemBody> {
  const language = await languageOf(localeOf(request))
  const error = thrown instanceof ActionError ? thrown : libraryError(thrown, request)
  if (error !== undefined && error.code !== 'INTERNAL')
    return sendProblem(resultError(error, language), request, reply)
  log.line('error', { err: thrown, path: request.routeOptions.url }, 'Internal error.')
  const reason = phrase('the log of the server has the details')
  const internal = new ActionError('INTERNAL', { reason }, { unsent: true })
  return sendProblem(resultError(internal, language), request, reply)
}

function resultError(error: ActionError, language: Language): ResultError {
  const { code, facts } = error
  return {
    code,
    reason: writeError(language, error),
    retryable: isRetryable(error, true),
    ...(facts.retry_after_ms === undefined ? {} : { retry_after_ms: facts.retry_after_ms }),
    ...(facts.problems?.length ? { problems: writeProblems(language, facts.problems) } : {}),
  }
}

/** Sends an error as a problem. */
export async function sendProblem(
  error: ResultError,
  request: FastifyRequest,
  reply: FastifyReply,
  { run, fields }: Subject = {},
): Promise<ProblemBody> {
  const [path = '/'] = request.url.split('?')
  const instance = run === undefined ? path.slice(0, 200) : `/v1/runs/${run}`
  const trace_id = traceOf(request)
  const language = await languageOf(localeOf(request))
  const body = { ...toProblem(error, language, instance), ...(trace_id !== undefined && { trace_id }) }
  reply.code(body.status).header('soar-code', body.code).header('cache-control', 'no-store')
  if (body.status === 401) reply.header('www-authenticate', 'Bearer')
  if (body.retry_after_ms !== undefined)
    reply.header('retry-after', String(Math.ceil(body.retry_after_ms / 1000)))
  if (run !== undefined) reply.header('location', instance)
  reply.type(PROBLEM).send(JSON.stringify({ ...body, ...fields }))
  return body
}

/** What Fastify throws before a route sees the request. */
function libraryError(thrown: unknown, { routeOptions }: FastifyRequest): ActionError | undefined {
  const { code, statusCode } = thrown as { code?: string; statusCode?: number }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new ActionError('TOO_LARGE', { limit: routeOptions.bodyLimit ?? BODY_BYTES }, { unsent: true })
  if (code === 'FST_ERR_MAX_PARAM_LENGTH') return notFound(phrase('There is nothing at this address.'))
  if (statusCode === 415) return new ActionError('UNSUPPORTED_TYPE', {}, { unsent: true })
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return refuse(phrase('The request is malformed.'))
  return undefined
}
