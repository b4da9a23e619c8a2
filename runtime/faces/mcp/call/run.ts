/** A call that runs without asking. */
import { type CallOf, type Done, perform, prepare, toDone } from './perform.ts'
import { recordedCall } from './recorded.ts'

/** Prepares and performs without asking. */
export async function run(call: CallOf): Promise<Done> {
  const recorded = recordedCall(call)
  if (recorded) return recorded.start()
  const ready = await prepare(call)
  return 'failed' in ready ? toDone(call, ready.failed) : perform(call, ready)
}
