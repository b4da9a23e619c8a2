/** Reads the options of `soar rows` and reports all problems at once. */

import { extname } from 'node:path'
import { ActionError } from '../../../contract/errors.ts'
import { quoted } from '../../../contract/phrases.ts'
import type { Call, Options } from '../line/command.ts'
import { pathOf } from '../process/io.ts'

/** The format of a table or an answer. */
export type Format = 'jsonl' | 'csv'

/** The parsed options. */
export interface Settings {
  /** Absolute; undefined means standard input. */
  in: string | undefined
  /** Absolute; undefined means standard output. */
  out: string | undefined
  inFormat: Format
  outFormat: Format
  /** As --delimiter names it. */
  delimiter: string | undefined
  /** Cells of CSV are read and written unchanged. */
  literalCells: boolean
  columns: Record<string, string>
  templates: Record<string, string>
  keep: readonly string[]
  once: boolean
  ordered: boolean
  withEmpty: boolean
  concurrency: number | undefined
  ledger: string | undefined
  resume: boolean
  retryUnknown: boolean
  yes: boolean
  dryRun: boolean
  failOn: 'any' | 'all' | 'none'
  progress: 'bar' | 'json' | 'none'
  dialect: string | undefined
}

/** Maximum number of concurrent rows. */
const MOST_AT_ONCE = 1000

const refuse = (reason: string): ActionError =>
  new ActionError('REQUEST_INVALID', { reason: quoted(reason) }, { unsent: true })

/** Reads the options. Throws REQUEST_INVALID. */
export function readSettings({ options, io }: Call): Settings {
  const file = (name: string): string | undefined => {
    const given = options.text(name)
    return given === undefined || given === '-' ? undefined : pathOf(io, given)
  }
  const [input, output] = [file('in'), file('out')]
  const ledger = file('ledger')
  const platform = options.text('dialect')
  const dialect = platform === 'plain' ? undefined : platform
  for (const name of ['resume', 'retry-unknown']) {
    if (options.has(name) && ledger === undefined) throw refuse(`--${name} needs --ledger FILE.`)
  }
  if (options.has('retry-unknown') && !options.has('resume')) throw refuse('--retry-unknown needs --resume.')
  if (options.has('dry-run') && ledger !== undefined)
    throw refuse('--dry-run cannot be used with --ledger: it sends nothing.')
  return {
    in: input,
    out: output,
    inFormat: format(options, 'in-format', input),
    outFormat: format(options, 'out-format', output),
    delimiter: delimiter(options),
    literalCells: options.has('literal-cells'),
    columns: pairs(options, 'column'),
    templates: pairs(options, 'set'),
    keep: options.all('keep'),
    once: options.has('once'),
    ordered: !options.has('unordered'),
    withEmpty: options.has('with-empty'),
    concurrency: wholeNumber(options, 'concurrency'),
    ledger,
    resume: options.has('resume'),
    retryUnknown: options.has('retry-unknown'),
    yes: options.has('yes'),
    dryRun: options.has('dry-run'),
    failOn: choice(options, 'fail-on', ['any', 'all', 'none'], 'any'),
    progress: choice(options, 'progress', ['bar', 'json', 'none'], io.isTTY.stderr ? 'bar' : 'none'),
    dialect,
  }
}

function format(options: Options, name: string, file: string | undefined): Format {
  const byName = ['.csv', '.tsv'].includes(extname(file ?? '').toLowerCase()) ? 'csv' : 'jsonl'
  return choice(options, name, ['jsonl', 'csv'], byName)
}

/** The delimiter that the name of a file suggests. */
export const delimiterOf = (file: string | undefined): string =>
  extname(file ?? '').toLowerCase() === '.tsv' ? '\t' : ','

function delimiter(options: Options): string | undefined {
  const given = options.text('delimiter')
  if (given === undefined) return undefined
  const char = given === '\\t' ? '\t' : given
  if (char.length === 1 && !/["\r\n]/.test(char)) return char
  throw refuse(`--delimiter must be one character, such as ";" or "\\t"; got "${given.slice(0, 40)}".`)
}

/** `NAME=TEXT` pairs; each name once. */
function pairs(options: Options, name: string): Record<string, string> {
  const found = new Map<string, string>()
  for (const word of options.all(name)) {
    const at = word.indexOf('=')
    const key = word.slice(0, Math.max(0, at)).trim()
    if (at < 1 || key === '') {
      const example = name === 'set' ? "domain='{{ name | lower }}'" : 'domain=name'
      throw refuse(
        `--${name} needs NAME=${name === 'set' ? 'TEMPLATE' : 'COLUMN'}, such as --${name} ${example}.`,
      )
    }
    if (found.has(key)) throw refuse(`--${name} sets "${key.slice(0, 80)}" twice. Set it once.`)
    found.set(key, word.slice(at + 1))
  }
  return Object.fromEntries(found)
}

function wholeNumber(options: Options, name: string): number | undefined {
  const text = options.text(name)
  if (text === undefined) return undefined
  const number = Number(text)
  if (/^\d+$/.test(text) && number >= 1 && number <= MOST_AT_ONCE) return number
  throw refuse(`--${name} must be a whole number from 1 to ${MOST_AT_ONCE}; got "${text.slice(0, 40)}".`)
}

function choice<T extends string>(options: Options, name: string, choices: readonly T[], standard: T): T {
  const given = options.text(name)
  if (given === undefined) return standard
  const found = choices.find((one) => one === given)
  if (found !== undefined) return found
  throw refuse(`--${name} must be one of ${choices.join(', ')}; got "${given.slice(0, 40)}".`)
}
