/** Finds secrets in any common spelling by comparing only case-insensitive letters and digits. */

import { type Decoded, decodeEscapes, decodeQuoted, hasEscapes, hasQuoted, undecoded } from './decode.ts'
import { createQuickScan, MAY_ESCAPE, MAY_HOLD, MAY_QUOTE } from './quick-scan.ts'

/** Minimum length; shorter sequences of letters and digits are too common to be a secret. */
const SHORTEST = 8

/** Fraction of a secret's start or end that counts as the secret, because messages may be truncated. */
const ENOUGH = 0.75

/** A search for a set of secrets. */
export interface FoldedSearch {
  /** Length in characters of the shortest text that is searched for. */
  readonly shortest: number
  /** Returns the ranges of a text to redact, as start and end, in order and without overlap. */
  find(text: string): [number, number][]
}

/** Creates the search for a set of secrets. */
export function createFoldedSearch(secrets: Iterable<string>): FoldedSearch {
  const needles = [...new Set([...secrets].flatMap(needlesOf))].sort((a, b) => b.length - a.length)
  const shortest = Math.min(Number.POSITIVE_INFINITY, ...needles.map(({ length }) => length))
  const scan = createQuickScan(needles)
  const holds = (text: string): boolean => {
    if ((scan(text) & MAY_HOLD) === 0) return false
    const folded = fold(text)
    return needles.some((needle) => folded.includes(needle))
  }
  const inside = (decoded: Decoded): [number, number][] => (holds(decoded.text) ? places(decoded) : [])

  function find(text: string): [number, number][] {
    if (text.length < shortest) return []
    const seen = scan(text)
    if (seen === 0) return []
    const found: [number, number][] = []
    if ((seen & MAY_HOLD) !== 0 && holds(text)) found.push(...places(undecoded(text)))
    if ((seen & MAY_ESCAPE) !== 0 && hasEscapes(text)) found.push(...inside(decodeEscapes(text)))
    if ((seen & MAY_QUOTE) !== 0 && hasQuoted(text)) found.push(...inside(decodeQuoted(text)))
    return merged(found)
  }

  function places(decoded: Decoded): [number, number][] {
    const { text, origins } = foldWithOrigins(decoded)
    return needles.flatMap((needle) => {
      const all: [number, number][] = []
      for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) {
        const [first, last] = [origins[at], origins[at + needle.length - 1]]
        if (first !== undefined && last !== undefined)
          all.push([decoded.starts[first] ?? 0, decoded.ends[last] ?? 0])
      }
      return all
    })
  }

  return { shortest, find }
}

/** Keeps letters and digits, in lower case; converts fullwidth and other compatibility forms to plain characters. */
const fold = (text: string): string =>
  isPlain(text)
    ? text.toLowerCase().replace(/[^a-z0-9]+/g, '')
    : text
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, '')

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const isPlain = (text: string): boolean => /^[\u0000-\u007f]*$/.test(text)

/** Folds character by character and records the position of each in the decoded text. */
function foldWithOrigins({ text }: Decoded): { text: string; origins: number[] } {
  const parts: string[] = []
  const origins: number[] = []
  let at = 0
  for (const char of text) {
    const folded = fold(char)
    parts.push(folded)
    for (let unit = 0; unit < folded.length; unit++) origins.push(at)
    at += char.length
  }
  return { text: parts.join(''), origins }
}

/** Returns the texts to search for: the secret, its start and end, and its encoded forms. */
function needlesOf(secret: string): string[] {
  const plain = fold(secret)
  const part = Math.max(SHORTEST, Math.ceil(plain.length * ENOUGH))
  const bytes = Buffer.from(secret, 'utf8')
  const wide = Buffer.from(secret, 'utf16le')
  const once = base64Parts(bytes)
  const encoded = [
    ...once,
    ...once.flatMap((text) => base64Parts(Buffer.from(text))),
    ...base64Parts(wide),
    ...base64Parts(Buffer.from(wide).swap16()),
    bytes.toString('hex'),
    // A secret that looks escaped is decoded together with the text around it.
    ...(/[%\\&=]/.test(secret) ? [decodeEscapes(secret).text, decodeQuoted(secret).text] : []),
  ].map(fold)
  return [plain, plain.slice(0, part), plain.slice(-part), ...encoded].filter(
    ({ length }) => length >= SHORTEST,
  )
}

/** Returns the invariant part of the base64 of any text that contains these bytes, for each of the three alignments. */
export function base64Parts(bytes: Buffer): string[] {
  return [0, 1, 2].map((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replaceAll('=', '')
    const start = offset === 0 ? 0 : offset + 1
    return shifted.slice(start, Math.floor(((offset + bytes.length) * 8) / 6))
  })
}

function merged(found: [number, number][]): [number, number][] {
  const apart: [number, number][] = []
  for (const [from, to] of found.sort(([a], [b]) => a - b)) {
    const last = apart.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else apart.push([from, to])
  }
  return apart
}
