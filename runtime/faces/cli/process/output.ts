/** Writes to the standard streams; a failure is a value, never an uncaught exception. */
import { fstatSync, writeSync } from 'node:fs'
import { phrase } from '../../../contract/phrases.ts'
import { cannotWrite } from '../../../contract/refuse.ts'

/** A stream that text is written to; `done` is called when it is through, or cannot be. */
export interface Writer {
  write(text: string, done?: (error?: Error | null) => void): unknown
}

/** Standard output: it remembers why it could not be written. */
export interface Output extends Writer {
  /** Waits until all text is through, also where no `done` was given; returns why the first one was not. */
  flushed?(): Promise<NodeJS.ErrnoException | undefined>
}

/** Writes text and waits until it is through; returns why it is not. */
export function put(to: Writer, text: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    to.write(text, (error) => resolve(error ?? undefined))
  })
}

/**
 * Writes text and waits until it is through. A reader that went away is no error: it has read what it wanted.
 *
 * @throws ActionError STORAGE_FAILED
 */
export async function write(to: Writer, text: string): Promise<void> {
  const fault = await put(to, text)
  if (fault && !isGone(fault)) throw notWritten(fault)
}

/** The reader of a pipe went away. */
export const isGone = ({ code }: NodeJS.ErrnoException): boolean => code === 'EPIPE'

/** What is said about standard output that cannot be written. */
export const notWritten = (fault: NodeJS.ErrnoException) =>
  cannotWrite(phrase('standard output'), fault, phrase('Free space, or send the output somewhere else.'))

/**
 * A stream of the process. Node ends a process with a stack trace when one of its streams fails and nobody listens; and
 * where a file takes only part of a text, as on a full disk, it loses the rest without an error. So files are written here.
 */
export function createOutput(stream: NodeJS.WriteStream, fd: 1 | 2): Output {
  const writeText = isFile(fd) ? fileWriter(fd) : streamWriter(stream)
  let fault: NodeJS.ErrnoException | undefined
  let pending = 0
  let wake = (): void => {}
  return {
    write(text, done) {
      pending++
      writeText(text, (error) => {
        pending--
        // What comes after the first failure says only that the stream is destroyed.
        if (error) fault ??= error
        done?.(fault)
        if (pending === 0) wake()
      })
    },
    async flushed() {
      if (pending > 0) await new Promise<void>((resolve) => (wake = resolve))
      return fault
    },
  }
}

type Write = (text: string, done: (error?: NodeJS.ErrnoException | null) => void) => void

function streamWriter(stream: NodeJS.WriteStream): Write {
  // Every write hears of its failure itself.
  stream.on('error', () => {})
  return (text, done) => stream.write(text, done)
}

function fileWriter(fd: number): Write {
  return (text, done) => {
    const bytes = Buffer.from(text)
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
    } catch (error) {
      return done(error as NodeJS.ErrnoException)
    }
    done()
  }
}

function isFile(fd: number): boolean {
  try {
    const stats = fstatSync(fd)
    return stats.isFile() || stats.isBlockDevice()
  } catch {
    return false
  }
}
