/** What a worker does for each kind of work: the engine-free logic, under a lease. */
import { toActionError } from '../../contract/errors.ts'
import type { TaskEnd } from '../../service/engine/lease.ts'
import type { WorkerSetup } from '../../service/engine/open-task.ts'
import { runChunk } from '../../service/engine/rows/run-chunk.ts'
import { runTask } from '../../service/engine/run-task.ts'
import { deliver } from './deliver.ts'
import { type LeaseOptions, makeLease } from './lease.ts'
import type { Sdk } from './sdk.ts'

/** What the work needs. */
export interface ActivityOptions extends Omit<LeaseOptions, 'context'> {
  sdk: Sdk
  setup: WorkerSetup
  /** Folder for the alerts of connectors; without it this worker runs none. */
  alerts?: string | undefined
}

/** The functions by the names under which submitters start them. */
export function activitiesOf({
  sdk,
  setup,
  alerts,
  ...options
}: ActivityOptions): Record<string, (payload: unknown) => Promise<unknown>> {
  const lease = <R>() => makeLease<R>({ ...options, context: sdk.activity.Context.current() })
  return {
    'soar.action': async (payload) => finish(sdk, await runTask(payload, lease(), setup)),
    'soar.rows': async (payload) => finish(sdk, await runChunk(payload, lease(), setup)),
    ...(alerts !== undefined && {
      'soar.deliver': (payload: unknown) => deliverOrFail(sdk, payload, alerts),
    }),
  }
}

/** Fails with a code: the path of a folder stays out of the engine. */
async function deliverOrFail(sdk: Sdk, payload: unknown, folder: string): Promise<void> {
  try {
    await deliver(payload, folder)
  } catch (thrown) {
    const type = toActionError(thrown).code
    throw sdk.common.ApplicationFailure.create({ message: 'The alerts were not delivered.', type })
  }
}

/** The code of a failure, in the result of an action or of a chunk. */
interface Failed {
  error?: { code: string }
  failed?: Failed
}

/** Returns the result, or fails so that the engine runs the task again. */
function finish<T extends Failed>(sdk: Sdk, end: TaskEnd<T>): T {
  if ('result' in end) return end.result
  const { retry, delay_ms } = end
  throw sdk.common.ApplicationFailure.create({
    message: 'The attempt ended and can be repeated.',
    type: (retry.failed ?? retry).error?.code ?? 'INTERNAL',
    details: [retry],
    ...(delay_ms !== undefined && { nextRetryDelay: delay_ms }),
  })
}
