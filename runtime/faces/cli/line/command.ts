/**
 * The definition of a command: one file, one table of options, one function.
 *
 * Help, completion and parsing all read the table.
 */
import type { Io } from '../process/io.ts'
import type { Opened } from '../process/open.ts'
import type { Several } from '../several/members.ts'

/** The kind of completion of a value. */
export type Completion = 'action' | 'integration' | 'parameter' | 'file' | 'folder' | readonly string[]

/** One option, `--name`; without `value` it is a switch. */
export interface OptionSpec {
  name: string
  /** The placeholder for the value in help. */
  value?: string
  help: string
  /** May be given more than once. */
  many?: boolean
  complete?: Completion
  /** Its file may also be the file of another option. */
  mayShare?: true
}

/** One positional argument. */
export interface ArgumentSpec {
  name: string
  help: string
  required?: boolean
  /** Accepts all words that follow. */
  many?: boolean
  complete?: Completion
}

/** One command of the command line. */
export interface Command {
  name: string
  /** One line, for the list of commands. */
  summary: string
  arguments: readonly ArgumentSpec[]
  options: readonly OptionSpec[]
  /** Example command lines. */
  examples: readonly string[]
  /** Its stdout carries JSON results: failures before the run are reported as a result as well. */
  answersJson?: boolean
  /** Whether it reads standard input with these options; default false. */
  readsInput?(options: Options): boolean
  /** Returns the exit code. Throws ActionError. */
  run(call: Call): Promise<number>
}

/** Options as given. */
export interface Options {
  /** The last value of an option, if it was given. */
  text(name: string): string | undefined
  /** All values of an option. */
  all(name: string): readonly string[]
  /** Whether a switch was given. */
  has(name: string): boolean
}

/** One command with its parsed options and its access to the process. */
export interface Call {
  args: readonly string[]
  options: Options
  io: Io
  /** The integration that --root, SOAR_ROOT or the product itself names. Throws REQUEST_INVALID if there are several. */
  open(): Promise<Opened>
  /** Several integrations; undefined if there is one, or --integration names one of them. */
  several(): Promise<Several | undefined>
  /** All commands, in the order of help. */
  commands(): Promise<readonly Command[]>
}

/** Options that every command accepts. */
export const commonOptions: readonly OptionSpec[] = [
  {
    name: 'root',
    value: 'FOLDER',
    help: 'folder of an integration, or a soar.yaml; repeat it for several; default SOAR_ROOT, then ./soar.yaml, then the current folder if it is one, then the built-in one',
    many: true,
    complete: 'folder',
  },
  {
    name: 'integration',
    value: 'NAME',
    help: 'use only this one of several integrations',
    complete: 'integration',
  },
]

/** Makes `Options` from values by option name; a switch that was given has an empty list. */
export function toOptions(given: ReadonlyMap<string, readonly string[]>): Options {
  return {
    text: (name) => given.get(name)?.at(-1),
    all: (name) => given.get(name) ?? [],
    has: (name) => given.has(name),
  }
}

/** Older spellings of options; they are accepted but not shown. */
const FORMER: ReadonlyMap<string, string> = new Map([['--no-repeats', '--no-retry']])

/** The words of a command line, with old option spellings replaced by the current ones. */
export const currentSpelling = (words: readonly string[]): string[] =>
  words.map((word) => FORMER.get(word) ?? word)
