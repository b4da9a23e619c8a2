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
  /** The whole text, if it is in memory. */
  text: string | undefined
  /** Its row, by position in the table; known once it is passed to the output. */
  row: number
  /** The row may have changed something. */
  changed: boolean
  /** The whole text in chunks. */
  chunks(): AsyncIterable<string | Uint8Array>
  /** Frees the buffer. */
  drop(): Promise<void>
}

/** A line buffer that is being filled. */
export interface WritableLineBuffer extends LineBuffer {
  /** Waits if the disk is slower. */
  add(text: string): void | Promise<void>
}

/** Maximum number of characters kept in memory. */
const MOST = 1024 * 1024

/**
 * Makes an empty line buffer. A class, because each of a million rows has one. It has no getters: V8 would make a separate
 * hidden class for each buffer.
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
  /** Everything that was passed to the file so far; adding does not wait for it, reading does. */
  private written: Promise<void> | undefined
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
    await this.written
    if (this.file !== undefined) yield* readFrom(this.file.handle, 0, Number.POSITIVE_INFINITY)
    if (this.rest !== '') yield this.rest
  }

  async drop(): Promise<void> {
    this.rest = ''
    // The failure of a write was reported to the caller that added the line.
    await this.written?.catch(() => {})
    await this.file?.close()
  }

  private spill(): Promise<void> {
    const part = this.rest
    this.rest = ''
    this.written = this.append(part, this.written)
    return this.written
  }

  private async append(part: string, before: Promise<void> | undefined): Promise<void> {
    await before
    const broken = unwritable(phrase('the temporary folder {folder}', { folder: tmpdir() }))
    this.file ??= await openSpill().catch(broken)
    await this.file.handle.appendFile(part).catch(broken)
  }
}

/** A line buffer that is complete and in memory. */
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

/** Bytes of a file from a position on, in chunks. */
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
