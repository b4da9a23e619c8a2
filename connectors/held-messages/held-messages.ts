import type { HeldMessages } from '../../actions/held-messages/types.gen.ts'
import { connectLogs } from '../../client/connectors/connect.ts'
import { heldStream } from '../../client/connectors/held-stream.ts'
import type { Action } from '../../client/index.ts'

/** Returns messages that were held since the last run, oldest first, and as `state` where the next run must continue. */
export const run: Action<HeldMessages> = (context) => {
  const { client, inputs, log } = context
  return connectLogs([heldStream(client, inputs, log)], context)
}
