/** The trace that a request belongs to (W3C Trace Context). */
import type { FastifyRequest } from 'fastify'

const HEADER = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}(?:$|-)/

/** The trace id of the header `traceparent`; undefined without a valid one. */
export function traceOf({ headers }: FastifyRequest): string | undefined {
  const [, id] = HEADER.exec(String(headers.traceparent ?? '')) ?? []
  return id === undefined || /^0+$/.test(id) ? undefined : id
}
