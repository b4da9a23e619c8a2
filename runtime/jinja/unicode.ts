import { codePoints, lazyPattern } from './text.ts'

/** Titlecase forms that are not the uppercase ones. */
const TITLE: Readonly<Record<string, string>> = {
  ǆ: 'ǅ',
  Ǆ: 'ǅ',
  ǉ: 'ǈ',
  Ǉ: 'ǈ',
  ǌ: 'ǋ',
  Ǌ: 'ǋ',
  ǳ: 'ǲ',
  Ǳ: 'ǲ',
}
const CASED = lazyPattern(() => /[\p{Uppercase}\p{Lowercase}\p{Lt}]/u)
const LOWER = lazyPattern(() => /\p{Lowercase}/u)
const UPPER = lazyPattern(() => /[\p{Uppercase}\p{Lt}]/u)

/** The titlecase form of one character. */
function titleCase(char: string): string {
  const special = TITLE[char]
  if (special !== undefined) return special
  const upper = codePoints(char.toUpperCase())
  return upper.length > 1 ? (upper[0] ?? '') + upper.slice(1).join('').toLowerCase() : upper.join('')
}

/** Python's `str.capitalize()`. */
export function capitalize(text: string): string {
  const [first = '', ...rest] = codePoints(text)
  return titleCase(first) + rest.join('').toLowerCase()
}

/** Python's `str.title()`: a letter after anything that is no letter begins a word. */
export function title(text: string): string {
  let titled = ''
  let inside = false
  const lower = text.toLowerCase()
  const chars = codePoints(text)
  const lowered = codePoints(lower)
  const aligned = chars.length === lowered.length
  chars.forEach((char, index) => {
    titled += inside ? (aligned ? (lowered[index] ?? '') : char.toLowerCase()) : titleCase(char)
    inside = CASED().test(char)
  })
  return titled
}

/** Python's `str.swapcase()`. */
export function swapCase(text: string): string {
  return codePoints(text)
    .map((char) =>
      /\p{Uppercase}/u.test(char) ? char.toLowerCase() : LOWER().test(char) ? char.toUpperCase() : char,
    )
    .join('')
}

/** Python's `str.casefold()`. */
export function caseFold(text: string): string {
  return codePoints(text)
    .map((char) => (char === 'ı' ? char : char.toUpperCase().toLowerCase()))
    .join('')
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
  for (const char of codePoints(text)) {
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

const DIGIT_MORE = '²³¹፩-፱᧚⁰⁴-⁹₀-₉①-⑨⑴-⑼⒈-⒐⓪⓵-⓽⓿❶-❾➀-➈➊-➒'
const NUMERIC_MORE =
  '〇一七三九二五亖京亿什仟仨伍佰俩倆億兆八六兩几十千午半卄卅卌参參叁叄四壱壹幺廾廿弌弍弎弐弗拾捌揦柒桼漆煩玖百皕秊秭穣絆肆萬貮貳贰载載阡陆陌陸零零'
const CLASSES = {
  isalpha: lazyPattern(() => /^\p{L}+$/u),
  isdecimal: lazyPattern(() => /^\p{Nd}+$/u),
  isdigit: lazyPattern(() => new RegExp(`^[\\p{Nd}${DIGIT_MORE}]+$`, 'u')),
  isnumeric: lazyPattern(() => new RegExp(`^[\\p{N}${NUMERIC_MORE}]+$`, 'u')),
  isalnum: lazyPattern(() => /^[\p{L}\p{N}]+$/u),
  isidentifier: lazyPattern(() => /^[\p{XID_Start}_]\p{XID_Continue}*$/u),
  isascii: lazyPattern(() => /^\p{ASCII}*$/u),
  isprintable: lazyPattern(() => /^(?:[^\p{C}\p{Z}]| )*$/u),
} as const

/** Python's questions about a text that one pattern answers. */
export const CHARACTER_TESTS: Readonly<Record<keyof typeof CLASSES, () => RegExp>> = CLASSES
