/** The command line as a function, on the echo integration unless another is named. */
import { type CliAnswer, type CliOptions, commandLine, oneRun } from '../../testing/command-line.ts'
import { echoRoot } from './echo.ts'

export type { CliAnswer, CliOptions } from '../../testing/command-line.ts'

/** Runs one command line. */
export const cli = (argv: readonly string[], options: CliOptions = {}): Promise<CliAnswer> =>
  commandLine(argv, { root: echoRoot, ...options })

/** Runs one action and reads its one line; fails when there is anything else. */
export const run = (argv: readonly string[], options: CliOptions = {}): ReturnType<typeof oneRun> =>
  oneRun(argv, { root: echoRoot, ...options })
