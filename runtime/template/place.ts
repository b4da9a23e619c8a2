/** Finds the word of a template that an error is about. */
import type { Position, TemplateError } from './errors.ts'
import { lazyPattern } from './values/text.ts'

const NAME = '[\\p{L}_][\\p{L}\\p{N}_]{0,39}'
const FROM_HERE = lazyPattern(() => new RegExp(`^(?:${NAME}|[-+*/%~<>=!|]{1,2})`, 'u'))
const UP_TO_HERE = lazyPattern(() => new RegExp(`${NAME}$`, 'u'))

const lineOf = (source: string, line: number): string => source.split(/\r\n?|\n/)[line - 1] ?? ''

/** The word or operator at a position: the name of a filter, a statement, an operator. */
export function wordAt(source: string, [line, column]: Position): string | undefined {
  const text = lineOf(source, line)
  // The position of a call is its bracket.
  const called = text.charAt(column - 1) === '(' ? UP_TO_HERE().exec(text.slice(0, column - 1)) : null
  return (called ?? FROM_HERE().exec(text.slice(column - 1)))?.[0]
}

/** The column after the last character of the place of an error; at least one character is marked. */
export function endColumnOf(source: string, { line, column, path }: TemplateError): number {
  const rest = lineOf(source, line).slice(column - 1)
  const marked = path !== undefined && rest.startsWith(path) ? path : FROM_HERE().exec(rest)?.[0]
  return column + Math.max(1, marked?.length ?? 0)
}
