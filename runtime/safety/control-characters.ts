/** Makes invisible and control characters visible in output for people and models. */
import type { Json } from '../contract/json.ts'
import { INVISIBLE } from '../sdk/invisible.ts'

/** Fast path for most texts; takes a tenth of the time of a check of Unicode properties. */
const PLAIN = /^[ -~]*$/

/** Created on first use: patterns over all of Unicode take time to compile. */
let pattern: RegExp | undefined

/** Group 1 is kept: emoji with their joiners and selectors, and a joiner inside a word of a script that needs it. */
const unsafe = (): RegExp =>
  (pattern ??= new RegExp(
    `(\\p{RGI_Emoji}|(?<=[${JOINED}])[\\u200c\\u200d](?=[${JOINED}]))|[${INVISIBLE}]`,
    'gv',
  ))

/** Letters and marks of scripts in which joiners are part of the spelling. */
const JOINED =
  '\\p{sc=Arab}\\p{sc=Deva}\\p{sc=Beng}\\p{sc=Gujr}\\p{sc=Knda}\\p{sc=Mlym}\\p{sc=Sinh}\\p{sc=Taml}\\p{sc=Telu}'

/** Converts untrusted text to one line: line ends become blanks, invisible characters become visible symbols. */
export const visibleLine = (text: string): string =>
  PLAIN.test(text) ? text : signs(text.toWellFormed().replace(/\r\n|[\n\t]/g, ' '))

/** Makes untrusted text visible; line ends and tabs are kept. */
export const visibleText = (text: string): string =>
  PLAIN.test(text) ? text : text.toWellFormed().replace(/[^\r\n\t]+|\r(?!\n)/g, signs)

const signs = (text: string): string =>
  text.replace(unsafe(), (found, kept: string | undefined) => kept ?? signOf(found))

function signOf(char: string): string {
  const code = char.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  return code === 0x7f ? '\u2421' : '\ufffd'
}

/** Escapes invisible characters in JSON text for a terminal; the data stays the same. */
export const visibleJson = (json: string): string =>
  /^[\n -~]*$/.test(json)
    ? json
    : json.replace(new RegExp(`(?!\\n)[${INVISIBLE}]`, 'gu'), (char) =>
        [...Array(char.length).keys()]
          .map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`)
          .join(''),
      )

/** Makes the texts and field names of data visible. */
export function visibleData(data: Json): Json {
  if (typeof data === 'string') return visibleText(data)
  if (Array.isArray(data)) return data.map(visibleData)
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [visibleLine(name), visibleData(value)]),
  )
}
