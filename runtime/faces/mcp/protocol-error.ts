/** Errors of the protocol. */
import { visibleLine } from '../../safety/control-characters.ts'

/**
 * An error that is answered as a JSON-RPC error. The SDK's own class puts "MCP error" and the code before every sentence,
 * and its client does the same again.
 */
export function protocolError(code: number, message: string, data?: Record<string, unknown>): Error {
  return Object.assign(new Error(visibleLine(message)), { code }, data === undefined ? {} : { data })
}
