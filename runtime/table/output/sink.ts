/** The destination of the answer: a file or a stream of the process. */
import type { FileHandle } from 'node:fs/promises'
import { StringDecoder } from 'node:string_decoder'
import { ActionError } from '../../contract/errors.ts'
import { phrase } from '../../contract/phrases.ts'
import type { Sink } from './in-order.ts'
import { unwritable } from './unwritable.ts'

/** A stream as the command line provides it. */
export interface Stream {
  write(text: string, done?: (error?: Error | null) => void): unknown
}

const NOT_DURABLE: ReadonlySet<string | undefined> = new Set(['EINVAL', 'ENOTSUP'])

/** An open file as a sink; at the end it is made durable and closed. Throws STORAGE_FAILED if it cannot be written. */
export function fileSink(handle: FileHandle, file: string): Sink {
  const broken = unwritable(phrase('the output {file}', { file }))
  return {
    write: (text) => handle.appendFile(text).catch(broken),
    end: async () => {
      try {
        await handle.datasync()
      } catch (error) {
        // A pipe or a terminal named as a file cannot be made durable.
        if (!NOT_DURABLE.has((error as NodeJS.ErrnoException).code)) {
          await handle.close().catch(() => {})
          broken(error)
        }
      }
      await handle.close().catch(broken)
    },
    abandon: () => handle.close().catch(() => {}),
  }
}

/** A stream as a sink. If its reader is closed, there is no reason to continue: throws CANCELLED. */
export function streamSink(stream: Stream): Sink {
  const broken = unwritable(phrase('standard output'))
  // Chunks of a file may end inside a character.
  const decoder = new StringDecoder()
  return {
    write: (chunk) =>
      new Promise<void>((resolve, reject) => {
        const text = typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk))
        stream.write(text, (error) => {
          if (!error) resolve()
          else reject((error as NodeJS.ErrnoException).code === 'EPIPE' ? gone(error) : error)
        })
      }).catch(broken),
    end: async () => {},
    abandon: async () => {},
  }
}

const gone = (cause: Error): ActionError =>
  new ActionError('CANCELLED', { reason: phrase('the reader closed the output') }, { cause })
