/** Reads the bodies of requests. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isRecord } from '../../contract/json.ts'
import { type Phrase, phrase, type Word } from '../../contract/phrases.ts'
import { refuse } from '../../contract/refuse.ts'
import { nearest } from '../../i18n/nearest.ts'
import { parseRequest } from '../../run/request.ts'
import { decodeOrRefuse } from '../../safety/encoding.ts'
import { DEEPEST, isDeeper } from '../../safety/plain-data.ts'
import { show } from '../../schema/validate.ts'

/** Largest body in bytes. */
export const BODY_BYTES = 1024 * 1024

/** Largest body with a context, which may hold a whole case. */
export const CONTEXT_BYTES = 4 * 1024 * 1024

/** Accepts JSON as UTF-8, and nothing else. Numbers of a context keep their spelling, as on the command line. */
export function addBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_: FastifyRequest, bytes: Buffer) =>
      bytes.length === 0 ? undefined : parseRequest(decodeOrRefuse(bytes, 'the request')),
  )
}

/** How one field of a body is read: what it must be, and whether a value is that. */
interface Kind {
  wanted: Phrase
  fits(value: unknown): boolean
}

/** The kinds of fields. */
export const kind = {
  text: { wanted: phrase('non-empty text'), fits: (value) => typeof value === 'string' && value !== '' },
  object: { wanted: phrase('an object'), fits: isRecord },
  list: { wanted: phrase('a list'), fits: Array.isArray },
  boolean: { wanted: phrase('true or false'), fits: (value) => typeof value === 'boolean' },
  integer: {
    wanted: phrase('a positive whole number'),
    fits: (value) => Number.isSafeInteger(value) && Number(value) > 0,
  },
  any: { wanted: phrase('any value'), fits: () => true },
} as const satisfies Record<string, Kind>

/** Fields of a body by name. */
export type Fields = Readonly<Record<string, Kind>>

/**
 * Reads a body as an object of known fields. A field that is null counts as absent.
 *
 * @throws REQUEST_INVALID naming every fault
 */
export function readBody(value: unknown, fields: Fields): Record<string, unknown> {
  if (value === undefined) return {}
  if (!isRecord(value)) throw refuse(phrase('The body of the request must be one JSON object.'))
  const faults: Word[] = []
  const read: Record<string, unknown> = {}
  const names = Object.keys(fields)
  for (const [name, given] of Object.entries(value)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (field === undefined) {
      const words = { name: name.slice(0, 80), fields: names.join(', '), nearest: nearest(name, names) ?? '' }
      faults.push(phrase('Unknown field "{name}".[[ Did you mean "{nearest}"?]] Allowed: {fields}.', words))
    } else if (given !== null) {
      if (!field.fits(given))
        faults.push(
          phrase('"{name}" must be {wanted}; got {received}.', {
            name,
            wanted: field.wanted,
            received: show(given),
          }),
        )
      else if (isDeeper(given, DEEPEST))
        faults.push(phrase('"{name}" is nested deeper than {limit} levels.', { name, limit: DEEPEST }))
      read[name] = given
    }
  }
  if (faults.length === 0) return read
  throw refuse(faults.reduce((first, second) => phrase('{first} {second}', { first, second })))
}
