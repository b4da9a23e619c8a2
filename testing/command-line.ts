/** The command line as a function: arguments, streams and environment in, output out. */
import { tmpdir } from 'node:os'
import type { Result } from '../runtime/contract/result.ts'
import { main } from '../runtime/faces/cli/main.ts'
import type { Io } from '../runtime/faces/cli/process/io.ts'
import { fromFolder, type Open } from '../runtime/faces/cli/process/open.ts'

/** Options of one call; by default all streams are piped and empty. */
export interface CliOptions {
  stdin?: string | Buffer
  env?: Record<string, string>
  cwd?: string
  /** Which streams are terminals. */
  tty?: Partial<Io['isTTY']>
  columns?: number
  /** Folder of the integration; not needed beside `open`. */
  root?: string
  open?: Open
  onStop?: NonNullable<Io['onStop']>
}

/** The results of one call. */
export interface CliAnswer {
  code: number
  stdout: string
  stderr: string
}

/** Runs one command line. */
export async function commandLine(argv: readonly string[], options: CliOptions = {}): Promise<CliAnswer> {
  const { stdin = '', env = {}, cwd = tmpdir(), tty = {}, columns, root = cwd, open, onStop } = options
  const written = { stdout: '', stderr: '' }
  const writer = (to: keyof typeof written): Io['stdout'] => ({
    write: (text, done) => {
      written[to] += text
      done?.()
    },
  })
  const io: Io = {
    stdin: [stdin],
    stdout: writer('stdout'),
    stderr: writer('stderr'),
    env,
    cwd,
    isTTY: { stdin: false, stdout: false, stderr: false, ...tty },
    ...(columns === undefined ? {} : { columns }),
    ...(onStop === undefined ? {} : { onStop }),
  }
  const code = await main(argv, io, open ?? fromFolder(root))
  return { code, ...written }
}

/** Runs one action and reads its single output line; fails when there is any other output. */
export async function oneRun(
  argv: readonly string[],
  options: CliOptions = {},
): Promise<CliAnswer & { result: Result }> {
  const answer = await commandLine(['run', ...argv], options)
  if (!/^\{.*\}\n$/.test(answer.stdout))
    throw new Error(`not one line of JSON: ${answer.stdout.slice(0, 200)}`)
  return { ...answer, result: JSON.parse(answer.stdout) as Result }
}
