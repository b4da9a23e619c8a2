/** What the command line uses of its process. */
import { type BigIntStats, fstatSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { isatty } from 'node:tty'
import { refuse } from '../../../contract/refuse.ts'
import type { Environment } from '../../../integration/config/config.ts'
import type { Lookup } from '../../../integration/config/connections.ts'
import { createOutput, type Output, type Writer } from './output.ts'

export { type Writer, write } from './output.ts'

/** A stream that is read whole. */
export type Reader = (AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>) & {
  destroy?(): unknown
}

/** The standard streams. */
export type StreamName = 'stdin' | 'stdout' | 'stderr'

/** All that a command sees of the world. */
export interface Io {
  stdin: Reader
  stdout: Output
  stderr: Writer
  env: Environment
  /** Absolute; relative file names mean files below it. Reading it throws REQUEST_INVALID where the folder was removed. */
  readonly cwd: string
  isTTY: { stdin: boolean; stdout: boolean; stderr: boolean }
  /** What is behind a standard stream, for comparing files; undefined where it is closed. */
  stats?: (stream: StreamName) => BigIntStats | undefined
  /** Width of the terminal in columns; default 100. */
  columns?: number
  /**
   * Calls `stop` when the process is asked to end: by SIGINT, SIGTERM, or SIGHUP as its terminal closes. Returns how to
   * stop listening. `stubborn` does not listen to SIGINT, and to no second signal.
   */
  onStop?: (stop: () => void, stubborn?: boolean) => () => void
  /** The process ends with this command, so that it may be tuned for that. */
  oneShot?: boolean
}

/** The process as `Io`. A second SIGINT or SIGTERM ends the process at once. */
export function processIo(process: NodeJS.Process): Io {
  const { stdout, stderr, env } = process
  return {
    // Touching process.stdin opens it, which a run without input need not pay for.
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
      // The system and the shell both send it when a terminal closes: a second one says nothing new.
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

/** The absolute path of a file that is named on the command line. */
export const pathOf = (io: Pick<Io, 'cwd'>, named: string): string =>
  isAbsolute(named) ? resolve(named) : resolve(io.cwd, named)

/** How a connections file is found; the working folder is only asked for when a relative name needs it. */
export const lookupOf = (io: Pick<Io, 'env' | 'cwd'>, file?: string): Lookup => ({
  file,
  env: io.env,
  get cwd() {
    return io.cwd
  },
})

/** Reads a stream to its end, or to the moment the signal is aborted: undefined then. Throws REQUEST_INVALID. */
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
