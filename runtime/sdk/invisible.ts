/**
 * Characters that are invisible or change how their neighbours are shown.
 *
 * By Unicode property, so that what later versions of Unicode add is in it.
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

/** Most texts are of this kind; it costs a tenth of a look at Unicode properties. */
const PLAIN = /^[ -~]*$/

/** Made when they are first used: patterns over all of Unicode take time. */
let inNames: RegExp | undefined
let inSecrets: RegExp | undefined

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

function find(pattern: RegExp, text: string): Found | undefined {
  const found = pattern.exec(text)
  if (!found) return undefined
  const character = characterName(found[0].codePointAt(0) ?? 0)
  return { character, position: [...text.slice(0, found.index)].length + 1 }
}
