/** Serves the page: its files, and its document at every path of a view. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { phrase } from '../../../contract/phrases.ts'
import { notFound } from '../problem/refuse.ts'
import { DOCUMENT, type PageFile, readPage } from './files.ts'

/** First parts of paths that are not views of the page. */
const OWN = /^\/(?:v1|mcp|healthz|readyz|metrics|openapi\.json|assets)(?:\/|$)/

/**
 * Adds the routes of the page in a folder. The page signs in by itself, so its files need no session.
 */
export async function addPage(app: FastifyInstance, folder: string): Promise<void> {
  const files = await readPage(folder)
  app.setNotFoundHandler((request, reply) => {
    const [path = '/'] = request.url.split('?')
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const file = files.get(path.slice(1)) ?? (OWN.test(path) ? undefined : files.get(DOCUMENT))
    if (isRead && file) return sendFile(file, request, reply)
    const detail =
      path === '/' && files.size === 0
        ? phrase('The page is not part of this installation. The API is at /v1.')
        : phrase('There is nothing at this address.')
    throw notFound(detail)
  })
}

function sendFile(file: PageFile, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const isDocument = file.type.startsWith('text/html')
  const cache = isDocument ? 'no-store' : file.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache'
  reply.header('cache-control', cache).type(file.type)
  if (!isDocument) {
    reply.header('etag', file.etag)
    if (request.headers['if-none-match'] === file.etag) return reply.code(304).send()
  }
  if (file.brotli === undefined) return reply.send(file.bytes)
  reply.header('vary', 'Accept-Encoding')
  const isAccepted = acceptsBrotli(String(request.headers['accept-encoding'] ?? ''))
  return isAccepted ? reply.header('content-encoding', 'br').send(file.brotli) : reply.send(file.bytes)
}

const acceptsBrotli = (header: string): boolean =>
  header.split(',').some((coding) => {
    const [name, weight = ''] = coding.split(';').map((part) => part.trim())
    return name === 'br' && Number(weight.replace('q=', '') || 1) > 0
  })
