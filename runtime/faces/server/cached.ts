/** Responses that a client need not load twice. */
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Sends data with a validator. `build` identifies the product. */
export function sendCached(
  request: FastifyRequest,
  reply: FastifyReply,
  data: object,
  build: string,
): FastifyReply {
  const text = JSON.stringify(data)
  const etag = `"${createHash('sha256').update(build).update(text).digest('base64url').slice(0, 22)}"`
  reply.header('etag', etag).header('cache-control', 'private, no-cache').header('vary', 'Accept-Language')
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  return reply.type('application/json; charset=utf-8').send(text)
}
