/** Undoes runs of the history: whether that is possible, and who did it. */
import { phrase } from '../../contract/phrases.ts'
import type { UndoOutlook, UndoRequest } from '../../contract/result.ts'
import { undoOf, undoRefused } from '../../run/follow-up/undo-refusal.ts'
import { getRun } from './history.ts'
import type { Order } from './order.ts'
import { noRun } from './refusal.ts'
import type { Actor, RunRecord } from './run.ts'
import type { Runs } from './runs.ts'
import type { RunStore } from './store/store.ts'

/**
 * The request that undoes a run of the history.
 *
 * @param outlook what the manifest of its action says, if it is known
 * @throws ActionError UNDO_REFUSED
 */
export function undoOfRun(run: RunRecord, outlook?: UndoOutlook): UndoRequest {
  if (run.kind === 'table')
    throw undoRefused(phrase('it ran over a table, and each row is a write of its own'))
  if (run.undone !== undefined)
    throw undoRefused(phrase('{subject} undid it already', { subject: run.undone.by }))
  if (run.phase !== 'ended') throw undoRefused(phrase('it has not ended'))
  if (run.result === undefined || run.result_withheld)
    throw undoRefused(phrase('its result is not stored any more'))
  return { ...undoOf(run.result, outlook), connection: run.connection }
}

/**
 * Checks that an order may undo the run that it names: the same tenant, the action that the run names, and nothing else undoes
 * it meanwhile.
 *
 * @throws ActionError NOT_FOUND, UNDO_REFUSED, RUN_IN_PROGRESS
 */
export async function checkUndoes(runs: Runs, actor: Actor, order: Order): Promise<void> {
  const { undoes } = order
  if (undoes === undefined) return
  const run = await getRun(runs, actor, undoes)
  if (run === undefined) throw noRun(undoes)
  const { action } = undoOfRun(run)
  const isSame =
    action === order.action &&
    run.connection === order.connection &&
    run.action.integration === order.integration
  if (!isSame)
    throw undoRefused(
      phrase('this is not the action on the connection {connection} that undoes it, which is {action}', {
        connection: run.connection,
        action,
      }),
    )
}

/** Records that a run was undone. */
export async function markUndone(
  store: Pick<RunStore, 'get' | 'settle'>,
  id: string,
  undone: NonNullable<RunRecord['undone']>,
): Promise<void> {
  const run = await store.get(id)
  if (run) await store.settle({ ...run, undone })
}
