import type { TtpIncidents } from '../../actions/threat-logs/types.gen.ts'
import { connectLogs } from '../../client/connectors/connect.ts'
import { threatLogStreams } from '../../client/connectors/threat-log-streams.ts'
import type { Action } from '../../client/index.ts'

/** How far the logs are searched. No source says how long Mimecast keeps them. */
const HISTORY = 30 * 24 * 3_600_000

/** Returns new incidents of the three logs, oldest first, and as `state` where each log must be continued. */
export const run: Action<TtpIncidents> = (context) =>
  connectLogs(threatLogStreams(context.client, context.inputs), context, { history: HISTORY })
