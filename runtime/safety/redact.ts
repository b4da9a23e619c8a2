/** Redacts by value: replaces secrets in every spelling that copies may have. */
import { base64Parts, createFoldedSearch, type FoldedSearch } from './folded-search.ts'

/** What replaces a secret. */
export const REDACTED = '***'

/** Minimum length in characters; a shorter value is too common to be searched for inside other text. */
const SHORTEST = 4

/** Collects secrets and redacts them. */
export interface Redactor {
  add(secret: string): void
  /** Returns the text with secrets redacted. */
  redact(text: string): string
}

/** Names of characters in HTML, in addition to their numbers. */
const NAMED: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' }

/** Letters after a backslash in JSON. */
const LETTERS: Record<string, string> = { '\n': 'n', '\r': 'r', '\t': 't', '\b': 'b', '\f': 'f' }

/** Matches an escape character: itself, URL-encoded, or URL-encoded repeatedly. */
const sign = (char: string): string => `(?:\\${char}|%(?:25){0,3}${anyCase(byteOf(char))})`

const byteOf = (char: string): string => char.charCodeAt(0).toString(16).padStart(2, '0')

/** Matches one character in every spelling: plain, and in JSON, URLs, forms and HTML, including nested ones. */
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
    // Each level of nested JSON doubles the backslashes.
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

/** Matches a run of backslashes as a whole: JSON multiplies them, and their origins cannot be distinguished. */
function anyBackslashes(count: number): string {
  const html = `${sign('&')}${sign('#')}(?:92|x5[cC])${sign(';')}`
  return `(?:${sign('\\')}{${count},${count * 8}}|(?:${sign('\\')}{1,8}u005[cC]|${html}){${count}})`
}

const anySpellings = (text: string): string =>
  text.replace(/\\+|[^\\]/gu, (piece) =>
    piece.startsWith('\\') ? anyBackslashes(piece.length) : anySpelling(piece),
  )

/** Returns the secret, and its base64 on its own and within a longer text. */
function textsOf(secret: string): string[] {
  const whole = Buffer.from(secret, 'utf8').toString('base64')
  const parts = base64Parts(Buffer.from(secret, 'utf8'))
  const web = parts.map((part) => part.replaceAll('+', '-').replaceAll('/', '_'))
  const texts = [secret, secret.trim(), ...parts, ...web, whole].filter((text) => text.length >= SHORTEST)
  return [...new Set(texts)].sort((a, b) => b.length - a.length)
}

/** Finds a set of secrets in any spelling. */
interface Finder {
  /** Length in characters of the shortest text that can contain a secret. */
  shortest: number
  /**
   * Letters and digits, which are the same in every spelling: a text without any of these contains no secret. The search for
   * them is cheap; the pattern, which takes a millisecond to create, is created when one is found.
   */
  signs: string[]
  pattern?: RegExp
  /** Finds spellings that the pattern misses: other case, escaped letters, broken lines, wider encodings. */
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

/** Returns the longest texts first: one secret may be the start of another. */
const textsIn = (secrets: ReadonlySet<string>): string[] =>
  [...secrets]
    .map(wellFormed)
    .sort((a, b) => b.length - a.length)
    .flatMap(textsOf)

/** Returns the longest run of letters and digits. */
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
 * A tree of finders by their secrets in order. Creating a pattern takes ten times as long as the rest of a run, so runs with
 * the same configuration share a finder.
 */
interface Branch {
  finder?: Finder
  next: Map<string, Branch>
}

let made: Branch = { next: new Map() }
let branches = 0
const MOST_BRANCHES = 300

/** Maximum number of secrets of one configuration. */
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

/** Maximum number of secrets; secrets of thousands of runs would slow the pattern, so the oldest are removed. */
const MOST = 2000

/** Creates a redactor. Initially it redacts only the secrets of `also`, which it shares. */
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

/** Lone surrogates have no bytes; a secret that contains some is searched for without them. */
const wellFormed = (text: string): string => text.toWellFormed()
