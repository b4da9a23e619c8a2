/** Starts chunks and waits for their outcomes, also while the engine cannot be reached. */
import { codes } from '../../../contract/codes.ts'
import { toActionError } from '../../../contract/errors.ts'
import { pause as systemPause } from '../../../http/clock.ts'
import type { Outcome } from '../engine.ts'
import type { Chunk } from './chunk.ts'
import type { ChunkTable } from './chunk-table.ts'

/** An outcome that is not `running`. */
export type ChunkOutcome = Exclude<Outcome, { status: 'running' }>

/** Attempts to reach the engine before a table is given up; it can be resumed. */
const MOST_ATTEMPTS = 8

/** Milliseconds that one question may wait for the end of a chunk. */
const WAIT_MS = 20_000

type Asking = Pick<ChunkTable, 'engine' | 'start' | 'pause'>

/** Starts a chunk; one that exists is not started again. Throws as the engine. */
export const startChunk = (table: Asking, id: string, chunk: Chunk): Promise<unknown> =>
  persist(table, () => table.engine.start(chunk, { ...table.start, id, kind: 'soar.rows' }))

/** Waits for the outcome of a chunk. Throws NOT_FOUND, and as the engine. */
export async function outcomeOf(table: Asking, id: string): Promise<ChunkOutcome> {
  for (;;) {
    const outcome = await persist(table, () => table.engine.outcome(id, { wait_ms: WAIT_MS }))
    if (outcome.status !== 'running') return outcome
  }
}

/** Asks again while the failure is transient. Both questions may be repeated: ids make starting idempotent. */
async function persist<T>({ pause = systemPause }: Asking, ask: () => Promise<T>): Promise<T> {
  const never = new AbortController().signal
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask()
    } catch (thrown) {
      const { code } = toActionError(thrown)
      if (!codes[code].transient || attempt === MOST_ATTEMPTS) throw thrown
      await pause(Math.min(30_000, 500 * 2 ** attempt), never)
    }
  }
}
