/** The apostrophe that keeps spreadsheets from running a CSV cell as a formula. */

/** Signs that begin a formula, in the forms that spreadsheets accept. */
const SIGN = '[=+\\-@\\uFF1D\\uFF0B\\uFF0D\\uFF20]'

/** Characters at which a spreadsheet with another list separator, or one that misreads quotes, begins a cell. */
const SEPARATORS = [',', ';', '\t', '\r', '\n']

/** Adds apostrophes to cells and removes them. */
export interface CellGuard {
  /** The text as written to the file. */
  add(text: string): string
  /** The original text: `remove(add(text))` is `text` for every text. */
  remove(text: string): string
}

/**
 * A guard for tables with this delimiter. An apostrophe is written before a sign at the beginning of the cell, and at
 * every position where a reader with another delimiter would begin a cell; blanks and quotes before the sign make no
 * difference. A text that already has apostrophes there gets one more, so that exactly one can be removed. A tab or a
 * carriage return at the beginning of a cell counts as a sign.
 */
export function cellGuard(delimiter: string): CellGuard {
  const separators = SEPARATORS.filter((one) => one !== delimiter).join('')
  // The pattern begins at a separator and repeats over blanks only, so the search is linear for every text.
  const place = (apostrophes: string): RegExp =>
    new RegExp(`((?:^|[${separators}])[ "]*)${apostrophes}(?=${SIGN})|(^)${apostrophes}(?=[\\t\\r])`, 'g')
  const [any, some] = [place("('*)"), place("'('*)")]
  // Most cells contain no sign.
  const sign = new RegExp(`${SIGN}|^'*[\\t\\r]`)
  return {
    add: (text) => (sign.test(text) ? text.replace(any, "$1$3'$2$4") : text),
    remove: (text) => (text.includes("'") && sign.test(text) ? text.replace(some, '$1$3$2$4') : text),
  }
}
