/** Certificate authorities that a configuration adds to the built-in ones. */
import { readFileSync } from 'node:fs'
import { ActionError } from '../contract/errors.ts'
import { phrase, type Word } from '../contract/phrases.ts'
import { decode } from '../safety/encoding.ts'

/**
 * The certificates of `ca_certificate`, each as PEM text; undefined if none is configured.
 *
 * @param given PEM text or the path of a PEM file
 * @throws ActionError CONFIG_INVALID if it contains no readable certificate
 */
export function trustedAuthorities(given: string | undefined): string[] | undefined {
  if (!given?.trim()) return undefined
  const isText = given.includes('-----BEGIN')
  // PEM text from an environment variable or a form often has \n instead of line ends.
  const text = isText ? given.replaceAll('\\n', '\n') : readPem(given)
  const found = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  const { X509Certificate } = process.getBuiltinModule('node:crypto')
  try {
    for (const pem of found) new X509Certificate(pem)
  } catch (cause) {
    throw refuse(phrase('it contains a certificate that cannot be read'), isText ? 'PEM text' : given, cause)
  }
  if (found.length === 0) throw refuse(phrase('it contains no certificate'), isText ? 'PEM text' : given)
  return found
}

function readPem(path: string): string {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (cause) {
    throw refuse((cause as NodeJS.ErrnoException).code ?? phrase('it cannot be read'), path, cause)
  }
  const decoded = decode(bytes)
  // A DER file contains no PEM text, whatever its bytes.
  return 'text' in decoded ? decoded.text : ''
}

function refuse(detail: Word, received: string, cause?: unknown): ActionError {
  const values = { name: 'ca_certificate', detail, received: JSON.stringify(received) }
  const problems = [{ where: 'ca_certificate', rule: 'format_pem', values }]
  return new ActionError('CONFIG_INVALID', {}, { cause, problems })
}
