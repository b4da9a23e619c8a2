/** Redaction by value: replaces secrets in every spelling that copies may have. */
import { base64Parts, createFoldedSearch, type FoldedSearch } from './folded-search.ts'

/** What replaces a secret. */
export const REDACTED = '***'

/** Below this many characters a value is too common to be searched for inside other text. */
const SHORTEST = 4

/** Collects secrets and hides them. */
export interface Redactor {
  add(secret: string): void
  /** Text without secrets. */
  redact(text: string): string
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

/** A secret itself, and as base64 by itself or within a longer text. */
function textsOf(secret: string): string[] {
  const whole = Buffer.from(secret, 'utf8').toString('base64')
  const parts = base64Parts(Buffer.from(secret, 'utf8'))
  const web = parts.map((part) => part.replaceAll('+', '-').replaceAll('/', '_'))
  const texts = [secret, secret.trim(), ...parts, ...web, whole].filter((text) => text.length >= SHORTEST)
  return [...new Set(texts)].sort((a, b) => b.length - a.length)
}

/** What finds a set of secrets in any spelling. */
interface Finder {
  /** Characters of the shortest text that can hold one. */
  shortest: number
  /**
   * Letters and digits, which stand alike in every spelling: a text that holds none of these holds no secret. To search for
   * them is cheap; the pattern is made, a thousandth of a second, when one is found.
   */
  signs: string[]
  pattern?: RegExp
  /** Finds the spellings that the pattern does not: other case, escaped letters, broken lines, wider encodings. */
  folded: FoldedSearch
}

function makeFinder(secrets: ReadonlySet<string>): Finder {
  const texts = textsIn(secrets)
  return {
    shortest: Math.min(...texts.map(({ length }) => length)),
    signs: [...new Set(texts.map(signOf))],
    folded: createFoldedSearch(secrets),
  }
}

/** The longest first: one secret may be the beginning of another. */
const textsIn = (secrets: ReadonlySet<string>): string[] =>
  [...secrets]
    .map(wellFormed)
    .sort((a, b) => b.length - a.length)
    .flatMap(textsOf)

/** The longest row of letters and digits. */
const signOf = (text: string): string =>
  text.split(/[^A-Za-z0-9]+/).reduce((longest, row) => (row.length > longest.length ? row : longest), '')

function hide(text: string, finder: Finder, secrets: ReadonlySet<string>): string {
  return hideFolded(hideExact(text, finder, secrets), finder.folded)
}

function hideExact(text: string, finder: Finder, secrets: ReadonlySet<string>): string {
  if (text.length < finder.shortest || !finder.signs.some((sign) => text.includes(sign))) return text
  finder.pattern ??= new RegExp(textsIn(secrets).map(anySpellings).join('|'), 'g')
  return text.replace(finder.pattern, REDACTED)
}

function hideFolded(text: string, search: FoldedSearch): string {
  const found = search.find(text)
  if (found.length === 0) return text
  let shown = ''
  let done = 0
  for (const [from, to] of found) {
    shown += text.slice(done, from) + REDACTED
    done = to
  }
  return shown + text.slice(done)
}

/**
 * Finders by their secrets, one after the other: a pattern takes ten times as long to make as all else in a run, and runs of
 * one configuration share theirs.
 */
interface Branch {
  finder?: Finder
  next: Map<string, Branch>
}

let made: Branch = { next: new Map() }
let branches = 0
const MOST_BRANCHES = 300

/** Secrets that one configuration has at most. */
const FEW = 10

function branchOf(branch: Branch, secret: string): Branch {
  const known = branch.next.get(secret)
  if (known) return known
  const next: Branch = { next: new Map() }
  branch.next.set(secret, next)
  if (++branches > MOST_BRANCHES) {
    made = { next: new Map() }
    branches = 0
  }
  return next
}

/** Secrets of some thousand runs would make the pattern slow; the oldest are forgotten then. */
const MOST = 2000

/** Makes a redactor that knows no secret yet but those of `also`, which it shares. */
export function createRedactor(also?: Redactor): Redactor {
  const known = new Set<string>()
  const short = new Set<string>()
  let branch: Branch | undefined = made
  let finder: Finder | undefined
  const find = (): Finder => {
    if (branch === undefined) return makeFinder(known)
    branch.finder ??= makeFinder(known)
    return branch.finder
  }
  return {
    add(secret) {
      if (secret.trim() === '') return
      if (secret.length < SHORTEST) short.add(secret)
      else if (!known.has(secret)) {
        if (known.size >= MOST) known.delete(known.values().next().value ?? '')
        known.add(secret)
        branch = branch && known.size <= FEW ? branchOf(branch, secret) : undefined
        finder = undefined
      }
    },
    redact(given) {
      const text = also === undefined ? given : also.redact(given)
      if (short.has(text)) return REDACTED
      if (known.size === 0) return text
      finder ??= find()
      return hide(text, finder, known)
    },
  }
}

const escapePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

/** Lone surrogates have no bytes; a secret that has some is searched for without them. */
const wellFormed = (text: string): string => text.toWellFormed()
