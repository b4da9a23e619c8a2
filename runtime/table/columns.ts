/** Compares the requested columns with those that the table declares. */
import { refuse } from '../contract/refuse.ts'
import { nearest } from '../i18n/nearest.ts'

/** Maximum number of columns listed. */
const LISTED = 20

/** Delimiters that are common instead of a comma, as --delimiter accepts them. */
const DELIMITERS: Readonly<Record<string, string>> = { ';': '";"', '\t': '"\\t"', '|': '"|"', ',': '","' }

/**
 * Refuses a table that lacks a column, once for the whole table.
 *
 * @param wanted columns that parameters are read from or lines keep
 * @param columns undefined if rows declare their own, as in JSON lines: each row is then checked separately
 * @throws ActionError REQUEST_INVALID
 */
export function checkColumns(wanted: Iterable<string>, columns: readonly string[] | undefined): void {
  if (columns === undefined) return
  const known = new Set(columns)
  const missing = [...new Set(wanted)].filter((name) => !known.has(name))
  if (missing.length === 0) return
  const listed = columns.slice(0, LISTED).map((name) => name.slice(0, 80))
  const more = columns.length > LISTED ? ` and ${columns.length - LISTED} more` : ''
  const sentences = missing.map((name) => {
    const meant = nearest(name, columns)
    return `The table has no column "${name.slice(0, 80)}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`
  })
  throw refuse(`${sentences.join(' ')} Columns: ${listed.join(', ')}${more}.${remedyFor(columns)}`)
}

/** The remedy for a table whose columns suggest that it was parsed incorrectly. */
function remedyFor([only = '', ...others]: readonly string[]): string {
  if (only.startsWith('#')) return ' The first line of a CSV must name the columns; it must not be a comment.'
  const used = others.length === 0 ? Object.keys(DELIMITERS).find((sign) => only.includes(sign)) : undefined
  if (used === undefined) return ' If the cells are separated by another character, name it with --delimiter.'
  return ` If the cells are separated by another character, add --delimiter ${DELIMITERS[used]}.`
}
