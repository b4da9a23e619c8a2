/**
 * Characters that are invisible or change how their neighbours are shown.
 *
 * Selected by Unicode property, so that characters added by later versions of Unicode are included.
 */
import { characterName } from './character-names.ts'

/**
 * Default-ignorable characters (zero-width ones, variation selectors, fillers, tags), formats (directions, joiners),
 * controls, private use, lone surrogates, noncharacters, separators of lines, and the Braille pattern without dots.
 * A class for `u` patterns, without its brackets.
 */
export const INVISIBLE =
  '\\p{Default_Ignorable_Code_Point}\\p{Cf}\\p{Cc}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Noncharacter_Code_Point}\\u2800'

/** An invisible character in a text. */
export interface Found {
  /** `U+200B ZERO WIDTH SPACE` */
  character: string
  /** Counted in characters, from 1. */
  position: number
}

/** Most texts are ASCII; this check costs a tenth of testing Unicode properties. */
const PLAIN = /^[ -~]*$/

/** Created on first use: patterns over all of Unicode take time. */
let inNames: RegExp | undefined
let inSecrets: RegExp | undefined
let anywhere: RegExp | undefined

/**
 * The first invisible character in the name of something: an address, a domain, an id. Blanks other than the space count,
 * as they look like it.
 */
export function invisibleInName(text: string): Found | undefined {
  if (PLAIN.test(text)) return undefined
  inNames ??= new RegExp(`(?! )[${INVISIBLE}\\p{Zs}]`, 'u')
  return find(inNames, text)
}

/** The first invisible character in a secret. Line ends inside are kept: keys in PEM have them. */
export function invisibleInSecret(text: string): Found | undefined {
  if (PLAIN.test(text)) return undefined
  inSecrets ??= new RegExp(`(?![\\t\\r\\n])[${INVISIBLE}]`, 'u')
  return find(inSecrets, text)
}

/** Replaces each invisible character, line ends included. */
export function replaceInvisible(text: string, replacement: string): string {
  if (PLAIN.test(text)) return text
  anywhere ??= new RegExp(`[${INVISIBLE}]`, 'gu')
  return text.replace(anywhere, () => replacement)
}

function find(pattern: RegExp, text: string): Found | undefined {
  const found = pattern.exec(text)
  if (!found) return undefined
  const character = characterName(found[0].codePointAt(0) ?? 0)
  return { character, position: [...text.slice(0, found.index)].length + 1 }
}
