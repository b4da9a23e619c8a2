/** Decodes escaped text and records the original position of each character. */

/** Decoded text. The character at `i` comes from `starts[i]` up to `ends[i]` of the original. */
export interface Decoded {
  text: string
  starts: readonly number[]
  ends: readonly number[]
}

/** Maximum number of decoding passes for nested escapes. */
const PASSES = 5

/**
 * Matches percent bytes, JSON, JavaScript and Python escapes, and numeric and named HTML references. A run of backslashes
 * matches only from its start: matching from each backslash would take quadratic time.
 */
const ESCAPE =
  /(?:%[0-9a-f]{2})+|(?<!\\)\\+(?:u\{[0-9a-f]{1,6}\}|u[0-9a-f]{4}|U[0-9a-f]{8}|x[0-9a-f]{2}|[0-7]{3})|&#x0{0,6}[0-9a-f]{1,6};?|&#0{0,6}[0-9]{1,7};?|&[a-z]{2,8};/gi

/** Matches bytes of quoted-printable text, and its soft line ends. */
const QUOTED = /(?:=[0-9A-F]{2})+|=\r?\n/gi

/** Whether decoding can change a text. */
export const hasEscapes = (text: string): boolean => /%[0-9a-f]{2}|\\[ux0-7]|&(?:#|[a-z]{2,8};)/i.test(text)

/** Whether a text may be quoted-printable. */
export const hasQuoted = (text: string): boolean => /=3d|(?:=[0-9a-f]{2}){3}/i.test(text)

/** Returns the text unchanged, with its positions. */
export function undecoded(text: string): Decoded {
  const starts = Array.from({ length: text.length }, (_, at) => at)
  return { text, starts, ends: starts.map((at) => at + 1) }
}

/** Decodes the escapes of URLs, JSON, scripts and HTML, including nested ones. */
export function decodeEscapes(text: string): Decoded {
  let decoded = undecoded(text)
  for (let pass = 0; pass < PASSES && hasEscapes(decoded.text); pass++) {
    const next = replaced(decoded, ESCAPE, meaningOf)
    if (next.text === decoded.text) break
    decoded = next
  }
  return decoded
}

/** Decodes quoted-printable bytes. */
export const decodeQuoted = (text: string): Decoded =>
  replaced(undecoded(text), QUOTED, (found) =>
    /^=\r?\n$/.test(found) ? '' : bytes(found.slice(1).split('=')),
  )

function replaced(from: Decoded, pattern: RegExp, meaning: (found: string) => string): Decoded {
  const starts: number[] = []
  const ends: number[] = []
  const parts: string[] = []
  let done = 0
  const copy = (to: number): void => {
    parts.push(from.text.slice(done, to))
    for (let at = done; at < to; at++) {
      starts.push(from.starts[at] ?? 0)
      ends.push(from.ends[at] ?? 0)
    }
  }
  for (const match of from.text.matchAll(pattern)) {
    const [found] = match
    copy(match.index)
    done = match.index + found.length
    const text = meaning(found)
    parts.push(text)
    for (let at = 0; at < text.length; at++) {
      starts.push(from.starts[match.index] ?? 0)
      ends.push(from.ends[done - 1] ?? 0)
    }
  }
  copy(from.text.length)
  return { text: parts.join(''), starts, ends }
}

function meaningOf(found: string): string {
  if (found.startsWith('%')) return bytes(found.slice(1).split('%'))
  if (found.startsWith('&#')) {
    const digits = found.slice(2).replace(';', '')
    return character(/^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10))
  }
  // Named references are not letters or digits, so the search ignores them.
  if (found.startsWith('&')) return ' '
  const written = found.replace(/^\\+/, '')
  if (/^[0-7]/.test(written)) return character(Number.parseInt(written, 8))
  return character(Number.parseInt(written.replace(/[ux{}]/gi, ''), 16))
}

const character = (code: number): string =>
  code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'

const bytes = (hex: readonly string[]): string =>
  Buffer.from(hex.map((byte) => Number.parseInt(byte, 16))).toString('utf8')
