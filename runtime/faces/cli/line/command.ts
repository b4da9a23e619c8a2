/**
 * What a command is: one file, one table of options, one function.
 *
 * Help, completion and parsing all read the table.
 */
import type { Io } from '../process/io.ts'
import type { Opened } from '../process/open.ts'

/** What a value may be completed with. */
export type Completion = 'action' | 'parameter' | 'file' | 'folder' | readonly string[]

/** One option, `--name`; without `value` it is a switch. */
export interface OptionSpec {
  name: string
  /** How help calls the value. */
  value?: string
  help: string
  /** May be given more than once. */
  many?: boolean
  complete?: Completion
  /** Its file may be that of another option, too. */
  mayShare?: true
}

/** One positional argument. */
export interface ArgumentSpec {
  name: string
  help: string
  required?: boolean
  /** Takes all that follow. */
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
  /** Command lines to copy. */
  examples: readonly string[]
  /** Its stdout carries JSON results: also what went wrong before it began is told as one. */
  answersJson?: boolean
  /** Whether it reads standard input with these options; default no. */
  readsInput?(options: Options): boolean
  /** Answers the exit code. Throws ActionError. */
  run(call: Call): Promise<number>
}

/** Options as they were given. */
export interface Options {
  /** The last value of an option, if it was given. */
  text(name: string): string | undefined
  /** All values of an option. */
  all(name: string): readonly string[]
  /** Whether a switch was given. */
  has(name: string): boolean
}

/** One command with what it was given and what it may touch. */
export interface Call {
  args: readonly string[]
  options: Options
  io: Io
  /** The integration that --root, SOAR_ROOT or the product itself name. */
  open(): Promise<Opened>
  /** All commands, in the order of help. */
  commands(): Promise<readonly Command[]>
}

/** What every command takes. */
export const commonOptions: readonly OptionSpec[] = [
  {
    name: 'root',
    value: 'FOLDER',
    help: 'folder of the integration; default SOAR_ROOT, then the built-in one',
    complete: 'folder',
  },
]

/** Makes `Options` of values by option name; a switch that was given has an empty list. */
export function toOptions(given: ReadonlyMap<string, readonly string[]>): Options {
  return {
    text: (name) => given.get(name)?.at(-1),
    all: (name) => given.get(name) ?? [],
    has: (name) => given.has(name),
  }
}

/** Older spellings of options; they are accepted and shown nowhere. */
const FORMER: ReadonlyMap<string, string> = new Map([['--no-repeats', '--no-retry']])

/** The words of a command line with today's spelling of options. */
export const currentSpelling = (words: readonly string[]): string[] =>
  words.map((word) => FORMER.get(word) ?? word)
