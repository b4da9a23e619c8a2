/** Decodes bytes from outside: UTF-8, or UTF-16 that begins with a byte order mark. */
import { isUtf8 } from 'node:buffer'
import { english, type Phrase, phrase } from '../contract/phrases.ts'
import { refuse } from '../contract/refuse.ts'

/** The text, or a sentence that says why the bytes are not text. */
export type Decoded = { text: string } | { fault: Phrase }

type Wide = 'utf16le' | 'utf16be'

const NEWLINE = 10

/** Bytes of the longest character. */
const LONGEST = 4

/**
 * Decodes bytes that must be text. A byte order mark is taken off. Nothing is replaced: bytes that are not text are a fault,
 * whose sentence names the place and never the bytes, which may be a secret.
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
 * @param what the thing that holds the bytes, as the sentence names it
 * @throws ActionError REQUEST_INVALID
 */
export function decodeOrRefuse(bytes: Uint8Array, what: string): string {
  const decoded = decode(bytes)
  if ('text' in decoded) return decoded.text
  throw refuse(`Cannot read ${what}: ${english(decoded.fault)}`)
}

/**
 * Turns a stream into UTF-8 without a byte order mark. Bytes of a UTF-8 stream pass unchanged, also those that are not
 * UTF-8; damaged UTF-16 becomes bytes that are not UTF-8. So the reader finds them in their line.
 *
 * @param what the thing that is read, as the sentence names it
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
 * Finds the bytes of a stream that are not UTF-8, for a reader that counts bytes.
 *
 * @returns takes the next chunk, or undefined at the end; returns the places of bad bytes, counted from the stream's start
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
 * Whether Node replaced bytes of this text that were not UTF-8. It does so in arguments and environment variables, whose
 * bytes are gone then.
 */
export const isReplaced = (text: string): boolean => text.includes('\uFFFD') || !text.isWellFormed()

const UNMARKED = phrase('UTF-16 without a byte order mark. Save it as UTF-8.')

function encodingOf(bytes: Uint8Array): { encoding: 'utf8' | Wide | 'unmarked'; mark: number } {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: 'utf8', mark: 3 }
  if (first === 0xff && second === 0xfe) return { encoding: 'utf16le', mark: 2 }
  if (first === 0xfe && second === 0xff) return { encoding: 'utf16be', mark: 2 }
  // No text begins with this character, and every ASCII character of UTF-16 holds one.
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

/** Bytes of the character that begins with this one. */
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

/** Bytes at the end that may be the beginning of a character. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back < LONGEST && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte >= 0xc0) return lengthOf(byte) > back ? back : 0
    if (byte < 0x80) return 0
  }
  return 0
}

/** Bytes at the end of UTF-16 that are part of a character. */
function cutOff(bytes: Buffer, encoding: Wide): number {
  const odd = bytes.length % 2
  const high = bytes[bytes.length - odd - (encoding === 'utf16be' ? 2 : 1)] ?? 0
  return odd + (high >= 0xd8 && high < 0xdc ? 2 : 0)
}

/** UTF-16 as text; undefined where a byte is left over. */
function wideText(bytes: Buffer, encoding: Wide): string | undefined {
  if (bytes.length % 2 === 1) return undefined
  return (encoding === 'utf16be' ? Buffer.from(bytes).swap16() : bytes).toString('utf16le')
}

/** A byte that is not UTF-8. */
const BAD = Buffer.from([0xff])

/** UTF-16 as UTF-8; halves of characters, and a byte that is left over, as a byte that is not UTF-8. */
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
