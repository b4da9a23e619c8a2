/** Signs requests with HMAC. */

/** A digest algorithm as Node names it. */
export type HmacAlgorithm = 'sha1' | 'sha256' | 'sha384' | 'sha512'

/** The key and the form of a signature. */
export interface HmacOptions {
  algorithm: HmacAlgorithm
  /** Text is UTF-8; decode a key that is written in base64 or hex. */
  key: string | Uint8Array
  /** Default `base64`. */
  encoding?: 'base64' | 'base64url' | 'hex'
}

/** Loads cryptography on first use, because it slows the start of a run that needs none. */
const crypto = () => process.getBuiltinModule('node:crypto')

/**
 * The signature of a text. Create it in the `headers` function of a request, which is called for every attempt: a signature
 * that includes the time or an id must never be sent twice.
 */
export const hmac = (text: string, { algorithm, key, encoding = 'base64' }: HmacOptions): string =>
  crypto().createHmac(algorithm, key).update(text).digest(encoding)

/** A random id for one request (UUID version 4). */
export const requestId = (): string => crypto().randomUUID()
