/** An append-only file with group commit. */
import type { FileHandle } from 'node:fs/promises'

/** What can be appended: text, or bytes that are read only when it is their turn. */
export type Entry = string | (() => AsyncIterable<string | Uint8Array>)

/** The file as those see it who append. */
export interface Journal {
  /** Entries of one call stand together. Resolves when they are written: a killed process does not lose them. */
  append(...entries: Entry[]): Promise<void>
  /** Resolves when all that was appended before is on the disk: a machine without power does not lose it. */
  durable(): Promise<void>
  /** Writes what is left, makes it durable and closes the file. */
  end(): Promise<void>
}

/** Milliseconds after which what was written is made durable although nobody waits for that. */
const LATEST = 1_000

/**
 * Makes a journal at the end of an open file. A write that fails fails for all that wait, and for all that come, with what
 * `broken` throws.
 */
export function createJournal(handle: FileHandle, broken: (cause: unknown) => never): Journal {
  let pending: Entry[] = []
  let nextWrite: Promise<void> | undefined
  let lastWrite: Promise<void> = Promise.resolve()
  let nextSync: Promise<void> | undefined
  let lastSync: Promise<void> = Promise.resolve()
  let dirty = false
  let timer: NodeJS.Timeout | undefined

  async function write(): Promise<void> {
    nextWrite = undefined
    const entries = pending
    pending = []
    let text = ''
    for (const entry of entries) {
      if (typeof entry === 'string') {
        text += entry
        continue
      }
      await handle.appendFile(text)
      text = ''
      for await (const chunk of entry()) await handle.appendFile(chunk)
    }
    if (text !== '') await handle.appendFile(text)
    dirty = true
    timer ??= setTimeout(durable, LATEST)
  }

  async function sync(): Promise<void> {
    // Who appends from now on waits for the sync after this one.
    nextSync = undefined
    await lastWrite
    if (!dirty) return
    dirty = false
    clearTimeout(timer)
    timer = undefined
    await handle.datasync()
  }

  function durable(): Promise<void> {
    if (nextSync === undefined) {
      nextSync = lastSync.then(sync).catch(broken)
      lastSync = heeded(nextSync)
    }
    return nextSync
  }

  return {
    append(...entries) {
      pending.push(...entries)
      if (nextWrite === undefined) {
        nextWrite = lastWrite.then(write).catch(broken)
        lastWrite = heeded(nextWrite)
      }
      return nextWrite
    },
    durable,
    async end() {
      try {
        await durable()
      } finally {
        clearTimeout(timer)
        await handle.close()
      }
    },
  }
}

/** A promise whose failure somebody else hears of. */
function heeded(promise: Promise<void>): Promise<void> {
  promise.catch(() => {})
  return promise
}
