/** Builds Markdown from small parts and escapes the data in them. */

/** Escapes prose for a paragraph or a cell: on one line, without markup except code in backticks. */
export const plain = (text: string): string =>
  text
    .replaceAll(/\s*\n\s*/g, ' ')
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 ? part.replaceAll('|', '\\|') : escaped(part)))
    .join('')
    .trim()

const escaped = (text: string): string =>
  text.replaceAll(/[\\`*[\]<>|]|(?<!\w)_|_(?!\w)/g, (sign) => (sign === '<' ? '&lt;' : `\\${sign}`))

/** Formats text as code, even if it contains backticks; `|` is escaped, since code is also used in cells. */
export function code(text: string): string {
  const line = text.replaceAll(/\s*\n\s*/g, ' ').replaceAll('|', '\\|')
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length))
  if (longest === 0) return `\`${line}\``
  const fence = '`'.repeat(longest + 1)
  return `${fence} ${line} ${fence}`
}

/** Builds a table; cells are already Markdown. Columns that are empty in every row are omitted. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const used = head.map((_, column) => rows.some((row) => (row[column] ?? '') !== ''))
  const line = (cells: readonly string[]) => `| ${cells.filter((_, column) => used[column]).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Builds a block of JSON. */
export const jsonBlock = (data: unknown): string => `\`\`\`json\n${JSON.stringify(data, null, 2)}\n\`\`\``

/** Returns the anchor of a heading within its page, as code hosting platforms generate it. */
export const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')

/** Joins the parts of a page with blank lines; empty parts are omitted. */
export const page = (parts: readonly (string | undefined)[]): string =>
  `${parts.filter((part) => part !== undefined && part !== '').join('\n\n')}\n`
