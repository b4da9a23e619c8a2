/** Decodes external bytes: UTF-8, or UTF-16 with a byte order mark. */
import { isUtf8 } from 'node:buffer'
import { english, type Phrase, phrase } from '../contract/phrases.ts'
import { refuse } from '../contract/refuse.ts'

/** The text, or a message that says why the bytes are not text. */
export type Decoded = { text: string } | { fault: Phrase }

type Wide = 'utf16le' | 'utf16be'

const NEWLINE = 10

/** Maximum number of bytes of one character. */
const LONGEST = 4

/**
 * Decodes bytes that must be text. A byte order mark is removed. Invalid bytes are not replaced but reported as a fault,
 * whose message names the position and never the bytes, which may be a secret.
 */
export function decode(bytes: Uint8Array): Decoded {
  const { encoding, mark } = encodingOf(bytes)
  if (encoding === 'unmarked') return { fault: UNMARKED }
  if (encoding === 'utf8') {
    const rest = bytes.subarray(mark)
    return isUtf8(rest) ? { text: asBuffer(rest).toString('utf8') } : { fault: notUtf8(rest) }
  }
  const text = wideText(asBuffer(bytes.subarray(mark)), encoding)
  return text?.isWellFormed() ? { text } : { fault: phrase('damaged UTF-16. Save it as UTF-8.') }
}

/**
 * Decodes bytes, or refuses them.
 *
 * @param what the source of the bytes, as named in the message
 * @throws ActionError REQUEST_INVALID
 */
export function decodeOrRefuse(bytes: Uint8Array, what: string): string {
  const decoded = decode(bytes)
  if ('text' in decoded) return decoded.text
  throw refuse(`Cannot read ${what}: ${english(decoded.fault)}`)
}

/**
 * Converts a stream to UTF-8 without a byte order mark. Bytes of a UTF-8 stream pass unchanged, even invalid ones; invalid
 * UTF-16 becomes invalid UTF-8 bytes. The reader can therefore report them with their line.
 *
 * @param what the source that is read, as named in the message
 * @throws ActionError REQUEST_INVALID for UTF-16 without a byte order mark
 */
export async function* toUtf8(
  chunks: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  what: string,
): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0)
  let encoding: 'utf8' | Wide | undefined
  const begin = (): 'utf8' | Wide => {
    const found = encodingOf(held)
    held = held.subarray(found.mark)
    if (found.encoding !== 'unmarked') return found.encoding
    throw refuse(`Cannot read ${what}: ${english(UNMARKED)}`)
  }
  const take = (last: boolean): Buffer => {
    encoding ??= begin()
    const whole = encoding === 'utf8' || last ? held.length : held.length - cutOff(held, encoding)
    const bytes = held.subarray(0, whole)
    held = held.subarray(whole)
    return encoding === 'utf8' ? bytes : narrow(bytes, encoding)
  }
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : asBuffer(chunk)
    held = held.length === 0 ? bytes : Buffer.concat([held, bytes])
    if (encoding === undefined && held.length < (held[0] === 0xef ? 3 : 2)) continue
    const taken = take(false)
    if (taken.length > 0) yield taken
  }
  const rest = take(true)
  if (rest.length > 0) yield rest
}

/**
 * Finds the invalid UTF-8 bytes of a stream, for a reader that counts bytes.
 *
 * @returns a function that takes the next chunk, or undefined at the end, and returns the byte offsets of invalid bytes from
 *   the start of the stream
 */
export function createUtf8Check(): (chunk: Uint8Array | undefined) => number[] {
  let carry: Buffer = Buffer.alloc(0)
  let start = 0
  return (chunk = new Uint8Array()) => {
    const bytes = carry.length === 0 ? asBuffer(chunk) : Buffer.concat([carry, chunk])
    const whole = bytes.length - (chunk.length === 0 ? 0 : unfinished(bytes))
    const taken = bytes.subarray(0, whole)
    const places = isUtf8(taken) ? [] : Array.from(badPlaces(taken), (place) => start + place)
    start += whole
    carry = bytes.subarray(whole)
    return places
  }
}

/**
 * Whether Node replaced invalid UTF-8 bytes of this text. Node does so in arguments and environment variables, and the
 * original bytes are lost.
 */
export const isReplaced = (text: string): boolean => text.includes('\uFFFD') || !text.isWellFormed()

const UNMARKED = phrase('UTF-16 without a byte order mark. Save it as UTF-8.')

function encodingOf(bytes: Uint8Array): { encoding: 'utf8' | Wide | 'unmarked'; mark: number } {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: 'utf8', mark: 3 }
  if (first === 0xff && second === 0xfe) return { encoding: 'utf16le', mark: 2 }
  if (first === 0xfe && second === 0xff) return { encoding: 'utf16be', mark: 2 }
  // Text never begins with a zero byte, but every ASCII character of UTF-16 contains one.
  return { encoding: bytes.subarray(0, 2).includes(0) ? 'unmarked' : 'utf8', mark: 0 }
}

function notUtf8(bytes: Uint8Array): Phrase {
  const [place = bytes.length] = badPlaces(asBuffer(bytes))
  const before = asBuffer(bytes).subarray(0, place)
  const from = before.lastIndexOf(NEWLINE) + 1
  let line = 1
  for (let at = before.indexOf(NEWLINE); at >= 0; at = before.indexOf(NEWLINE, at + 1)) line++
  const column = before.subarray(from).toString('utf8').length + 1
  return phrase('not UTF-8 at line {line}, column {column}. Save it as UTF-8.', { line, column })
}

/** Returns the number of bytes of the character that begins with this byte. */
const lengthOf = (lead: number): number => (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1)

function* badPlaces(bytes: Buffer): Generator<number> {
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at] ?? 0
    const length = lengthOf(lead)
    const isGood =
      lead < 0x80 || (length > 1 && at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)))
    if (!isGood) yield at
    at += isGood ? length : 1
  }
}

/** Returns the number of trailing bytes that may be the start of a character. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back < LONGEST && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte >= 0xc0) return lengthOf(byte) > back ? back : 0
    if (byte < 0x80) return 0
  }
  return 0
}

/** Returns the number of trailing UTF-16 bytes that are part of an incomplete character. */
function cutOff(bytes: Buffer, encoding: Wide): number {
  const odd = bytes.length % 2
  const high = bytes[bytes.length - odd - (encoding === 'utf16be' ? 2 : 1)] ?? 0
  return odd + (high >= 0xd8 && high < 0xdc ? 2 : 0)
}

/** Decodes UTF-16 to text; returns undefined if a byte is left over. */
function wideText(bytes: Buffer, encoding: Wide): string | undefined {
  if (bytes.length % 2 === 1) return undefined
  return (encoding === 'utf16be' ? Buffer.from(bytes).swap16() : bytes).toString('utf16le')
}

/** A byte that is invalid in UTF-8. */
const BAD = Buffer.from([0xff])

/** Converts UTF-16 to UTF-8; a lone surrogate or a leftover byte becomes a byte that is invalid in UTF-8. */
function narrow(bytes: Buffer, encoding: Wide): Buffer {
  const even = bytes.length - (bytes.length % 2)
  const text = wideText(bytes.subarray(0, even), encoding) ?? ''
  const parts = text.isWellFormed() ? [Buffer.from(text)] : halves(text)
  return Buffer.concat(even === bytes.length ? parts : [...parts, BAD])
}

function halves(text: string): Buffer[] {
  const parts: Buffer[] = []
  for (const part of text.split(/(\p{Surrogate})/u)) {
    parts.push(part.isWellFormed() ? Buffer.from(part) : BAD)
  }
  return parts
}

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
