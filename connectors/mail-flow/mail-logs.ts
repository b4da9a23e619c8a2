import type { MailLogs } from '../../actions/mail-flow/types.gen.ts'
import { connectLogs } from '../../client/connectors/connect.ts'
import { mailLogStreams } from '../../client/connectors/mail-log-streams.ts'
import type { Action } from '../../client/index.ts'

/** How far the logs are searched. No source says how long Mimecast keeps them. */
const HISTORY = 30 * 24 * 3_600_000

/** Returns new rows of the chosen logs as alerts, oldest first, and as `state` where each log must be continued. */
export const run: Action<MailLogs> = (context) =>
  connectLogs(mailLogStreams(context.client, context.inputs), context, { history: HISTORY })
