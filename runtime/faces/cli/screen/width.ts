/** Text on a terminal: width, cutting, wrapping, control characters. */

export { visibleLine } from '../../../safety/control-characters.ts'

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Characters that terminals show two columns wide: East Asian scripts with their full-width forms, and emoji. */
const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18d08}\u{1aff0}-\u{1b2fb}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u

/** Characters without a column of their own; `\p{M}` are the combining marks. */
const NOTHING = /^(?:\p{M}|\u200d)+$/u

/** An emoji requested as a picture (U+FE0F), or two letters that make a flag. */
const PICTURE = /\ufe0f|^[\u{1f1e6}-\u{1f1ff}]{2}/u

function columnsOf(grapheme: string): number {
  if (NOTHING.test(grapheme)) return 0
  return WIDE.test(grapheme) || PICTURE.test(grapheme) ? 2 : 1
}

const PLAIN = /^[ -~]*$/

/** Columns a text takes on a terminal. */
export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length
  let width = 0
  for (const { segment } of segmenter.segment(text)) width += columnsOf(segment)
  return width
}

/** The text in at most so many columns, with … if something was cut. */
export function cut(text: string, columns: number): string {
  // A terminal cannot show far more characters than columns: the rest of a huge text is not processed.
  const start = text.length > columns * 20 ? text.slice(0, columns * 20) : text
  if (start === text && widthOf(text) <= columns) return text
  let shown = ''
  let width = 0
  for (const { segment } of segmenter.segment(start)) {
    width += columnsOf(segment)
    if (width > columns - 1) break
    shown += segment
  }
  return columns < 1 ? '' : `${shown}…`
}

/** The text, padded with blanks to so many columns. */
export const pad = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - widthOf(text)))

/** Letters and signs of scripts that are written without blanks. */
const UNSPACED = '[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}、。「」（）ー]'

/**
 * A line may end after a blank and next to such a letter, but not after an opening sign and not before a closing sign or a
 * mark.
 */
const BREAK = new RegExp(
  `(?<= )|(?<![ 「（])(?:(?<=${UNSPACED})|(?=${UNSPACED}))(?![ 、。」）ーぁぃぅぇぉっゃゅょァィゥェォッャュョ….,:;!?])`,
  'u',
)

/** Breaks text into lines of at most so many columns, between words where there are some. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  let width = 0
  const next = (): void => {
    lines.push(line.trimEnd())
    line = ''
    width = 0
  }
  for (const word of text.split(BREAK)) {
    if (width > 0 && width + widthOf(word.trimEnd()) > columns) next()
    for (const { segment } of segmenter.segment(word)) {
      const more = columnsOf(segment)
      if (width + more > columns && segment !== ' ') next()
      line += segment
      width += more
    }
  }
  if (line !== '' || lines.length === 0) next()
  return lines
}
