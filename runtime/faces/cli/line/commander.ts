/** Parses a command line with commander: help, every spelling, errors. */
import { Argument, CommanderError, Option, Command as Program } from 'commander'
import type { ActionError } from '../../../contract/errors.ts'
import { refuse } from '../../../contract/refuse.ts'
import { nearest } from '../../../i18n/nearest.ts'
import { allCommands } from '../commands.ts'
import {
  type ArgumentSpec,
  type Command,
  commonOptions,
  type OptionSpec,
  type Options,
  toOptions,
} from './command.ts'
import type { Parsed } from './plain.ts'

/** The meaning of a command line: a command, or a text to print. */
export type Reading = { command: Command; parsed: Parsed } | { text: string }

/**
 * Parses any command line.
 *
 * @param columns width of the terminal, for help
 * @param version the text that `--version` prints; called only then
 * @throws ActionError REQUEST_INVALID with the error and the correction
 */
export async function readCommandLine(
  argv: readonly string[],
  columns: number,
  version: () => Promise<string>,
): Promise<Reading> {
  const commands = await allCommands()
  let printed = ''
  let chosen: Reading | undefined
  const output = {
    writeOut: (text: string) => {
      printed += text
    },
    writeErr: () => {},
    getOutHelpWidth: () => columns,
  }
  const program = describe(new Program('soar'))
  for (const command of commands) {
    addCommand(program, command, (parsed) => {
      chosen = { command, parsed }
    })
  }
  for (const part of [program, ...program.commands]) {
    part.exitOverride().configureOutput(output).helpOption('-h, --help', 'show this help')
  }
  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0 || error.code === 'commander.help') return { text: printed }
    throw toMistake(error, argv, program, commands)
  }
  if (program.opts().version === true) return { text: `${await version()}\n` }
  if (chosen) return chosen
  const [word] = program.args
  if (word === undefined) {
    program.outputHelp()
    return { text: printed }
  }
  throw unknownCommand(word, commands)
}

const examples = (lines: readonly string[]): string =>
  ['', 'Examples:', ...lines.map((line) => `  $ ${line}`)].join('\n')

function describe(program: Program): Program {
  program
    .description('Run actions for security playbooks. Reads a JSON request, prints a JSON result.')
    .usage('<command> [options]')
    // Only names, so that every summary fits on one line of 80 columns.
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .option('-V, --version', 'show the version')
    .helpCommand('help [command]', 'show the help of a command')
    .allowExcessArguments()
    .addHelpText(
      'after',
      examples([
        'soar list',
        'soar show ping --request | soar run',
        'soar run ping --connection acme',
        'soar doctor --connection acme',
      ]),
    )
    .action(() => {})
  for (const option of commonOptions) program.addOption(toOption(option))
  return program
}

function addCommand(program: Program, command: Command, take: (parsed: Parsed) => void): void {
  const part = program
    .command(command.name)
    .description(command.summary)
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', examples(command.examples))
    .allowExcessArguments(false)
  for (const argument of command.arguments) part.addArgument(toArgument(argument))
  for (const option of command.options) part.addOption(toOption(option))
  part.action(() =>
    take({ args: part.args, options: readOptions(part, [...command.options, ...commonOptions]) }),
  )
}

function toArgument({ name, help, required, many }: ArgumentSpec): Argument {
  const form = many ? `${name}...` : name
  return new Argument(required ? `<${form}>` : `[${form}]`, help)
}

function toOption({ name, value, help, many }: OptionSpec): Option {
  const option = new Option(`--${name}${value === undefined ? '' : ` <${value}>`}`, help)
  if (many) option.argParser((word: string, before: string[] | undefined) => [...(before ?? []), word])
  return option
}

/** commander's values under our names: commander turns `--dry-run` into dryRun and `--no-retry` into retry: false. */
function readOptions(part: Program, specs: readonly OptionSpec[]): Options {
  const values: Record<string, unknown> = part.optsWithGlobals()
  const given = new Map<string, string[]>()
  for (const spec of specs) {
    const option = toOption(spec)
    const value = values[option.attributeName()]
    if (spec.value === undefined) {
      if (value === !option.negate) given.set(spec.name, [])
    } else if (value !== undefined) {
      given.set(spec.name, Array.isArray(value) ? value : [String(value)])
    }
  }
  return toOptions(given)
}

const misused = (what: string, instead: string): ActionError => refuse(`${what} See \`${instead}\`.`)

const meant = (name: string | undefined): string => (name === undefined ? '' : ` Did you mean "${name}"?`)

function unknownCommand(word: string, commands: readonly Command[]): ActionError {
  const names = commands.map((command) => command.name)
  return misused(`Unknown command "${word.slice(0, 40)}".${meant(nearest(word, names))}`, 'soar --help')
}

/** The error that commander found, without the values of options: one may be a secret in the wrong place. */
function toMistake(
  error: CommanderError,
  argv: readonly string[],
  program: Program,
  commands: readonly Command[],
): ActionError {
  const command = commands.find(({ name }) => name === argv.find((word) => isCommand(word, commands)))
  const help = command ? `soar ${command.name} --help` : 'soar --help'
  const [, quoted = ''] = /'([^']*)'/.exec(error.message) ?? []
  const name = quoted.split(/[= ]/)[0]?.slice(0, 40) ?? ''
  switch (error.code) {
    case 'commander.unknownOption': {
      const known = [...(command?.options ?? []), ...commonOptions].map((option) => `--${option.name}`)
      return misused(`Unknown option "${name}".${meant(nearest(name, known))}`, help)
    }
    case 'commander.optionMissingArgument':
      return misused(`The option ${quoted} needs a value.`, help)
    case 'commander.missingArgument':
      return misused(`The argument <${quoted}> is missing: ${argumentHelp(command, quoted)}.`, help)
    case 'commander.excessArguments':
      return misused(`Too many arguments.${pairHint(command)}`, help)
    case 'commander.unknownCommand':
      return unknownCommand(program.args[0] ?? quoted, commands)
    default:
      return misused(error.message.replace(/^error: /, ''), help)
  }
}

const isCommand = (word: string, commands: readonly Command[]): boolean =>
  commands.some(({ name }) => name === word)

const argumentHelp = (command: Command | undefined, name: string): string =>
  command?.arguments.find((argument) => argument.name === name)?.help ?? 'an argument'

const pairHint = (command: Command | undefined): string =>
  command?.options.some(({ name }) => name === 'param') ? ' Parameters are written --param name=value.' : ''
