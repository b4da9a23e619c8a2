import type { SiemBatchEvents } from '../../actions/siem/types.gen.ts'
import { connectLogs } from '../../client/connectors/connect.ts'
import { callTimes } from '../../client/connectors/siem-calls.ts'
import { siemStreams, typesOf } from '../../client/connectors/siem-streams.ts'
import type { Action } from '../../client/index.ts'
import { phrase } from '../../runtime/sdk/index.ts'

/** How long Mimecast keeps the files. */
const HISTORY = 7 * 24 * 3_600_000

/** Returns new events as alerts, and as `state` where each type of events must be continued. */
export const run: Action<SiemBatchEvents> = async (context) => {
  const { inputs, client, log, signal, state } = context
  const types = typesOf(inputs)
  const calls = callTimes(state, types)
  const skipped = { files: 0, lines: 0 }
  const streams = siemStreams(client, inputs, types, { calls, skipped })
  const ran = await connectLogs(
    streams,
    { log, signal, state, inputs: { ...inputs, first_fetch_hours: inputs.first_fetch_days * 24 } },
    { history: HISTORY },
  )
  if (skipped.files + skipped.lines > 0)
    log.warn(
      { code: 'siem_skipped', ...skipped },
      phrase(
        'Skipped {files} files that are expired or damaged and {lines} lines that are not JSON.',
        skipped,
      ),
    )
  return { ...ran, ...(ran.state && { state: { ...ran.state, calls: calls.write() } }) }
}
