import type { AuditEvents } from '../../actions/audit/types.gen.ts'
import { auditStream } from '../../client/connectors/audit-stream.ts'
import { connectLogs } from '../../client/connectors/connect.ts'
import type { Action } from '../../client/index.ts'

/** How long Mimecast keeps audit events. */
const HISTORY = 60 * 24 * 3_600_000

/** Returns new audit events, oldest first, and as `state` where the next run must continue. */
export const run: Action<AuditEvents> = (context) =>
  connectLogs([auditStream(context.client, context.inputs)], context, { history: HISTORY })
