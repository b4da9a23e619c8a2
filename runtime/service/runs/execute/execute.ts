/** Executes one action: waits for a slot, records its writes, counts its rows. */
import { ActionError } from '../../../contract/errors.ts'
import { quoted } from '../../../contract/phrases.ts'
import type { Result } from '../../../contract/result.ts'
import { failedResult } from '../../../run/refused.ts'
import type { LiveRun, Runs } from '../runs.ts'
import type { Judged } from '../start/judge.ts'
import { recordWrite, setState } from './live.ts'
import { createProgress } from './progress.ts'

/** Runs a judged action as soon as there is a slot. Never rejects. */
export async function execute(
  runs: Runs,
  judged: Judged,
  live: LiveRun,
  onRow?: () => void,
): Promise<Result> {
  const { signal } = live.controller
  runs.load.queued++
  // A run that was cancelled while it waited still gets its result, without a slot: it sends nothing.
  const release = await runs.slots.take(signal).catch(() => undefined)
  runs.load.queued--
  if (release) runs.load.active++
  const progress = createProgress(live)
  try {
    if (!signal.aborted) setState(live, { status: 'running' })
    const { result } = await judged.ready.perform({
      signal,
      onRow: () => {
        progress.onRow()
        onRow?.()
      },
      beforeRequest: progress.beforeRequest,
      beforeWrite: recordWrite(runs, live),
    })
    return result
  } catch (thrown) {
    // A run never throws; if it does, it may have sent its write.
    runs.log.line('error', { err: thrown, run: live.record.id }, 'Internal error.')
    return failedResult(
      new ActionError('INTERNAL', { reason: quoted('the run threw') }),
      judged.locale,
      judged.action.id,
    )
  } finally {
    progress.stop()
    if (release) runs.load.active--
    release?.()
  }
}
