/** The parts of its process that the command line uses. */
import { type BigIntStats, fstatSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { isatty } from 'node:tty'
import { refuse } from '../../../contract/refuse.ts'
import type { Environment } from '../../../integration/config/config.ts'
import type { Lookup } from '../../../integration/config/connection-file.ts'
import { createOutput, type Output, type Writer } from './output.ts'

export { type Writer, write } from './output.ts'

/** A stream that is read to its end. */
export type Reader = (AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>) & {
  destroy?(): unknown
}

/** A built product: its folder, and the version of its runtime. */
export interface Product {
  dist: string
  version: string
}

/** The standard streams. */
export type StreamName = 'stdin' | 'stdout' | 'stderr'

/** Everything outside the process that a command can access. */
export interface Io {
  stdin: Reader
  stdout: Output
  stderr: Writer
  env: Environment
  /** Absolute; relative file names are relative to it. Reading it throws REQUEST_INVALID if the folder was removed. */
  readonly cwd: string
  isTTY: { stdin: boolean; stdout: boolean; stderr: boolean }
  /** The file behind a standard stream, for comparing files; undefined if the stream is closed. */
  stats?: (stream: StreamName) => BigIntStats | undefined
  /** Width of the terminal in columns; default 100. */
  columns?: number
  /**
   * Calls `stop` when the process is asked to end: by SIGINT, SIGTERM, or SIGHUP when its terminal closes. Returns a
   * function that stops listening. `stubborn` ignores SIGINT and every second signal.
   */
  onStop?: (stop: () => void, stubborn?: boolean) => () => void
  /** The process ends with this command, so it may be tuned for that. */
  oneShot?: boolean
  /** The built product that runs; absent where the sources run. */
  product?: Product
}

/** The process as `Io`. A second SIGINT or SIGTERM ends the process at once. */
export function processIo(process: NodeJS.Process): Io {
  const { stdout, stderr, env } = process
  return {
    // Accessing process.stdin opens it, which a run without input should not pay for.
    get stdin() {
      // Node reads these as empty, without an error.
      const stats = statsOf('stdin')
      const kind = stats?.isDirectory() ? 'a folder' : stats?.isBlockDevice() ? 'a device' : undefined
      if (kind !== undefined) throw refuse(`Standard input is ${kind}. Use a file or a pipe.`)
      return process.stdin
    },
    stdout: createOutput(stdout, 1),
    stderr: createOutput(stderr, 2),
    env,
    get cwd() {
      try {
        return process.cwd()
      } catch {
        throw refuse(
          'The working folder was removed, so relative file names mean nothing. Change to a folder that exists, or use absolute paths.',
        )
      }
    },
    isTTY: { stdin: isatty(0), stdout: stdout.isTTY === true, stderr: stderr.isTTY === true },
    stats: statsOf,
    ...(stdout.columns ? { columns: stdout.columns } : {}),
    oneShot: true,
    onStop: (stop, stubborn = false) => {
      const forget = (): void => {
        process.off('SIGINT', hear)
        process.off('SIGTERM', hear)
      }
      const hear = (signal: NodeJS.Signals): void => {
        if (!stubborn) forget()
        if (!stubborn || signal !== 'SIGINT') stop()
      }
      process.on('SIGINT', hear)
      process.on('SIGTERM', hear)
      // The system and the shell both send it when a terminal closes: a second one has no new meaning.
      process.on('SIGHUP', hear)
      return () => {
        forget()
        process.off('SIGHUP', hear)
      }
    },
  }
}

const FDS = { stdin: 0, stdout: 1, stderr: 2 }

function statsOf(stream: StreamName): BigIntStats | undefined {
  try {
    return fstatSync(FDS[stream], { bigint: true })
  } catch {
    return undefined
  }
}

/** The absolute path of a file named on the command line. */
export const pathOf = (io: Pick<Io, 'cwd'>, named: string): string =>
  isAbsolute(named) ? resolve(named) : resolve(io.cwd, named)

/** How a connections file is found; the working folder is read only if a relative name needs it. */
export const lookupOf = (io: Pick<Io, 'env' | 'cwd'>, file?: string): Lookup => ({
  file,
  env: io.env,
  get cwd() {
    return io.cwd
  },
})

/** Reads a stream to its end; undefined if the signal is aborted first. Throws REQUEST_INVALID. */
export async function readAll(from: Reader, signal?: AbortSignal): Promise<Buffer | undefined> {
  const stopped = new Promise<undefined>((resolve) => {
    if (signal?.aborted) resolve(undefined)
    signal?.addEventListener('abort', () => resolve(undefined), { once: true })
  })
  const read = async (): Promise<Buffer | undefined> => {
    const chunks: Buffer[] = []
    try {
      for await (const chunk of from) chunks.push(Buffer.from(chunk as Uint8Array))
    } catch (error) {
      if (signal?.aborted) return undefined
      const { code = error } = error as NodeJS.ErrnoException
      throw refuse(`Cannot read standard input (${code}).`, { cause: error })
    }
    return Buffer.concat(chunks)
  }
  const done = await Promise.race([read(), stopped])
  if (done === undefined) from.destroy?.()
  return done
}
