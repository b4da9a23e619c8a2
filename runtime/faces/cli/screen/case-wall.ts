/**
 * Shows a result on a terminal: sentence, rows, problems, remedy.
 *
 * Its data is untrusted.
 */
import type { Result } from '../../../contract/result.ts'
import { english, type Language, remedyOf } from '../../../i18n/sentences.ts'
import { toTable } from './table.ts'
import { cut, visibleLine, wrap } from './width.ts'

/** Settings of a view. */
export interface ViewOptions {
  /** Width of the terminal. */
  columns: number
  colour: boolean
  /** Language of the remedy for a failure. Default: English. */
  language?: Language
}

/** Maximum number of rows shown. */
const MOST_ROWS = 50

/** Characters of a sentence that are shown; the JSON has the whole sentence. */
const LONGEST = 4000

const COLOURS = { green: 32, red: 31, yellow: 33, dim: 2, bold: 1 } as const

/** A result as text for people, with a line end at its end. */
export function view(result: Result, { columns, colour, language = english }: ViewOptions): string {
  const paint = (how: keyof typeof COLOURS, text: string) =>
    colour ? `\u001b[${COLOURS[how]}m${text}\u001b[0m` : text
  const width = Math.max(20, columns)
  const { error } = result
  const lines: string[] = []
  const point = (sign: string, how: keyof typeof COLOURS, text: string): void => {
    const [first = '', ...rest] = wrap(shorten(text), width - 2)
    lines.push(`${paint(how, sign)} ${first}`, ...rest.map((line) => `  ${line}`))
  }
  const problems = (error?.problems ?? []).map(({ message }) => message)
  const several = problems.length > 1
  const message = several ? withoutEach(result.output_message, problems) : result.output_message
  point(result.is_success ? '✔' : '✖', result.is_success ? 'green' : 'red', message)
  if (several) for (const problem of problems) point('  •', 'red', problem)
  if (error) {
    const remedy = remedyOf(language, error.code)
    // Some messages already contain the remedy.
    if (!message.includes(remedy)) point('→', 'yellow', remedy)
    const facts = [error.code, error.retryable ? 'repeating may help' : '', vendorLine(result)]
    lines.push(paint('dim', cut(`  ${facts.filter(Boolean).join(' · ')}`, width)))
  }
  for (const warning of result.warnings ?? []) point('!', 'yellow', warning)
  const table = result.dry_run
    ? dryLines(result.dry_run, width)
    : toTable(result.json_result, width, MOST_ROWS)
  if (table.length > 0)
    lines.push(
      '',
      ...table.map((line, at) =>
        at === 0 && Array.isArray(result.json_result) ? paint('bold', line) : line,
      ),
    )
  for (const file of result.files ?? [])
    lines.push(
      cut(`file ${visibleLine(file.name)} (${visibleLine(file.content_type)}); --json has it`, width),
    )
  lines.push('', paint('dim', cut(footer(result), width)))
  return `${lines.join('\n')}\n`
}

/** The sentence around problems that are listed below it. */
const withoutEach = (message: string, problems: readonly string[]): string =>
  message.replace(problems.join(' '), '').replace(/[\s.]*$/, '')

const shorten = (text: string): string =>
  visibleLine(text.length > LONGEST ? `${text.slice(0, LONGEST)}… (--json has it all)` : text)

function vendorLine({ error }: Result): string {
  const id = error?.vendor?.request_id
  return id ? `request id ${visibleLine(id)}` : ''
}

function dryLines(dry: NonNullable<Result['dry_run']>, width: number): string[] {
  const { request } = dry
  if (!request) return []
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`)
  const body = request.body === null ? [] : JSON.stringify(request.body, null, 2).split('\n')
  return [`${request.method} ${request.url}`, ...headers, ...body].map((line) =>
    cut(visibleLine(line).trimEnd(), width),
  )
}

function footer({ run, json_result }: Result): string {
  const rows = Array.isArray(json_result) ? [plural(json_result.length, 'row')] : []
  const name = [run.action, run.version].filter(Boolean).join(' ')
  return [visibleLine(name), ...rows, `${run.ms} ms`, plural(run.requests, 'request')]
    .filter(Boolean)
    .join(' · ')
}

const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
