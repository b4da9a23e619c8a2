import type { ReportedEmails } from '../../actions/reported-emails/types.gen.ts'
import { connectLogs } from '../../client/connectors/connect.ts'
import { reportedEmailStream } from '../../client/connectors/reported-email-stream.ts'
import type { Action } from '../../client/index.ts'

/** Returns new and changed reports of users, oldest first, and as `state` where the next run must continue. */
export const run: Action<ReportedEmails> = (context) =>
  connectLogs([reportedEmailStream(context.client, context.inputs)], context)
