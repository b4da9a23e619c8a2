/** Buffers the lines of one row, in memory or in a temporary file. */
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { phrase } from '../../contract/phrases.ts'
import { unwritable } from './unwritable.ts'

/** Lines that can be read once they are complete. */
export interface LineBuffer {
  /** Bytes. */
  size: number
  lines: number
  /** The whole, where it is in memory. */
  text: string | undefined
  /** Its row, by its place in the table; known once it is on its way to the output. */
  row: number
  /** The row may have changed something. */
  changed: boolean
  /** The whole, piece by piece. */
  chunks(): AsyncIterable<string | Uint8Array>
  /** Lets go of it. */
  drop(): Promise<void>
}

/** A box that is being filled. */
export interface WritableLineBuffer extends LineBuffer {
  /** Waits where the disk is behind. */
  add(text: string): void | Promise<void>
}

/** Characters kept in memory. */
const MOST = 1024 * 1024

/**
 * Makes an empty box. A class, because each of a million rows has one. It has no getters: V8 would make a shape of its
 * own for each box.
 */
export const createLineBuffer = (most = MOST): WritableLineBuffer => new Lines(most)

class Lines implements WritableLineBuffer {
  size = 0
  lines = 0
  text: string | undefined = ''
  row = -1
  changed = false
  private rest = ''
  private file: Spill | undefined
  private readonly most: number

  constructor(most: number) {
    this.most = most
  }

  add(line: string): void | Promise<void> {
    this.size += Buffer.byteLength(line)
    this.lines++
    this.rest += line
    if (this.text !== undefined) this.text = this.rest
    if (this.rest.length <= this.most) return undefined
    this.text = undefined
    return this.spill()
  }

  async *chunks(): AsyncGenerator<string | Uint8Array> {
    if (this.file !== undefined) yield* readFrom(this.file.handle, 0, Number.POSITIVE_INFINITY)
    if (this.rest !== '') yield this.rest
  }

  async drop(): Promise<void> {
    this.rest = ''
    await this.file?.close()
  }

  private async spill(): Promise<void> {
    const part = this.rest
    this.rest = ''
    const broken = unwritable(phrase('the temporary folder {folder}', { folder: tmpdir() }))
    this.file ??= await openSpill().catch(broken)
    await this.file.handle.appendFile(part).catch(broken)
  }
}

/** A box that is complete and in memory. */
export function boxOf(texts: readonly string[]): LineBuffer {
  const text = texts.join('')
  return {
    size: Buffer.byteLength(text),
    lines: texts.length,
    text,
    row: -1,
    changed: false,
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
