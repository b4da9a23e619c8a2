/** Recognises JSON values that span several lines, where a line is not a row. */

const ONE_LINE = 'Every row must be one JSON object on one line.'

/** What the first line shows about the table; undefined if it may be a row, valid or not. */
export function firstLineFault(line: string): string | undefined {
  const text = line.trim()
  if (text.startsWith('[')) return ARRAY
  if (!text.startsWith('{')) return undefined
  if (isOpen(text)) return OBJECT
  return text.endsWith(',') ? ITEM : undefined
}

const ARRAY = `starts a JSON array. ${ONE_LINE} Convert the table with: jq -c '.[]' FILE`
const OBJECT = `starts a JSON object that does not end on that line. ${ONE_LINE} Convert the table with: jq -c . FILE`
const ITEM = `ends with a comma, like an item of a JSON array. ${ONE_LINE} Remove the commas.`

/** Maximum size in bytes of a line that is checked for brackets alone. */
const SHORT = 64

/**
 * The same for a later line: a line of brackets alone opens a value over several lines. A line that was cut off elsewhere
 * is one invalid row.
 */
export function laterLineFault(line: Buffer): string | undefined {
  if (line.length > SHORT) return undefined
  const text = line.toString('latin1').trim()
  if (!/^[[{][\s[{]*$/.test(text)) return undefined
  return text.startsWith('[') ? ARRAY : OBJECT
}

/** Whether a bracket or a quote is opened and not closed. */
function isOpen(text: string): boolean {
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? ''
    if (sign === '"') quoted = !quoted
    else if (quoted) at += sign === '\\' ? 1 : 0
    else if (sign === '{' || sign === '[') depth++
    else if (sign === '}' || sign === ']') depth--
  }
  return quoted || depth > 0
}
