/** A process that is killed, and what it left behind. */
import type { Simulator } from '../../simulator/index.ts'
import { type Ended, endOf, startNode } from '../../testing/process.ts'
import { atInstant, type Instant } from './instant.ts'

/** How a process is started. */
export interface Start {
  /** What Node runs. */
  file: string
  args: readonly string[]
  env: Record<string, string>
  input?: string
}

/** How it is killed. */
export interface Kill {
  signal: NodeJS.Signals
  instant: Instant
}

/** Runs a process to its end, which the kill brings about unless the process is faster. */
export async function runProcess(simulator: Simulator, start: Start, kill?: Kill): Promise<Ended> {
  const child = startNode(start.file, start.args, { env: start.env })
  const ended = endOf(child)
  const done = kill && atInstant(simulator, child, kill.instant, () => child.kill(kill.signal))
  child.stdin.end(start.input ?? '')
  try {
    return await ended
  } finally {
    done?.()
  }
}

/** The median of the milliseconds that an undisturbed process takes: the soak's delays are drawn from it. */
export async function usualTime(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 5; round++) {
    const started = performance.now()
    await run()
    times.push(performance.now() - started)
  }
  return times.sort((a, b) => a - b)[2] ?? 0
}

/** Lines that are whole JSON. What a kill cut off is left out. */
export function wholeLines(stdout: string): unknown[] {
  return stdout
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as unknown]
      } catch {
        return []
      }
    })
}
