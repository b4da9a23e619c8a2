/** An append-only file with group commit. */
import type { FileHandle } from 'node:fs/promises'

/** Data to append: text, or bytes that are read only when they are written. */
export type Entry = string | (() => AsyncIterable<string | Uint8Array>)

/** The file, for the code that appends to it. */
export interface Journal {
  /** Entries of one call are adjacent. Resolves when they are written: killing the process does not lose them. */
  append(...entries: Entry[]): Promise<void>
  /** Resolves when everything appended before is on the disk: a power failure does not lose it. */
  durable(): Promise<void>
  /** Writes pending entries, makes them durable and closes the file. */
  end(): Promise<void>
}

/** Milliseconds after which written data is made durable although no caller waits for it. */
const LATEST = 1_000

/**
 * Makes a journal at the end of an open file. If a write fails, all pending and later calls fail with the error that
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
    // Calls from now on wait for the sync after this one.
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
      lastSync = handled(nextSync)
    }
    return nextSync
  }

  return {
    append(...entries) {
      pending.push(...entries)
      if (nextWrite === undefined) {
        nextWrite = lastWrite.then(write).catch(broken)
        lastWrite = handled(nextWrite)
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

/** A promise whose rejection another caller handles. */
function handled(promise: Promise<void>): Promise<void> {
  promise.catch(() => {})
  return promise
}
