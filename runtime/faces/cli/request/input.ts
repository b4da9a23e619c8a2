/** Reads the request on standard input. */
import { isUtf8 } from 'node:buffer'
import { ActionError } from '../../../contract/errors.ts'
import { type Io, readAll } from '../process/io.ts'

/**
 * The text on standard input; undefined where it is a terminal, or empty although the arguments say it all.
 *
 * @param isComplete whether the arguments alone make a request
 * @throws ActionError REQUEST_INVALID, CANCELLED when the signal is aborted before the end
 */
export async function readInput(
  io: Io,
  isComplete: boolean,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (io.isTTY.stdin) {
    if (isComplete) return undefined
    const reason =
      'nothing was given. Name an action (`soar run ping`), or send a JSON object on standard input; `soar list` shows the actions.'
    throw new ActionError('REQUEST_INVALID', { reason }, { unsent: true })
  }
  const bytes = await readAll(io.stdin, signal)
  if (bytes === undefined)
    throw new ActionError('CANCELLED', { reason: 'it was asked to stop.' }, { unsent: true })
  const text = decode(bytes)
  return isComplete && text.trim() === '' ? undefined : text
}

function decode(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  const wide = bytes[0] === 0xff || bytes[0] === 0xfe
  const reason = `it is not UTF-8${wide ? ' but looks like UTF-16' : ''}. Send JSON as UTF-8.`
  throw new ActionError('REQUEST_INVALID', { reason }, { unsent: true })
}
