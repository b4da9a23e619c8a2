/** The lines of one row until it is their turn: in memory while they are few, in a temporary file when they are many. */
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Lines that can be read once they are complete. */
export interface Box {
  /** Bytes. */
  size: number
  lines: number
  /** The whole, where it is in memory. */
  text: string | undefined
  /** The whole, piece by piece. */
  chunks(): AsyncIterable<string | Uint8Array>
  /** Lets go of it. */
  drop(): Promise<void>
}

/** A box that is being filled. */
export interface Outbox extends Box {
  /** Waits where the disk is behind. */
  add(text: string): void | Promise<void>
}

/** Characters kept in memory. */
const MOST = 1024 * 1024

/** Makes an empty box. It has no getters: V8 would make a shape of its own for each box, and a million of them. */
export function createOutbox(most = MOST): Outbox {
  let rest = ''
  let file: Spill | undefined
  const spill = async (): Promise<void> => {
    const part = rest
    rest = ''
    file ??= await openSpill()
    await file.handle.appendFile(part)
  }
  const box: Outbox = {
    size: 0,
    lines: 0,
    text: '',
    add(line) {
      box.size += Buffer.byteLength(line)
      box.lines++
      rest += line
      if (box.text !== undefined) box.text = rest
      if (rest.length <= most) return undefined
      box.text = undefined
      return spill()
    },
    async *chunks() {
      if (file !== undefined) yield* readFrom(file.handle, 0, Number.POSITIVE_INFINITY)
      if (rest !== '') yield rest
    },
    async drop() {
      rest = ''
      await file?.close()
    },
  }
  return box
}

/** A box that is complete and in memory. */
export function boxOf(texts: readonly string[]): Box {
  const text = texts.join('')
  return {
    size: Buffer.byteLength(text),
    lines: texts.length,
    text,
    async *chunks() {
      yield text
    },
    drop: async () => {},
  }
}

interface Spill {
  handle: FileHandle
  close(): Promise<void>
}

async function openSpill(): Promise<Spill> {
  const folder = await mkdtemp(join(tmpdir(), 'soar-rows-'))
  const handle = await open(join(folder, 'lines'), 'wx+', 0o600)
  return {
    handle,
    close: async () => {
      await handle.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const PIECE = 256 * 1024

/** Bytes of a file from a place on, piece by piece. */
export async function* readFrom(
  handle: FileHandle,
  from: number,
  length: number,
): AsyncGenerator<Uint8Array> {
  for (let done = 0; done < length; ) {
    const want = Math.min(PIECE, length - done)
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(want), 0, want, from + done)
    if (bytesRead === 0) return
    done += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}
