/** Sections of the documentation that a program writes between two markers. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** Puts a section between its markers in a Markdown text. A new section goes to the end. */
export function withSection(text: string, name: string, section: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const marked = `${start}\n${section}\n${end}`
  const [from, to] = [text.indexOf(start), text.indexOf(end)]
  if (from < 0 || to < from) return `${text.trimEnd()}\n\n${marked}\n`
  return text.slice(0, from) + marked + text.slice(to + end.length)
}

/** Puts a section into a Markdown file. A file that does not exist gets the heading first. */
export function putSection(file: string, heading: string, name: string, section: string): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : `# ${heading}\n`
  writeFileSync(file, withSection(before, name, section))
}
