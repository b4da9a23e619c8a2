/** Writes to the standard streams; a failure is a value, never an uncaught exception. */
import { fstatSync, writeSync } from 'node:fs'
import { phrase } from '../../../contract/phrases.ts'
import { cannotWrite } from '../../../contract/refuse.ts'

/** A stream that text is written to; `done` is called when the text is written or has failed. */
export interface Writer {
  write(text: string, done?: (error?: Error | null) => void): unknown
}

/** Standard output, with the reason of its first failure. */
export interface Output extends Writer {
  /** Waits until all text is written, also text without `done`; returns the reason of the first failure. */
  flushed?(): Promise<NodeJS.ErrnoException | undefined>
}

/** Writes text and waits until it is written; returns the reason if it fails. */
export function put(to: Writer, text: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    to.write(text, (error) => resolve(error ?? undefined))
  })
}

/**
 * Writes text and waits until it is written. A closed reader is not an error: it has read what it wanted.
 *
 * @throws ActionError STORAGE_FAILED
 */
export async function write(to: Writer, text: string): Promise<void> {
  const fault = await put(to, text)
  if (fault && !isGone(fault)) throw notWritten(fault)
}

/** The reader of a pipe was closed. */
export const isGone = ({ code }: NodeJS.ErrnoException): boolean => code === 'EPIPE'

/** The message for standard output that cannot be written. */
export const notWritten = (fault: NodeJS.ErrnoException) =>
  cannotWrite(phrase('standard output'), fault, phrase('Free space, or send the output somewhere else.'))

/**
 * A stream of the process. Node ends a process with a stack trace if one of its streams fails without a listener. If a
 * file accepts only part of a text, as on a full disk, Node loses the rest without an error. So files are written here.
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
        // Errors after the first failure only say that the stream is destroyed.
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
  // Every write reports its own failure.
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
