/** Errors of the protocol. */
import { visibleLine } from '../../safety/control-characters.ts'

/** An error that is answered as one of JSON-RPC. The SDK's own class puts "MCP error" and the code before every sentence, as its client does again. */
export function protocolError(code: number, message: string, data?: Record<string, unknown>): Error {
  return Object.assign(new Error(visibleLine(message)), { code }, data === undefined ? {} : { data })
}
