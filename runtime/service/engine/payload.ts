/** Payloads: values as an engine carries them, in the form that Temporal uses. */

/** A value with its encoding. Binary in memory; base64 in JSON. */
export interface Payload {
  metadata: Record<string, Uint8Array>
  data: Uint8Array
}

/** Seals payloads for the way and for the engine's database, and opens them again. Both sides of an engine have the same. */
export interface Envelope {
  /** True if the engine sees ciphertext only. Secret parameters travel only then. */
  readonly sealed: boolean
  /** Bytes of the largest value that can be sealed; undefined if there is a store for larger ones. */
  readonly limit: number | undefined
  /**
   * Encrypts a payload, and stores it outside of the engine if it is large.
   *
   * @throws ActionError STORAGE_FAILED if the store cannot be written, TOO_LARGE if there is no store and the engine would refuse it
   */
  seal(payload: Payload): Promise<Payload>
  /**
   * The payload that was sealed. A payload that was not sealed is refused if there are keys.
   *
   * @throws ActionError CONFIG_INVALID for an unknown key, STORAGE_FAILED for damaged or missing data
   */
  open(payload: Payload): Promise<Payload>
}

const ENCODING = 'json/plain'

/** A value as JSON. */
export const toPayload = (value: unknown): Payload => ({
  metadata: { encoding: Buffer.from(ENCODING) },
  data: Buffer.from(JSON.stringify(value)),
})

/** The value of an opened payload. Throws SyntaxError if it is not JSON. */
export const fromPayload = ({ data }: Payload): unknown => JSON.parse(Buffer.from(data).toString('utf8'))

/** A payload as the HTTP API of the engine writes it: every value in base64. */
export interface JsonPayload {
  metadata: Record<string, string>
  data: string
}

const toBase64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')

/** For the HTTP API. */
export const toJsonPayload = ({ metadata, data }: Payload): JsonPayload => ({
  metadata: Object.fromEntries(Object.entries(metadata).map(([name, bytes]) => [name, toBase64(bytes)])),
  data: toBase64(data),
})

/** From the HTTP API. */
export const fromJsonPayload = ({ metadata, data }: JsonPayload): Payload => ({
  metadata: Object.fromEntries(
    Object.entries(metadata).map(([name, text]) => [name, Buffer.from(text, 'base64')]),
  ),
  data: Buffer.from(data, 'base64'),
})
