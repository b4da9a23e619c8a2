/** Reads the request on standard input. */
import { ActionError } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import { refuse } from '../../../contract/refuse.ts'
import { decode } from '../../../safety/encoding.ts'
import { type Io, readAll } from '../process/io.ts'

/**
 * The text on standard input; undefined if it is a terminal, or if it is empty and the arguments are complete.
 *
 * @param isComplete whether the arguments alone make a request
 * @throws ActionError REQUEST_INVALID, CANCELLED if the signal is aborted before the end
 */
export async function readInput(
  io: Io,
  isComplete: boolean,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (io.isTTY.stdin) {
    if (isComplete) return undefined
    const reason =
      'No action. Name one (`soar run ping`), or send a JSON object on standard input; `soar list` shows all actions.'
    throw refuse(reason)
  }
  const bytes = await readAll(io.stdin, signal)
  if (bytes === undefined)
    throw new ActionError('CANCELLED', { reason: phrase('the run was asked to stop') }, { unsent: true })
  const text = textOf(bytes)
  return isComplete && text.trim() === '' ? undefined : text
}

function textOf(bytes: Buffer): string {
  const decoded = decode(bytes)
  if ('text' in decoded) return decoded.text
  throw refuse(phrase('Cannot read the request: {fault}', { fault: decoded.fault }))
}
