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
  if (!CASED().test(upper[0] ?? '')) return upper.join('')
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

/** Digits that are no decimal digits, and letters that are numbers: Unicode's Numeric_Type, which patterns cannot ask for. */
const DIGIT_MORE =
  '\\u{b2}-\\u{b3}\\u{b9}\\u{1369}-\\u{1371}\\u{19da}\\u{2070}\\u{2074}-\\u{2079}\\u{2080}-\\u{2089}\\u{2460}-\\u{2468}\\u{2474}-\\u{247c}\\u{2488}-\\u{2490}\\u{24ea}\\u{24f5}-\\u{24fd}\\u{24ff}\\u{2776}-\\u{277e}\\u{2780}-\\u{2788}\\u{278a}-\\u{2792}\\u{10a40}-\\u{10a43}\\u{10e60}-\\u{10e68}\\u{11052}-\\u{1105a}\\u{1f100}-\\u{1f10a}'
const NUMERIC_MORE =
  '\\u{3405}\\u{3483}\\u{382a}\\u{3b4d}\\u{4e00}\\u{4e03}\\u{4e07}\\u{4e09}\\u{4e5d}\\u{4e8c}\\u{4e94}\\u{4e96}\\u{4ebf}-\\u{4ec0}\\u{4edf}\\u{4ee8}\\u{4f0d}\\u{4f70}\\u{5104}\\u{5146}\\u{5169}\\u{516b}\\u{516d}\\u{5341}\\u{5343}-\\u{5345}\\u{534c}\\u{53c1}-\\u{53c4}\\u{56db}\\u{58f1}\\u{58f9}\\u{5e7a}\\u{5efe}-\\u{5eff}\\u{5f0c}-\\u{5f0e}\\u{5f10}\\u{62fe}\\u{634c}\\u{67d2}\\u{6f06}\\u{7396}\\u{767e}\\u{8086}\\u{842c}\\u{8cae}\\u{8cb3}\\u{8d30}\\u{9621}\\u{9646}\\u{964c}\\u{9678}\\u{96f6}\\u{f96b}\\u{f973}\\u{f978}\\u{f9b2}\\u{f9d1}\\u{f9d3}\\u{f9fd}\\u{20001}\\u{20064}\\u{200e2}\\u{20121}\\u{2092a}\\u{20983}\\u{2098c}\\u{2099c}\\u{20aea}\\u{20afd}\\u{20b19}\\u{22390}\\u{22998}\\u{23b1b}\\u{2626d}\\u{2f890}'
const CLASSES = {
  isalpha: lazyPattern(() => /^\p{L}+$/u),
  isdecimal: lazyPattern(() => /^\p{Nd}+$/u),
  isdigit: lazyPattern(() => new RegExp(`^[\\p{Nd}${DIGIT_MORE}]+$`, 'u')),
  isnumeric: lazyPattern(() => new RegExp(`^[\\p{N}${NUMERIC_MORE}]+$`, 'u')),
  isalnum: lazyPattern(() => new RegExp(`^[\\p{L}\\p{N}${NUMERIC_MORE}]+$`, 'u')),
  isidentifier: lazyPattern(() => /^[\p{XID_Start}_]\p{XID_Continue}*$/u),
  isascii: lazyPattern(() => /^\p{ASCII}*$/u),
  isprintable: lazyPattern(() => /^(?:[^\p{C}\p{Z}]| )*$/u),
} as const

/** Python's questions about a text that one pattern answers. */
export const CHARACTER_TESTS: Readonly<Record<keyof typeof CLASSES, () => RegExp>> = CLASSES
