/**
 * How many rows are under way at once. The ceiling is given; where the vendor asks for a pause, nobody begins before it is
 * over and half as many go on; after as many good rows as there are at once, one more does.
 */
import type { Load } from '../http-gate.ts'
import { pause } from '../http-repeat.ts'

/** The pace of one run. */
export interface Pace {
  /** Rows that may be under way now. */
  readonly width: number
  /** Waits until another row may begin. Returns early when the signal is aborted. */
  begin(signal: AbortSignal): Promise<void> | void
  /** A row is done. */
  done(): void
}

/** Makes the pace of a run with so many rows at once at most. */
export function createPace(most: number, load: Load): Pace {
  let width = most
  let under_way = 0
  let good = 0
  let pauses = load.pauses
  const waiting: (() => void)[] = []

  function adapt(): void {
    if (load.pauses > pauses) {
      pauses = load.pauses
      width = Math.max(1, Math.floor(width / 2))
      good = 0
    } else if (width < most && ++good >= width) {
      width++
      good = 0
    }
  }

  async function wait(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const held = load.paused_until - Date.now()
      if (held > 0) await pause(held, signal)
      else if (under_way < width) break
      else await new Promise<void>((go) => waiting.push(go))
    }
    under_way++
  }

  return {
    get width() {
      return width
    },
    begin(signal) {
      if (under_way < width && load.paused_until <= Date.now()) {
        under_way++
        return undefined
      }
      return wait(signal)
    },
    done() {
      under_way--
      adapt()
      for (let free = width - under_way; free > 0 && waiting.length > 0; free--) waiting.shift()?.()
    },
  }
}
