/** The recorded form of one request and what came of it. */
import type { Json } from '../../contract/json.ts'

/** One attempt of one request. Retries are exchanges of their own. */
export interface RecordedExchange {
  /** Milliseconds from the start of the run to the request. */
  at: number
  /** Milliseconds from the request to the complete response or the failure. */
  ms: number
  request: RecordedRequest
  response?: RecordedResponse
  failure?: RecordedFailure
}

/** A request without credentials. */
export interface RecordedRequest {
  method: string
  /** With its query. */
  url: string
  headers: Record<string, string>
  body?: RecordedBody
}

/** A complete response without credentials. */
export interface RecordedResponse {
  status: number
  headers: Record<string, string>
  body?: RecordedBody
  /** Host of the proxy that was used. */
  proxy?: string
}

/** Why there was no complete response. */
export interface RecordedFailure {
  kind: 'network' | 'aborted' | 'too_large'
  /** Whether the request may have arrived. */
  sent: boolean
  /** With `aborted`: what ended the request. */
  by?: 'deadline' | 'caller'
  /** With `too_large`: bytes. */
  limit?: number
  cause: RecordedCause
  /** Host of the proxy that was used. */
  proxy?: string
}

/** An error of the network. */
export interface RecordedCause {
  name: string
  message: string
  code?: string
  /** The response of a proxy to CONNECT. */
  status?: number
  /** The private address that a name led to. */
  address?: string
  cause?: RecordedCause
}

/**
 * A body, in the form that is easiest to read: JSON as JSON, the fields of a form, the lines of a text with their line ends,
 * anything else as lines of base64.
 */
export type RecordedBody =
  | { json: Json }
  | { form: Record<string, string | string[]> }
  | { text: string[] }
  | { base64: string[] }
