import type { RemediationIncidents } from '../../actions/remediation/types.gen.ts'
import { connectLogs } from '../../client/connectors/connect.ts'
import { incidentStreams } from '../../client/connectors/incident-streams.ts'
import { openWatch } from '../../client/connectors/incident-watch.ts'
import type { Action } from '../../client/index.ts'

/** How far incidents are searched. No source says how long Mimecast keeps them. */
const HISTORY = 30 * 24 * 3_600_000

/** Returns new incidents as alerts, and changes of those that earlier runs returned. */
export const run: Action<RemediationIncidents> = async (context) => {
  const watch = openWatch(context.state)
  const streams = incidentStreams(context.client, context.inputs, watch)
  const ran = await connectLogs(streams, context, { history: HISTORY })
  return { ...ran, ...(ran.state && { state: { ...ran.state, open: watch.write() } }) }
}
