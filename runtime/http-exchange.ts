/** One request and its whole answer over one connection, with exact knowledge of whether the request had left. */
import type { Dispatcher } from 'undici'
import type { HttpAnswer } from './types.ts'

/** Why there is no whole answer. */
export interface Broken {
  kind: 'network' | 'aborted' | 'too_large'
  /** True from the moment the first byte was handed to the socket. */
  left: boolean
  cause: unknown
  /** Bytes it may have had, of an answer that is too large. */
  limit?: number
}

/** Either the whole answer or what broke; never a rejection. */
export type Exchanged = { answer: HttpAnswer; broken?: never } | { answer?: never; broken: Broken }

/**
 * Sends one request and collects its answer. Follows nothing, repeats nothing. An aborted signal ends it at once, also
 * while the connection is still being made; a request that had not left by then never leaves.
 *
 * @param maxBytes a longer body ends the exchange as `too_large` while it streams in
 */
export function exchange(
  dispatcher: Pick<Dispatcher, 'dispatch'>,
  options: Dispatcher.DispatchOptions,
  signal: AbortSignal,
  maxBytes: number,
): Promise<Exchanged> {
  return new Promise((resolve) => {
    let left = false
    let settled = false
    let controller: Dispatcher.DispatchController | undefined
    let status = 0
    let headers: Record<string, string> = {}
    let size = 0
    const chunks: Buffer[] = []

    const settle = (outcome: Exchanged, tell: (outcome: Exchanged) => void = resolve): void => {
      if (settled) return
      settled = true
      signal.removeEventListener('abort', onAbort)
      tell(outcome)
    }
    const breakOff = (kind: Broken['kind'], cause: Error, limit?: number): void => {
      settle({ broken: { kind, left, cause, ...(limit !== undefined && { limit }) } })
      controller?.abort(cause)
    }
    const onAbort = (): void => breakOff('aborted', asError(signal.reason))
    const tooLarge = (): void =>
      breakOff('too_large', new Error(`The answer is larger than ${maxBytes} bytes`), maxBytes)

    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort)
    dispatcher.dispatch(options, {
      onRequestStart(started) {
        // undici calls this right before it writes, so here and nowhere else is decided whether the request leaves.
        if (settled) return started.abort(new Error('The run had ended before the request left'))
        controller = started
        left = true
      },
      onResponseStart(_, code, received) {
        if (code < 200) return
        status = code
        headers = flat(received)
        if (Number(headers['content-length']) > maxBytes) tooLarge()
      },
      onResponseData(_, chunk) {
        size += chunk.length
        if (size > maxBytes) return tooLarge()
        chunks.push(chunk)
      },
      onResponseEnd() {
        const [first] = chunks
        const body = chunks.length === 1 && first ? first : Buffer.concat(chunks, size)
        // undici frees the connection in the next turn of the loop. Who asks again before opens another one, which
        // costs a handshake.
        settle({ answer: { status, headers, body } }, (whole) =>
          queueMicrotask(() => setImmediate(resolve, whole)),
        )
      },
      onResponseError(_, cause) {
        settle({ broken: { kind: 'network', left, cause } })
      },
    })
  })
}

/** undici lowers the names already; only repeated headers come as lists. */
function flat(received: Record<string, string | string[] | undefined>): Record<string, string> {
  for (const name in received) {
    const value = received[name]
    if (Array.isArray(value)) received[name] = value.join(', ')
  }
  return received as Record<string, string>
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)))
