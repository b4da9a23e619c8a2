/** Unicode properties as Python uses them. */
import { letters } from '../meter.ts'
import { pieces } from './pieces.ts'
import { lazyPattern, ofUnits, skip } from './text.ts'
import type { Run } from './values.ts'

const CASED = lazyPattern(() => /\p{Cased}/u)
const IGNORED = lazyPattern(() => /\p{Case_Ignorable}/u)
const LOWER = lazyPattern(() => /\p{Lowercase}/u)
const UPPER = lazyPattern(() => /[\p{Uppercase}\p{Lt}]/u)

/** Digraphs: each of three forms has the same one with a capital first. */
const DIGRAPHS = /[\u01c4-\u01cc\u01f1-\u01f3]/
const DIGRAPH_TITLES = '\u01c5\u01c5\u01c5\u01c8\u01c8\u01c8\u01cb\u01cb\u01cb'
/** Georgian letters, whose capitals are for whole words alone. */
const GEORGIAN = /[\u10d0-\u10fa\u10fd-\u10ff]/
/** Greek letters with an iota below, which stays there in a title. */
const IOTA = /[\u1f80-\u1faf\u1fb3\u1fbc\u1fc3\u1fcc\u1ff3\u1ffc]/
/** Others with an iota below and an accent: two or three characters in a title. */
const ACCENTED_IOTA = /[\u1fb2\u1fb4\u1fb7\u1fc2\u1fc4\u1fc7\u1ff2\u1ff4\u1ff7]/

/** The titlecase form of one character. */
function titleCase(char: string): string {
  const code = char.charCodeAt(0)
  if (DIGRAPHS.test(char)) return code > 0x1f0 ? '\u01f2' : DIGRAPH_TITLES.charAt(code - 0x1c4)
  if (GEORGIAN.test(char)) return char
  if (IOTA.test(char)) return String.fromCharCode(code < 0x1fb0 ? code | 8 : (code & ~0xf) | 0xc)
  const upper = char.toUpperCase()
  if (ACCENTED_IOTA.test(char)) return `${upper.slice(0, -1)}\u0345`
  const first = skip(upper, 0, 1)
  return (
    upper.slice(0, first) +
    (CASED().test(upper.slice(0, first)) ? upper.slice(first).toLowerCase() : upper.slice(first))
  )
}

/** A capital sigma at a position in lower case: it has a separate form at the end of a word. */
function lowerSigma(text: string, at: number): string {
  const cased = (from: number, step: number): boolean => {
    let next = from
    while (next >= 0 && next < text.length && IGNORED().test(letterAt(text, next))) next += step
    return next >= 0 && next < text.length && CASED().test(letterAt(text, next))
  }
  return cased(at - 1, -1) && !cased(at + 1, 1) ? 'ς' : 'σ'
}

/** The whole character that a UTF-16 unit belongs to. */
function letterAt(text: string, at: number): string {
  const unit = text.charCodeAt(at)
  const start = unit >= 0xdc00 && unit <= 0xdfff && at > 0 ? at - 1 : at
  return String.fromCodePoint(text.codePointAt(start) ?? 0)
}

/** Units of a converted text that are joined at once. */
const TOGETHER = 8_192
/** Most units that one character is converted to. */
const LONGEST = 3

/**
 * A text converted character by character: `ascii` converts the characters of ASCII, as their codes, `change` all others.
 * Both are called in the order of the text.
 */
function byLetter(
  run: Run,
  text: string,
  ascii: (code: number) => number,
  change: (char: string, at: number) => string,
): string {
  letters(run, text.length)
  const changed = pieces(run)
  const units = new Uint16Array(Math.min(text.length * LONGEST, TOGETHER + LONGEST))
  let size = 0
  for (let at = 0; at < text.length; ) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) {
      units[size++] = ascii(unit)
      at += 1
    } else {
      const char = String.fromCodePoint(text.codePointAt(at) ?? 0)
      const form = change(char, at)
      for (let index = 0; index < form.length; index += 1) units[size++] = form.charCodeAt(index)
      at += char.length
    }
    if (size >= TOGETHER) {
      changed.add(ofUnits(units.subarray(0, size)))
      size = 0
    }
  }
  changed.add(ofUnits(units.subarray(0, size)))
  return changed.text()
}

/** What makes a capital letter of ASCII a small one, and the other way round. */
const CASE = 0x20
const isLetter = (code: number): boolean => (code | CASE) >= 0x61 && (code | CASE) <= 0x7a
const smallLetter = (code: number): number => (isLetter(code) ? code | CASE : code)

function lowerCase(text: string, char: string, at: number): string {
  return char === 'Σ' ? lowerSigma(text, at) : char.toLowerCase()
}

/** Python's `str.capitalize()`. */
export function capitalize(text: string): string {
  const first = skip(text, 0, 1)
  const rest = text.slice(first)
  // What comes before it decides the form of a sigma.
  const lower = rest.startsWith('Σ')
    ? lowerSigma(text, first) + rest.slice(1).toLowerCase()
    : rest.toLowerCase()
  return titleCase(text.slice(0, first)) + lower
}

/** Python's `str.title()`: a letter after anything that is not a letter begins a word. */
export function title(text: string, run: Run): string {
  let inside = false
  const ascii = (code: number): number => {
    const letter = isLetter(code)
    const form = letter ? (inside ? code | CASE : code & ~CASE) : code
    inside = letter
    return form
  }
  return byLetter(run, text, ascii, (char, at) => {
    const form = inside ? lowerCase(text, char, at) : titleCase(char)
    inside = CASED().test(char)
    return form
  })
}

