/** Markdown in small pieces, with data escaped where it stands. */

/** Prose as it may stand in a paragraph or a cell: on one line, nothing of it read as markup but code in backticks. */
export const plain = (text: string): string =>
  text
    .replaceAll(/\s*\n\s*/g, ' ')
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 ? part.replaceAll('|', '\\|') : escaped(part)))
    .join('')
    .trim()

const escaped = (text: string): string =>
  text.replaceAll(/[\\`*[\]<>|]|(?<!\w)_|_(?!\w)/g, (sign) => (sign === '<' ? '&lt;' : `\\${sign}`))

/** Text as code, whatever backticks it holds; `|` is escaped, since code stands in cells, too. */
export function code(text: string): string {
  const line = text.replaceAll(/\s*\n\s*/g, ' ').replaceAll('|', '\\|')
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length))
  if (longest === 0) return `\`${line}\``
  const fence = '`'.repeat(longest + 1)
  return `${fence} ${line} ${fence}`
}

/** A table; cells are markdown already. Columns in which every row is empty are left out. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const used = head.map((_, column) => rows.some((row) => (row[column] ?? '') !== ''))
  const line = (cells: readonly string[]) => `| ${cells.filter((_, column) => used[column]).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** A block of JSON. */
export const jsonBlock = (data: unknown): string => `\`\`\`json\n${JSON.stringify(data, null, 2)}\n\`\`\``

/** The address of a heading within its page, as forges make it. */
export const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')

/** Parts of a page with a blank line between them; empty ones are left out. */
export const page = (parts: readonly (string | undefined)[]): string =>
  `${parts.filter((part) => part !== undefined && part !== '').join('\n\n')}\n`
