/** Masking by value: a secret is replaced wherever it shows, in every spelling in which it may have been copied. */

/** What replaces a secret. */
export const MASK = '***'

/** Below this many characters a value is too common to be searched for inside other text. */
const SHORTEST = 4

/** Collects secrets and hides them. */
export interface Masker {
  add(secret: string): void
  /** Text without secrets. */
  mask(text: string): string
}

/** Names of characters in HTML, beside their numbers. */
const NAMED: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' }

/** Letters after a backslash in JSON. */
const LETTERS: Record<string, string> = { '\n': 'n', '\r': 'r', '\t': 't', '\b': 'b', '\f': 'f' }

/** A sign by which others are escaped: itself, or in a URL, or in a URL in a URL. */
const sign = (char: string): string => `(?:\\${char}|%(?:25){0,3}${anyCase(byteOf(char))})`

const byteOf = (char: string): string => char.charCodeAt(0).toString(16).padStart(2, '0')

/** One character in every spelling: as it is, and as JSON, URLs, forms and HTML write it, one inside the other. */
function anySpelling(char: string): string {
  if (/[A-Za-z0-9]/.test(char)) return char
  const code = char.codePointAt(0) ?? 0
  const hex = code.toString(16)
  const units = Array.from({ length: char.length }, (_, at) =>
    char.charCodeAt(at).toString(16).padStart(4, '0'),
  )
  const bytes = [...Buffer.from(char)].map(
    (byte) => `%(?:25){0,3}${anyCase(byte.toString(16).padStart(2, '0'))}`,
  )
  const itself = char === ' ' ? ' |\\+' : escapePattern(char)
  const [and, end, backslash] = [sign('&'), sign(';'), sign('\\')]
  const forms = [
    // JSON inside JSON inside JSON doubles backslashes each time.
    `${backslash}{0,7}(?:${itself}|${bytes.join('')})`,
    units.map((unit) => `${backslash}{1,8}u${anyCase(unit)}`).join(''),
    `${and}${sign('#')}0{0,4}(?:${code}|x0{0,4}${anyCase(hex)})${end}`,
  ]
  const name = NAMED[char]
  if (name) forms.push(`${and}(?:amp${end})?${name}${end}`)
  const letter = LETTERS[char]
  if (letter) forms.push(`${backslash}{1,8}${letter}`)
  return `(?:${forms.join('|')})`
}

const anyCase = (hex: string): string => hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)

/** Backslashes in a row are one piece: JSON multiplies them, and which of them came from which nobody can tell. */
function anyBackslashes(count: number): string {
  const html = `${sign('&')}${sign('#')}(?:92|x5[cC])${sign(';')}`
  return `(?:${sign('\\')}{${count},${count * 8}}|(?:${sign('\\')}{1,8}u005[cC]|${html}){${count}})`
}

const anySpellings = (text: string): string =>
  text.replace(/\\+|[^\\]/gu, (piece) =>
    piece.startsWith('\\') ? anyBackslashes(piece.length) : anySpelling(piece),
  )

/** base64 of text that holds the secret somewhere: the part that stays the same, for each of the three alignments. */
function base64Parts(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8')
  return [0, 1, 2].flatMap((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replaceAll('=', '')
    const start = offset === 0 ? 0 : offset + 1
    const whole = Math.floor(((offset + bytes.length) * 8) / 6)
    const part = shifted.slice(start, whole)
    return [part, part.replaceAll('+', '-').replaceAll('/', '_')]
  })
}

/** Patterns of a secret: itself in any spelling, and as base64 by itself or within a longer text. */
function patternsOf(secret: string): string[] {
  const whole = Buffer.from(secret, 'utf8').toString('base64')
  const texts = [secret, secret.trim(), ...base64Parts(secret), whole].filter(
    (text) => text.length >= SHORTEST,
  )
  return [...new Set(texts)].sort((a, b) => b.length - a.length).map(anySpellings)
}

function makePattern(secrets: ReadonlySet<string>): RegExp {
  // The longest first: one secret may be the beginning of another.
  const ordered = [...secrets].map(wellFormed).sort((a, b) => b.length - a.length)
  return new RegExp(ordered.flatMap(patternsOf).join('|'), 'g')
}

/** Patterns by their secrets: they take ten times as long to make as all else in a run, and runs of one configuration share theirs. */
const made = new Map<string, RegExp>()
const MOST_MADE = 100

/** Secrets that one configuration has at most. */
const FEW = 10

function patternFor(secrets: ReadonlySet<string>): RegExp {
  if (secrets.size > FEW) return makePattern(secrets)
  const key = JSON.stringify([...secrets])
  const known = made.get(key)
  if (known) return known
  const pattern = makePattern(secrets)
  if (made.size >= MOST_MADE) made.delete(made.keys().next().value ?? '')
  made.set(key, pattern)
  return pattern
}

/** Secrets of some thousand runs would make the pattern slow; the oldest are forgotten then. */
const MOST = 2000

/** Makes a masker that knows no secret yet but those of `also`, which it shares. */
export function createMasker(also?: Masker): Masker {
  const known = new Set<string>()
  const short = new Set<string>()
  let pattern: RegExp | undefined
  return {
    add(secret) {
      if (secret.trim() === '') return
      if (secret.length < SHORTEST) short.add(secret)
      else if (!known.has(secret)) {
        if (known.size >= MOST) known.delete(known.values().next().value ?? '')
        known.add(secret)
        pattern = undefined
      }
    },
    mask(given) {
      const text = also === undefined ? given : also.mask(given)
      if (short.has(text)) return MASK
      if (known.size === 0) return text
      pattern ??= patternFor(known)
      return text.replace(pattern, MASK)
    },
  }
}

const escapePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

/** Lone surrogates have no bytes; a secret that has some is searched for without them. */
const wellFormed = (text: string): string => text.toWellFormed()
