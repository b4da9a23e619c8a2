/** Describes a JSON syntax error without quoting the text. */
import { english, type Phrase, phrase } from '../contract/phrases.ts'

/** Describes the error of a JSON parser with its position, without quoting text that may be a secret. */
export const jsonFault = (text: string, cause: unknown): string => english(faultOf(text, cause))

export function faultOf(text: string, cause: unknown): Phrase {
  const message = cause instanceof Error ? cause.message : ''
  if (/end of JSON input|Unterminated/.test(message))
    return phrase('unexpected end after {length} characters.', { length: text.length })
  const [, digits] = /^A number has more than (\d+) digits/.exec(message) ?? []
  if (digits !== undefined) return phrase('a whole number has more than {digits} digits.', { digits })
  const position = faultPosition(text, message)
  if (position === undefined) return phrase('unexpected character.')
  const before = text.slice(0, position)
  const line = before.split('\n').length
  const column = position - before.lastIndexOf('\n')
  return phrase('unexpected character at line {line}, column {column}.', { line, column })
}

/** V8 reports either the position or ten characters on either side of it. */
const AROUND = 10

function faultPosition(text: string, message: string): number | undefined {
  const position = /position (\d+)/.exec(message)
  if (position) return Number(position[1])
  const excerpt = /, (\.\.\.)?"([\s\S]*)"(\.\.\.)? is not valid JSON$/.exec(message)
  const [, cutBefore, shown = '', cutAfter] = excerpt ?? []
  const start = text.indexOf(shown)
  if (shown === '' || start < 0) return undefined
  if (cutBefore) return start + AROUND
  return cutAfter ? start + shown.length - AROUND : undefined
}
