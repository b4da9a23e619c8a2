/** What the command line uses of its process. */
import { type BigIntStats, fstatSync } from 'node:fs'
import { isatty } from 'node:tty'
import type { Environment } from '../../../integration/config/config.ts'

/** A stream that text is written to; `done` is called when it is through. */
export interface Writer {
  write(text: string, done?: (error?: Error | null) => void): unknown
}

/** A stream that is read whole. */
export type Reader = (AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>) & {
  destroy?(): unknown
}

/** The standard streams. */
export type StreamName = 'stdin' | 'stdout' | 'stderr'

/** All that a command sees of the world. */
export interface Io {
  stdin: Reader
  stdout: Writer
  stderr: Writer
  env: Environment
  /** Absolute; relative file names mean files below it. */
  cwd: string
  isTTY: { stdin: boolean; stdout: boolean; stderr: boolean }
  /** What is behind a standard stream, for comparing files; undefined where it is closed. */
  stats?: (stream: StreamName) => BigIntStats | undefined
  /** Width of the terminal in columns; default 100. */
  columns?: number
  /**
   * Calls `stop` when the process is asked to end; answers how to stop listening. `stubborn` listens to SIGTERM alone, and
   * to no second one.
   */
  onStop?: (stop: () => void, stubborn?: boolean) => () => void
  /** The process ends with this command, so that it may be tuned for that. */
  oneShot?: boolean
}

/** The process as `Io`. A reader that goes away (EPIPE) is no error; a second signal ends the process at once. */
export function processIo(process: NodeJS.Process): Io {
  const { stdout, stderr, env } = process
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
  return {
    // Touching process.stdin opens it, which a run without input need not pay for.
    get stdin() {
      return process.stdin
    },
    stdout,
    stderr,
    env,
    cwd: process.cwd(),
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
        if (!stubborn || signal === 'SIGTERM') stop()
      }
      process.on('SIGINT', hear)
      process.on('SIGTERM', hear)
      return forget
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

/** Writes text and waits until it is through; a reader that went away is no error. */
export function write(to: Writer, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    to.write(text, (error) => {
      if (error && (error as NodeJS.ErrnoException).code !== 'EPIPE') reject(error)
      else resolve()
    })
  })
}

/** Reads a stream to its end, or to the moment the signal is aborted: undefined then. */
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
      throw error
    }
    return Buffer.concat(chunks)
  }
  const done = await Promise.race([read(), stopped])
  if (done === undefined) from.destroy?.()
  return done
}
