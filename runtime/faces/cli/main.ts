/**
 * The command line: finds the command, parses its options, runs it, returns the exit code.
 *
 * Never throws.
 */
import { type ActionError, toActionError } from '../../contract/errors.ts'
import { refuse } from '../../contract/refuse.ts'
import { languageOf, writeError } from '../../i18n/sentences.ts'
import { failedResult } from '../../run/refused.ts'
import { visibleLine } from '../../safety/control-characters.ts'
import { isReplaced } from '../../safety/encoding.ts'
import { type Command, currentSpelling } from './line/command.ts'
import { filesOf } from './line/files.ts'
import { type Parsed, parsePlain } from './line/plain.ts'
import { rootsOf } from './line/roots.ts'
import { refuseSharedFiles } from './process/file-roles.ts'
import type { Io } from './process/io.ts'
import type { Open, Opened } from './process/open.ts'
import { type Opening, opening } from './process/opening.ts'
import { isGone, notWritten, put, write } from './process/output.ts'
import { exitCodeOf } from './request/exit-code.ts'

/** Exit code for success; failure.ts has the others. */
const OK = 0

/**
 * Runs one command line.
 *
 * @param words the words after `soar`
 * @param open opens the integration; its argument is absolute, or undefined for the one that the product was built with
 */
export async function main(words: readonly string[], io: Io, open: Open): Promise<number> {
  const argv = currentSpelling(words)
  let command: Command | undefined
  let isOutputTaken = false
  try {
    const [name, ...rest] = argv
    let parsed: Parsed | undefined
    if (name === 'run') {
      command = (await import('./commands/run.ts')).command
      parsed = parsePlain(command, rest)
    }
    if (command === undefined || parsed === undefined) {
      const { readCommandLine } = await import('./line/commander.ts')
      const reading = await readCommandLine(argv, io.columns ?? 100, () =>
        versionsOf(opening(() => rootsOf([], io), undefined, open)),
      )
      if ('text' in reading) {
        await write(io.stdout, reading.text)
        return OK
      }
      command = reading.command
      parsed = reading.parsed
    }
    refuseBrokenText(argv)
    const { args, options } = parsed
    const files = await filesOf(command, parsed, io)
    refuseSharedFiles([...files, { name: 'standard error', stats: io.stats?.('stderr') }])
    isOutputTaken = true
    refuseSharedFiles([...files, { name: 'standard output', stats: io.stats?.('stdout') }])
    isOutputTaken = false
    const code = await command.run({
      args,
      options,
      io,
      ...opening(() => rootsOf(options.all('root'), io), options.text('integration'), open),
      commands: async () => (await import('./commands.ts')).allCommands(),
    })
    // Wait for output that the command wrote without waiting: the exit code must not claim more than was written.
    const fault = await io.stdout.flushed?.()
    if (fault && !isGone(fault) && code === OK) throw notWritten(fault)
    return code
  } catch (thrown) {
    return await reportError(
      toActionError(thrown),
      command,
      argv,
      isOutputTaken ? { ...io, stdout: NOWHERE } : io,
    )
  }
}

/** For standard output that is also the file of another role: even the refusal must not be written to it. */
const NOWHERE: Io['stdout'] = { write: (_text, done) => done?.() }

/** An argument that is not UTF-8 differs from the text that was meant: a write would reach the wrong target. */
function refuseBrokenText(argv: readonly string[]): void {
  const at = argv.findIndex(isReplaced)
  if (at < 0) return
  throw refuse(
    `Argument ${at + 1} is not UTF-8, or contains the replacement character U+FFFD. Use a UTF-8 terminal, or send the value as JSON on standard input.`,
  )
}

const versionOf = ({ integration: { spec } }: Opened): string =>
  `soar ${spec.version} (${spec.name}, runtime contract ${spec.runtime})`

/** One line per integration. */
async function versionsOf({ open, several }: Opening): Promise<string> {
  const all = await several()
  if (!all) return versionOf(await open())
  const lines = all.members.map(async (member) => member.open().then(versionOf))
  return (await Promise.all(lines)).join('\n')
}

/** Reports a failure: a sentence on stderr, and a result if a program expects one. */
async function reportError(
  error: ActionError,
  command: Command | undefined,
  argv: readonly string[],
  io: Io,
): Promise<number> {
  const locale = io.env.SOAR_LOCALE
  const { dialectNamed, spell } = await import('./request/spell.ts')
  const waits = dialectNamed(argv) !== undefined || !io.isTTY.stdout || argv.includes('--json')
  if (waits && (command?.answersJson || dialectNamed(argv) !== undefined)) {
    // If that fails, the sentence and the exit code remain.
    await put(io.stdout, await spell(await failedResult(error, locale), argv))
  }
  await put(io.stderr, `soar: ${visibleLine(writeError(await languageOf(locale ?? 'en'), error))}\n`)
  return exitCodeOf(error)
}
