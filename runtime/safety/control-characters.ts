/** Makes invisible and control characters visible, for everything people and models read. */
import type { Json } from '../contract/json.ts'
import { INVISIBLE } from '../sdk/invisible.ts'

/** Most texts are of this kind; it costs a tenth of a look at Unicode properties. */
const PLAIN = /^[ -~]*$/

/** Made when they are first used: patterns over all of Unicode take time. */
let pattern: RegExp | undefined

/** Group 1 is kept: emoji with their joiners and selectors, and a joiner inside a word of a script that needs it. */
const unsafe = (): RegExp =>
  (pattern ??= new RegExp(
    `(\\p{RGI_Emoji}|(?<=[${JOINED}])[\\u200c\\u200d](?=[${JOINED}]))|[${INVISIBLE}]`,
    'gv',
  ))

/** Letters and marks of scripts in which a joiner is part of a word's spelling. */
const JOINED =
  '\\p{sc=Arab}\\p{sc=Deva}\\p{sc=Beng}\\p{sc=Gujr}\\p{sc=Knda}\\p{sc=Mlym}\\p{sc=Sinh}\\p{sc=Taml}\\p{sc=Telu}'

/** One line of text of unknown origin: line ends become blanks, invisible characters signs. */
export const visibleLine = (text: string): string =>
  PLAIN.test(text) ? text : signs(text.toWellFormed().replace(/\r\n|[\n\t]/g, ' '))

/** Text of unknown origin whose lines and tabs are kept. */
export const visibleText = (text: string): string =>
  PLAIN.test(text) ? text : text.toWellFormed().replace(/(?:\r(?!\n)|[^\r\n\t])+/g, signs)

const signs = (text: string): string =>
  text.replace(unsafe(), (found, kept: string | undefined) => kept ?? signOf(found))

function signOf(char: string): string {
  const code = char.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  return code === 0x7f ? '\u2421' : '\ufffd'
}

/** JSON text for a terminal: the same data, invisible characters escaped. */
export const visibleJson = (json: string): string =>
  /^[\n -~]*$/.test(json)
    ? json
    : json.replace(new RegExp(`(?!\\n)[${INVISIBLE}]`, 'gu'), (char) =>
        [...Array(char.length).keys()]
          .map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`)
          .join(''),
      )

/** Data whose texts and names of fields are visible. */
export function visibleData(data: Json): Json {
  if (typeof data === 'string') return visibleText(data)
  if (Array.isArray(data)) return data.map(visibleData)
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [visibleLine(name), visibleData(value)]),
  )
}
