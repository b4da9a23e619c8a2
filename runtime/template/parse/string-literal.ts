/** Reads string literals with Python's escapes. */

const SIMPLE: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}
const HEX_LENGTH: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }
const ESCAPE = /\\(?:([0-7]{1,3})|([\s\S]))/g

/**
 * Resolves the escapes of a Python string literal (without its quotes); an unknown escape keeps its backslash.
 * Returns `text`, or `problem` where Python refuses; `known` where Python reads it and we do not.
 */
export function unescapeString(
  raw: string,
): { text: string; problem?: never } | { text?: never; problem: string; known: boolean } {
  if (!raw.includes('\\')) return { text: raw }
  let problem: string | undefined
  let known = false
  let text = ''
  let last = 0
  ESCAPE.lastIndex = 0
  for (let found = ESCAPE.exec(raw); found !== null; found = ESCAPE.exec(raw)) {
    text += raw.slice(last, found.index)
    const [whole, octal, letter = ''] = found
    const width = HEX_LENGTH[letter]
    if (octal !== undefined) text += String.fromCharCode(Number.parseInt(octal, 8))
    else if (width !== undefined) {
      const digits = raw.slice(ESCAPE.lastIndex, ESCAPE.lastIndex + width)
      const code = Number.parseInt(digits, 16)
      if (digits.length < width || !/^[\da-f]+$/i.test(digits) || code > 0x10ffff)
        problem ??= `The escape \\${letter}${digits} in a string needs ${width} hexadecimal digits.`
      else if (code >= 0xd800 && code <= 0xdfff) {
        known ||= problem === undefined
        problem ??= `The escape \\${letter}${digits} is half a character: write the character itself.`
      } else {
        text += String.fromCodePoint(code)
        ESCAPE.lastIndex += width
      }
    } else if (letter === 'N') {
      known ||= problem === undefined
      problem ??= 'The escape \\N{...} is not known here: write the character itself.'
    } else text += SIMPLE[letter] ?? whole
    last = ESCAPE.lastIndex
  }
  return problem === undefined ? { text: text + raw.slice(last) } : { problem, known }
}
