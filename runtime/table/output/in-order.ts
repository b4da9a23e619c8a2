/** Writes the lines of rows in table order or as they finish, with backpressure. */
import type { LineBuffer } from './line-buffer.ts'

/** The destination of text; the promise resolves when there is room for more. */
export interface Sink {
  write(text: string | Uint8Array): Promise<void>
  /** Writes pending text and makes it durable if the destination supports that. */
  end(): Promise<void>
  /** Discards the destination after a failure. */
  abandon(): Promise<void>
}

/** Limits for lines that wait for their turn. */
export interface Backlog {
  boxes: number
  bytes: number
}

/** The writer of the output. */
export interface Emitter {
  /** Accepts a row's lines. Resolves when the next row may begin; rejects if the output is broken. */
  put(index: number, box: LineBuffer): Promise<void> | void
  /** Waits until all accepted lines are written. */
  end(): Promise<void>
  /**
   * Ends early after a failure. Writes everything that can still be written, even if rows between are missing. Returns the
   * rows that may have changed something and whose lines were not written.
   */
  abandon(): Promise<number[]>
}

/** Maximum number of characters written at once. */
const BATCH = 64 * 1024

/** Makes the writer for a sink. `ordered` rows are numbered from 0 without gaps. */
export function createEmitter(sink: Sink, ordered: boolean, most: Backlog): Emitter {
  const boxes = createRing<LineBuffer>()
  let bytes = 0
  let arrived = 0
  let waiting: (() => void)[] = []
  let pumping: Promise<void> | undefined
  let broken: { error: unknown } | undefined
  /** Line buffers that are being written. */
  let batch: LineBuffer[] = []
  const undelivered: LineBuffer[] = []

  const full = (): boolean => boxes.size > most.boxes || bytes > most.bytes

  function take(): LineBuffer | undefined {
    const box = boxes.take()
    if (box === undefined) return undefined
    if (box.text !== undefined) bytes -= box.size
    if (!full()) {
      for (const go of waiting) go()
      waiting = []
    }
    return box
  }

  async function pump(): Promise<void> {
    let text = ''
    const flush = async (): Promise<void> => {
      const part = text
      text = ''
      if (part !== '') await sink.write(part)
      batch = []
    }
    for (let box = take(); box; box = take()) {
      batch.push(box)
      if (box.text === undefined) {
        if (text !== '') await sink.write(text)
        text = ''
        batch = [box]
        for await (const chunk of box.chunks()) await sink.write(chunk)
        batch = []
        await box.drop()
      } else {
        text += box.text
        if (text.length >= BATCH) await flush()
      }
    }
    await flush()
  }

  async function start(): Promise<void> {
    try {
      // Rows that end in the same turn of the event loop are written together.
      await undefined
      while (boxes.ready()) await pump()
    } catch (error) {
      broken = { error }
    } finally {
      pumping = undefined
      if (broken) for (const go of waiting) go()
    }
  }

  return {
    put(index, box) {
      box.row = index
      if (broken) {
        undelivered.push(box)
        throw broken.error
      }
      boxes.put(ordered ? index : arrived++, box)
      if (box.text !== undefined) bytes += box.size
      pumping ??= start()
      if (!full()) return undefined
      return new Promise<void>((resolve, reject) => {
        waiting.push(() => (broken ? reject(broken.error) : resolve()))
      })
    },
    async end() {
      while (pumping) await pumping
      if (broken) throw broken.error
      await sink.end()
    },
    async abandon() {
      await pumping
      const lost: number[] = []
      const left = [...batch, ...boxes.all(), ...undelivered].sort((one, other) => one.row - other.row)
      for (const box of left) {
        try {
          if (broken) throw broken.error
          for await (const chunk of box.chunks()) await sink.write(chunk)
        } catch (error) {
          broken ??= { error }
          if (box.changed) lost.push(box.row)
        }
        await box.drop().catch(() => {})
      }
      await (broken ? sink.abandon() : sink.end())
      return lost
    },
  }
}

/**
 * Items by number, removed in order. A Map would work, but V8 links the old tables of a Map that is filled and emptied
 * continuously, and the values in them live until the next full collection: hundreds of megabytes.
 */
function createRing<T>(): {
  size: number
  put(at: number, thing: T): void
  ready(): boolean
  take(): T | undefined
  /** All items, in no particular order. */
  all(): T[]
} {
  let slots: (T | undefined)[] = Array.from({ length: 256 })
  let next = 0
  const ring = {
    size: 0,
    put(at: number, thing: T): void {
      while (at - next >= slots.length) {
        const old = slots
        slots = Array.from({ length: old.length * 2 })
        for (let n = next; n < next + old.length; n++) slots[n % slots.length] = old[n % old.length]
      }
      slots[at % slots.length] = thing
      ring.size++
    },
    ready: (): boolean => slots[next % slots.length] !== undefined,
    take(): T | undefined {
      const thing = slots[next % slots.length]
      if (thing === undefined) return undefined
      slots[next++ % slots.length] = undefined
      ring.size--
      return thing
    },
    all: (): T[] => slots.filter((thing) => thing !== undefined),
  }
  return ring
}
