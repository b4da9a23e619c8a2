/** Reads the body of an HTTP request: JSON in UTF-8, of bounded size. */
import type { IncomingMessage } from 'node:http'
import { english } from '../../../contract/phrases.ts'
import { decode } from '../../../safety/encoding.ts'

/** The parsed body, or the error for one that cannot be used: HTTP status, JSON-RPC code, sentence. */
export type Body = { value: unknown } | { status: number; code: number; reason: string }

/** Reads at most so many bytes; a larger body is not read to its end. */
export async function readBody(request: IncomingMessage, most: number): Promise<Body> {
  const tooLarge = {
    status: 413,
    code: -32_000,
    reason: `The message is larger than ${most / 1024 / 1024} MB.`,
  }
  if (Number(request.headers['content-length'] ?? 0) > most) return tooLarge
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += (chunk as Buffer).length
      if (size > most) return tooLarge
      chunks.push(chunk as Buffer)
    }
  } catch {
    return { status: 400, code: -32_000, reason: 'The request ended before its body was complete.' }
  }
  const decoded = decode(Buffer.concat(chunks))
  if ('fault' in decoded)
    return { status: 400, code: -32_700, reason: `Parse error: ${english(decoded.fault)}` }
  try {
    return { value: JSON.parse(decoded.text) }
  } catch {
    return { status: 400, code: -32_700, reason: 'Parse error: Invalid JSON' }
  }
}
