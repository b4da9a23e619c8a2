import type { Action } from '../../client/index.ts'
import { commonOf } from '../../client/siem.ts'
import { siemBatchEvents } from '../../client/siem-batches.ts'
import { phrase } from '../../runtime/sdk/index.ts'
import type { GetSiemEventBatches } from './types.gen.ts'

export const run: Action<GetSiemEventBatches> = async ({ inputs, client, log, toRow }) => {
  const { edition, event_type: type, start_date, end_date, limit } = inputs
  const skipped = { files: 0, lines: 0 }
  const query = { type, dateRangeStartsAt: start_date, dateRangeEndsAt: end_date }
  const result: GetSiemEventBatches['result'] = []
  for await (const event of siemBatchEvents(
    client,
    edition === 'cloud_gateway' ? 'cg' : 'ci',
    query,
    skipped,
  )) {
    result.push({ ...toRow(event), ...commonOf(event) })
    if (result.length >= limit) break
  }
  if (skipped.files + skipped.lines > 0)
    log.warn(
      { code: 'siem_skipped', ...skipped },
      phrase(
        'Skipped {files} files that are expired or damaged and {lines} lines that are not JSON.',
        skipped,
      ),
    )
  return { result }
}
