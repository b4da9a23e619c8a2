import type { MessageTracking } from '../../actions/tracking/types.gen.ts'
import type { Action } from '../../client/index.ts'
import { wireTime } from '../../client/time.ts'
import { fileFetcher } from '../../client/tracking/files.ts'
import { holdLookup } from '../../client/tracking/hold.ts'
import { ingest } from '../../client/tracking/ingest.ts'
import { readMemory } from '../../client/tracking/memory.ts'
import { readSettings } from '../../client/tracking/settings.ts'
import { chooseSpan } from '../../client/tracking/span.ts'
import { nextFrom } from '../../runtime/sdk/index.ts'

const bytesOf = (megabytes: number): number => Math.floor(megabytes * 1024 * 1024)

/** Returns new messages since the last run, oldest first, and as `state` where the next run must continue. */
export const run: Action<MessageTracking> = async (context) => {
  const { inputs, client, log, state } = context
  const settings = readSettings(inputs, log)
  const memory = readMemory(state)
  const overlap = inputs.overlap_minutes * 60_000
  const back = { hours: settings.hours, overlap: memory.isOurs ? 0 : overlap }
  const span = chooseSpan(memory.from, Date.now(), back, log)
  const limits = {
    file: bytesOf(inputs.max_file_mb),
    alert: bytesOf(inputs.max_alert_mb),
    run: bytesOf(inputs.max_run_mb),
  }
  const deps = {
    client,
    settings,
    productField: inputs.device_product_field,
    holdIdOf: holdLookup(client, log),
    fetchFiles: fileFetcher(client, limits, log),
    known: memory.known,
  }
  const { collected, more, open } = await ingest(span, memory, deps, context)
  const { alerts, skipped, failed, found, known } = collected
  const counts = {
    found,
    known,
    alerts: alerts.length,
    skipped: skipped.length,
    failed: failed.length,
  }
  const window = { from: wireTime(span.from), to: wireTime(span.to) }
  return {
    result: { alerts, skipped, failed, window, counts },
    values: { more },
    ...(more && { pending: true }),
    ...(!inputs.test_run && { state: memory.write(nextFrom(span, open, overlap)) }),
  }
}
