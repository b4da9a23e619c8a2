/** `/v1/audit`: the audit log, for those who watch the server. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { phrase } from '../../../contract/phrases.ts'
import { refuse } from '../../../contract/refuse.ts'
import { notFound } from '../problem/refuse.ts'
import { readQuery } from '../query.ts'
import type { Setup } from '../setup.ts'

/** Adds the route. */
export function addAudit(app: FastifyInstance, { auditFile }: Setup): void {
  app.get('/v1/audit', { config: { access: 'audit' }, exposeHeadRoute: false }, async (request, reply) => {
    const { since } = readQuery(request.query, ['since', 'locale'])
    if (auditFile === undefined)
      throw notFound(phrase('This server writes no audit log. Start it with --audit-log.'))
    const from = since === undefined ? undefined : new Date(since)
    if (from !== undefined && Number.isNaN(from.getTime())) {
      const words = { name: 'since', text: (since ?? '').slice(0, 80) }
      throw refuse(phrase('"{name}" must be a time such as 2026-03-09T08:14:22Z; got "{text}".', words))
    }
    return reply
      .type('application/jsonl; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(Readable.from(linesSince(auditFile, from?.toISOString() ?? '')))
  })
}

/** Lines at or after a time. Each line begins with its time, so that it need not be parsed. */
async function* linesSince(file: string, since: string): AsyncGenerator<string, void> {
  const input = createReadStream(file)
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
      if (line.slice(START.length, START.length + since.length) >= since) yield `${line}\n`
  } finally {
    input.destroy()
  }
}

const START = '{"at":"'
