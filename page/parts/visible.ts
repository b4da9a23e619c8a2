/** Makes characters visible that would hide or reorder the text around them. */

/** A piece of a text: shown as it is, or as the sign of one character. */
interface Piece {
  text: string
  /** True for the sign of a character, such as `U+202E`. */
  isSign: boolean
}

/** Control characters but tab and line feed, and format characters: directions, zero widths, tags, soft hyphens. */
const HIDDEN = /(?![\t\n])[\p{Cc}\p{Cf}\u2028\u2029\u115f\u1160\u3164\uffa0]/gu

/** Divides a text into what can be shown and the signs of what cannot. */
export function visiblePieces(text: string): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const { 0: character, index } of text.matchAll(HIDDEN)) {
    if (index > at) pieces.push({ text: text.slice(at, index), isSign: false })
    pieces.push({ text: signOf(character), isSign: true })
    at = index + character.length
  }
  if (at < text.length || pieces.length === 0) pieces.push({ text: text.slice(at), isSign: false })
  return pieces
}

/** The same as one text, for attributes: `a⟨U+202E⟩b`. */
export const visibleText = (text: string): string =>
  visiblePieces(text)
    .map(({ text: piece, isSign }) => (isSign ? `⟨${piece}⟩` : piece))
    .join('')

const signOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
