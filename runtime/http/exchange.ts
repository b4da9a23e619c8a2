/** Sends one request, reads its response and records whether the request was sent. */
import type { Dispatcher } from 'undici'
import type { StopSignal } from './scope.ts'
import type { Exchanged, TransportError } from './sending.ts'

/**
 * Sends one request and collects its response. It follows no redirects and does not retry. An aborted signal ends it
 * immediately, also while the connection is being opened; a request that has not been sent by then is never sent.
 *
 * @param maxBytes a larger body ends the exchange as `too_large` while it streams in
 */
export function exchange(
  dispatcher: Pick<Dispatcher, 'dispatch'>,
  options: Dispatcher.DispatchOptions,
  signal: StopSignal,
  maxBytes: number,
): Promise<Exchanged> {
  return new Promise((resolve) => {
    const under_way = new Exchange(signal, maxBytes, resolve)
    if (signal.aborted) return under_way.onAbort()
    signal.addEventListener('abort', under_way.onAbort)
    dispatcher.dispatch(options, under_way)
  })
}

/** The callbacks of undici during an exchange. A class, because closures for every request are expensive. */
class Exchange implements Dispatcher.DispatchHandler {
  private readonly signal: StopSignal
  private readonly maxBytes: number
  private readonly resolve: (outcome: Exchanged) => void
  private controller: Dispatcher.DispatchController | undefined
  private left = false
  private settled = false
  private status = 0
  private headers: Record<string, string> = {}
  private size = 0
  private first: Buffer | undefined
  private more: Buffer[] | undefined

  constructor(signal: StopSignal, maxBytes: number, resolve: (outcome: Exchanged) => void) {
    this.signal = signal
    this.maxBytes = maxBytes
    this.resolve = resolve
  }

  readonly onAbort = (): void => this.breakOff('aborted', asError(this.signal.reason))

  onRequestStart(started: Dispatcher.DispatchController): void {
    // undici calls this immediately before it writes, so only here is it decided whether the request is sent.
    if (this.settled) {
      started.abort(new Error('The run had ended before the request left'))
      return
    }
    this.controller = started
    this.left = true
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    code: number,
    received: Record<string, string | string[] | undefined>,
  ): void {
    if (code < 200) return
    this.status = code
    this.headers = flat(received)
    if (Number(this.headers['content-length']) > this.maxBytes) this.tooLarge()
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.size += chunk.length
    if (this.size > this.maxBytes) this.tooLarge()
    else if (this.first === undefined) this.first = chunk
    else {
      this.more ??= [this.first]
      this.more.push(chunk)
    }
  }

  onResponseEnd(): void {
    if (!this.settle()) return
    const body = this.more ? Buffer.concat(this.more, this.size) : (this.first ?? Buffer.alloc(0))
    const whole: Exchanged = { answer: { status: this.status, headers: this.headers, body } }
    // undici releases the connection in the next turn of the event loop. A request before that opens another connection,
    // which costs a handshake.
    queueMicrotask(() => setImmediate(this.resolve, whole))
  }

  onResponseError(_: Dispatcher.DispatchController, cause: Error): void {
    this.broke('network', cause)
  }

  /** True the first time. */
  private settle(): boolean {
    if (this.settled) return false
    this.settled = true
    this.signal.removeEventListener('abort', this.onAbort)
    return true
  }

  private broke(kind: TransportError['kind'], cause: Error, limit?: number): void {
    if (!this.settle()) return
    this.resolve({ broken: { kind, requestSent: this.left, cause, ...(limit !== undefined && { limit }) } })
  }

  private breakOff(kind: TransportError['kind'], cause: Error, limit?: number): void {
    this.broke(kind, cause, limit)
    this.controller?.abort(cause)
  }

  private tooLarge(): void {
    this.breakOff('too_large', new Error(`The answer is larger than ${this.maxBytes} bytes`), this.maxBytes)
  }
}

/** undici already lower-cases the names; only repeated headers are lists. */
function flat(received: Record<string, string | string[] | undefined>): Record<string, string> {
  for (const name in received) {
    const value = received[name]
    if (Array.isArray(value)) received[name] = value.join(', ')
  }
  return received as Record<string, string>
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)))
