/** Where the answer goes: a file, or a stream of the process. */
import type { FileHandle } from 'node:fs/promises'
import { StringDecoder } from 'node:string_decoder'
import { ActionError } from '../errors.ts'
import type { Sink } from './emit.ts'

/** A stream as the command line has it. */
export interface Stream {
  write(text: string, done?: (error?: Error | null) => void): unknown
}

/** An open file as a sink; at the end it is durable and closed. */
export function fileSink(handle: FileHandle): Sink {
  return {
    write: async (text) => {
      await (typeof text === 'string' ? handle.appendFile(text) : handle.appendFile(text))
    },
    end: async () => {
      await handle.datasync().catch((error: NodeJS.ErrnoException) => {
        // A pipe or a terminal given by its name cannot be made durable.
        if (error.code !== 'EINVAL' && error.code !== 'ENOTSUP') throw error
      })
      await handle.close()
    },
  }
}

/** A stream as a sink. When its reader goes away, so does the reason to go on: throws CANCELLED. */
export function streamSink(stream: Stream): Sink {
  // Pieces of a file may end inside a character.
  const decoder = new StringDecoder()
  return {
    write: (chunk) =>
      new Promise((resolve, reject) => {
        const text = typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk))
        stream.write(text, (error) => {
          if (!error) resolve()
          else if ((error as NodeJS.ErrnoException).code !== 'EPIPE') reject(error)
          else
            reject(
              new ActionError(
                'CANCELLED',
                { reason: 'the reader of the output went away.' },
                { cause: error },
              ),
            )
        })
      }),
    end: async () => {},
  }
}
