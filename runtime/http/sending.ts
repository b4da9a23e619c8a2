/** One request on its way, and what came of it. */
import type { HttpAnswer, HttpRequest } from '../contract/http.ts'
import type { RunScope } from './scope.ts'

/** Why there is no complete response. */
export interface TransportError {
  kind: 'network' | 'aborted' | 'too_large'
  /** True from the moment the first byte is passed to the socket. */
  requestSent: boolean
  cause: unknown
  /** Maximum size in bytes, if the response exceeds it. */
  limit?: number
}

/** The complete response or the failure; never a rejection. */
export type Exchanged = { answer: HttpAnswer; broken?: never } | { answer?: never; broken: TransportError }

/** The outcome of an attempt, and the host of the proxy if there is one. */
export type Sent = Exchanged & { proxy: string | undefined }

/** One request with the headers of this attempt. */
export interface Outgoing {
  asked: HttpRequest
  url: URL
  headers: Record<string, string>
  /** Whether the request changes nothing. */
  safe: boolean
}

/** Sends a request once. What happens on the wire is its outcome, not a rejection. */
export type Send = (outgoing: Outgoing, run: RunScope) => Promise<Sent>
