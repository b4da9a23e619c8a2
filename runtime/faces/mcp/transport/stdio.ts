/**
 * The protocol over standard input and output, one JSON message per line.
 *
 * The SDK decides which era of the protocol a connection speaks. Its own transport closes the connection at an oversized
 * message and does not answer a malformed one. Here both are answered, and the connection stays open.
 */
import {
  type JSONRPCMessage,
  ProtocolErrorCode,
  parseJSONRPCMessage,
  type Transport,
} from '@modelcontextprotocol/server'
import { serveStdio as serveConnection } from '@modelcontextprotocol/server/stdio'
import { ActionError } from '../../../contract/errors.ts'
import { type Core, settled } from '../../../service/service.ts'
import { createServer } from '../server.ts'
import { type Frame, splitFrames } from './frames.ts'

/** Maximum size of one message in bytes. */
export const MOST_BYTES = 4 * 1024 * 1024

/** The streams of a client. */
export interface Streams {
  input: (AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>) & { destroy?(): unknown }
  /** Resolves when the text is written; a closed reader is not an error. */
  write(text: string): Promise<void>
}

/** Serves one client until its input ends and its requests are answered, or until `stop`, which cancels them. */
export async function serveStdio(core: Core, streams: Streams, stop: AbortSignal): Promise<void> {
  const gone = new AbortController()
  const transport = createTransport(streams)
  const connection = serveConnection(() => createServer(core, { gone: gone.signal }), {
    transport,
    onerror: (err) => core.log.line('debug', { err }, 'Protocol.'),
  })
  const stopped = (): void => {
    streams.input.destroy?.()
    // Cancels every call in progress, through the signals of their requests.
    connection.close().catch(() => {})
  }
  stop.addEventListener('abort', stopped, { once: true })
  if (stop.aborted) stopped()
  await transport.ended
  gone.abort()
  // Messages are passed on one after the other.
  await new Promise((resolve) => setImmediate(resolve))
  await settled(core)
  await transport.flushed()
  await connection.close()
}

/** A transport over streams; `ended` resolves when the input has ended. */
export function createTransport({ input, write }: Streams): Transport & {
  ended: Promise<void>
  flushed(): Promise<void>
} {
  let closed = false
  let written: Promise<void> = Promise.resolve()
  let end: () => void = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const put = (message: unknown): Promise<void> => {
    written = write(`${JSON.stringify(message)}\n`)
    return written
  }
  const refuse = (id: string | number | null, code: number, message: string): void => {
    // A disconnected client gets no answer.
    put({ jsonrpc: '2.0', id, error: { code, message } }).catch(() => {})
  }
  const take = (frame: Frame): void => {
    if ('bad' in frame) {
      const isLong = frame.bad === 'too long'
      const limit = `The message is larger than ${MOST_BYTES / 1024 / 1024} MB.`
      if (isLong) refuse(frame.id, ProtocolErrorCode.InvalidRequest, limit)
      else refuse(frame.id, ProtocolErrorCode.ParseError, 'The line is not UTF-8. Send JSON as UTF-8.')
      return
    }
    if (frame.text.trim() === '') return
    const data = parse(frame.text)
    if (data === undefined) {
      refuse(null, ProtocolErrorCode.ParseError, 'The line is not JSON. Send one message per line.')
      return
    }
    const message = toMessage(data)
    if (message) transport.onmessage?.(message)
    else refuse(idOf(data), ProtocolErrorCode.InvalidRequest, 'The line is not a JSON-RPC 2.0 message.')
  }
  const pump = async (): Promise<void> => {
    try {
      for await (const frame of splitFrames(input, MOST_BYTES)) {
        if (closed) break
        take(frame)
      }
    } catch (error) {
      if (error instanceof ActionError)
        refuse(null, ProtocolErrorCode.ParseError, String(error.values.reason))
      if (!closed) transport.onerror?.(error instanceof Error ? error : new Error(String(error)))
    } finally {
      end()
    }
  }
  const transport: Transport & { ended: Promise<void>; flushed(): Promise<void> } = {
    ended,
    // The answer of a call is written after the call has settled.
    flushed: async () => {
      await new Promise((resolve) => setImmediate(resolve))
      await written.catch(() => {})
    },
    start: async () => {
      void pump()
    },
    send: put,
    close: async () => {
      if (closed) return
      closed = true
      transport.onclose?.()
    },
  }
  return transport
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function toMessage(data: unknown): JSONRPCMessage | undefined {
  try {
    return parseJSONRPCMessage(data)
  } catch {
    return undefined
  }
}

function idOf(data: unknown): string | number | null {
  const id = data !== null && typeof data === 'object' && 'id' in data ? data.id : null
  return typeof id === 'string' || typeof id === 'number' ? id : null
}
