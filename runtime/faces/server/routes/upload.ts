/** `POST /v1/tables`: receives a table and writes it to disk as it arrives. */
import type { Readable } from 'node:stream'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ActionError } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import { refuse } from '../../../contract/refuse.ts'
import { isRefusal } from '../../../service/runs/service.ts'
import { actorOf } from '../actor.ts'
import type { Rates } from '../door/rates.ts'
import type { Setup } from '../setup.ts'
import { sendRefusal } from './orders.ts'
import { shownTable } from './tables.ts'

/** Largest table in bytes. */
const TABLE_BYTES = 256 * 1024 * 1024

/** Formats by media type, and by the end of a file name. */
const FORMATS: Readonly<Record<string, 'csv' | 'jsonl'>> = {
  'text/csv': 'csv',
  'application/jsonl': 'jsonl',
  'application/x-ndjson': 'jsonl',
  csv: 'csv',
  tsv: 'csv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
}

/** A table that is arriving. */
interface Arriving {
  stream: Readable
  format: 'csv' | 'jsonl'
  name?: string
}

/** Adds the route, with parsers of its own: no other route accepts such bodies. */
export async function addUpload(app: FastifyInstance, { runs }: Setup, rates: Rates): Promise<void> {
  await app.register(async (own) => {
    const types = Object.keys(FORMATS).filter((name) => name.includes('/'))
    own.addContentTypeParser(types, async (_: FastifyRequest, stream: Readable) => stream)
    await own.register(multipart, { limits: { files: 1, fields: 10, fileSize: TABLE_BYTES + 1 } })
    own.post('/v1/tables', { config: { access: 'tables' } }, async (request, reply) => {
      rates.take(request, 'run')
      if (Number(request.headers['content-length'] ?? 0) > TABLE_BYTES) throw tooLarge()
      const { stream, format, name } = await arriving(request)
      const table = await runs.tables.add(actorOf(request), limited(stream), {
        format,
        ...(name !== undefined && { name }),
      })
      if (isRefusal(table)) await sendRefusal(table, request, reply.header('connection', 'close'))
      else reply.code(201).header('location', `/v1/tables/${table.id}`).send(shownTable(table))
      return reply
    })
  })
}

const tooLarge = (): ActionError => new ActionError('TOO_LARGE', { limit: TABLE_BYTES }, { unsent: true })

async function arriving(request: FastifyRequest): Promise<Arriving> {
  const [type = ''] = String(request.headers['content-type'] ?? '').split(';')
  const format = FORMATS[type.trim().toLowerCase()]
  if (format) return { stream: request.body as Readable, format }
  if (!request.isMultipart()) throw new ActionError('UNSUPPORTED_TYPE', {}, { unsent: true })
  const file = await request.file().catch(refuseForm)
  if (file === undefined) throw refuse(phrase('The form holds no file. Send one table.'))
  const end = file.filename.split('.').at(-1)?.toLowerCase() ?? ''
  const known = FORMATS[end] ?? FORMATS[file.mimetype]
  if (known === undefined)
    throw refuse(
      phrase('The name of a table must end in .csv, .tsv or .jsonl; got "{name}".', {
        name: file.filename.slice(0, 80),
      }),
    )
  return { stream: file.file, format: known, name: file.filename }
}

/** Refuses a form whose type has no boundary. Other faults of a form have their own status. */
function refuseForm(cause: unknown): never {
  if (cause instanceof Error && 'statusCode' in cause) throw cause
  throw refuse(phrase('The form cannot be read. Its content type must name the boundary between its parts.'))
}

/** Ends a body that is longer than its length said. */
async function* limited(stream: Readable): AsyncGenerator<Uint8Array, void> {
  let bytes = 0
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    if (bytes > TABLE_BYTES) throw tooLarge()
    yield chunk
  }
}