/** Python's `str.swapcase()`. */
export function swapCase(text: string, run: Run): string {
  const ascii = (code: number): number => (isLetter(code) ? code ^ CASE : code)
  return byLetter(run, text, ascii, (char, at) => {
    if (/\p{Uppercase}/u.test(char)) return lowerCase(text, char, at)
    return LOWER().test(char) ? char.toUpperCase() : char
  })
}

/** Python's `str.casefold()`. */
export function caseFold(text: string, run: Run): string {
  return byLetter(run, text, smallLetter, folded)
}

/** Unicode's full folding of a character: the lower case of its capitals, but for the long capital s and Cherokee. */
function folded(char: string): string {
  const code = char.charCodeAt(0)
  if (char === 'ı') return char
  if (char === 'ẞ') return 'ss'
  if (code >= 0x13a0 && code <= 0x13fd) return code < 0x13f8 ? char : String.fromCharCode(code - 8)
  if (code >= 0xab70 && code <= 0xabbf) return String.fromCharCode(code - 0xab70 + 0x13a0)
  return char.toUpperCase().toLowerCase()
}

/** Python's `str.islower()` and `str.isupper()`: some letter has case, and all of those have this one. */
export function allCased(text: string, wanted: 'lower' | 'upper'): boolean {
  const against = wanted === 'lower' ? UPPER() : /[\p{Lowercase}\p{Lt}]/u
  const has = wanted === 'lower' ? LOWER() : /\p{Uppercase}/u
  return has.test(text) && !against.test(text)
}

/** Python's `str.istitle()`. */
export function isTitle(text: string): boolean {
  let seen = false
  let inside = false
  for (const char of text) {
    if (/[\p{Uppercase}\p{Lt}]/u.test(char)) {
      if (inside) return false
      inside = true
      seen = true
    } else if (LOWER().test(char)) {
      if (!inside) return false
      seen = true
    } else inside = false
  }
  return seen
}

/** Digits that are not decimal digits, and letters that are numbers: Unicode's Numeric_Type, which patterns cannot test. */
const DIGIT_MORE =
  '\\u{b2}-\\u{b3}\\u{b9}\\u{1369}-\\u{1371}\\u{19da}\\u{2070}\\u{2074}-\\u{2079}\\u{2080}-\\u{2089}\\u{2460}-\\u{2468}\\u{2474}-\\u{247c}\\u{2488}-\\u{2490}\\u{24ea}\\u{24f5}-\\u{24fd}\\u{24ff}\\u{2776}-\\u{277e}\\u{2780}-\\u{2788}\\u{278a}-\\u{2792}\\u{10a40}-\\u{10a43}\\u{10e60}-\\u{10e68}\\u{11052}-\\u{1105a}\\u{1f100}-\\u{1f10a}'
const NUMERIC_MORE =
  '\\u{3405}\\u{3483}\\u{382a}\\u{3b4d}\\u{4e00}\\u{4e03}\\u{4e07}\\u{4e09}\\u{4e5d}\\u{4e8c}\\u{4e94}\\u{4e96}\\u{4ebf}-\\u{4ec0}\\u{4edf}\\u{4ee8}\\u{4f0d}\\u{4f70}\\u{5104}\\u{5146}\\u{5169}\\u{516b}\\u{516d}\\u{5341}\\u{5343}-\\u{5345}\\u{534c}\\u{53c1}-\\u{53c4}\\u{56db}\\u{58f1}\\u{58f9}\\u{5e7a}\\u{5efe}-\\u{5eff}\\u{5f0c}-\\u{5f0e}\\u{5f10}\\u{62fe}\\u{634c}\\u{67d2}\\u{6f06}\\u{7396}\\u{767e}\\u{8086}\\u{842c}\\u{8cae}\\u{8cb3}\\u{8d30}\\u{9621}\\u{9646}\\u{964c}\\u{9678}\\u{96f6}\\u{f96b}\\u{f973}\\u{f978}\\u{f9b2}\\u{f9d1}\\u{f9d3}\\u{f9fd}\\u{20001}\\u{20064}\\u{200e2}\\u{20121}\\u{2092a}\\u{20983}\\u{2098c}\\u{2099c}\\u{20aea}\\u{20afd}\\u{20b19}\\u{22390}\\u{22998}\\u{23b1b}\\u{2626d}\\u{2f890}'
/** A predicate that tests every character of a text. */
function every(make: () => RegExp, empty: boolean): (text: string) => boolean {
  const other = lazyPattern(make)
  return (text) => (text === '' ? empty : !other().test(text))
}

const IDENTIFIER = lazyPattern(() => /^[\p{XID_Start}_]\p{XID_Continue}*$/u)

/**
 * Python's predicates over each character of a text. They search for a character that does not match, which needs no memory.
 */
export const CHARACTER_TESTS: Readonly<Record<string, (text: string) => boolean>> = {
  isalpha: every(() => /\P{L}/u, false),
  isdecimal: every(() => /\P{Nd}/u, false),
  isdigit: every(() => new RegExp(`[^\\p{Nd}${DIGIT_MORE}]`, 'u'), false),
  isnumeric: every(() => new RegExp(`[^\\p{N}${NUMERIC_MORE}]`, 'u'), false),
  isalnum: every(() => new RegExp(`[^\\p{L}\\p{N}${NUMERIC_MORE}]`, 'u'), false),
  isidentifier: (text) => IDENTIFIER().test(text),
  isascii: every(() => /\P{ASCII}/u, true),
  isprintable: every(() => /(?! )[\p{C}\p{Z}]/u, true),
}
