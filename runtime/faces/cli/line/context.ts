/** Reads the `context` of templates from the command line. */

import { ActionError } from '../../../contract/errors.ts'
import { quoted } from '../../../contract/phrases.ts'
import { decodeOrRefuse } from '../../../safety/encoding.ts'
import { jsonFault } from '../../../safety/json-fault.ts'
import { type Io, pathOf } from '../process/io.ts'

type Fields = Record<string, unknown>

const refuse = (reason: string): ActionError =>
  new ActionError('REQUEST_INVALID', { reason: quoted(reason) }, { unsent: true })

/** Parses a context from JSON; no bytes are an empty one. Numbers keep their spelling: 3.0 prints as 3.0. */
export async function parseContext(bytes: Uint8Array, from: string): Promise<Fields> {
  const clean = decodeOrRefuse(bytes, `the context from ${from}`)
  if (clean.trim() === '') return {}
  const { parseJson } = await import('../../../template/values/json.ts')
  let context: unknown
  try {
    context = parseJson(clean)
  } catch (cause) {
    throw refuse(`The context from ${from} is not JSON: ${jsonFault(clean, cause)}`)
  }
  if (context !== null && typeof context === 'object' && !Array.isArray(context)) return context as Fields
  throw refuse(`The context from ${from} must be one JSON object.`)
}

/** Reads a context from a file. Throws REQUEST_INVALID. */
export async function readContextFile(file: string, io: Pick<Io, 'cwd'>): Promise<Fields> {
  const { readFile } = await import('node:fs/promises')
  const bytes = await readFile(pathOf(io, file)).catch((cause: NodeJS.ErrnoException) => {
    throw refuse(`Cannot read ${file} of --context (${cause.code}). Name a JSON file.`)
  })
  return parseContext(bytes, file)
}
