/** Refuses runs while the server is full or shuts down. */
import { ActionError } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import type { Runs } from '../runs.ts'

/** Default maximum number of runs that wait for a slot. */
const WAITING = 1_000

/** Milliseconds after which a caller may try again when too many runs wait. */
const BUSY_MS = 2_000

/** @throws ActionError DRAINING, BUSY */
export function checkRoom({ draining, load, waiting = WAITING }: Runs): void {
  if (draining) throw new ActionError('DRAINING', {}, { unsent: true })
  if (load.queued < waiting) return
  const seconds = Math.ceil(BUSY_MS / 1000)
  const reason = phrase('{count} runs are waiting.', { count: load.queued })
  throw new ActionError('BUSY', { reason, seconds }, { unsent: true, retry_after_ms: BUSY_MS })
}
