import type { Action } from '../../client/index.ts'
import { threatStatistics, threatWindow } from '../../client/threat-events.ts'
import type { GetThreatStatistics } from './types.gen.ts'

export const run: Action<GetThreatStatistics> = async ({ inputs, client, toRow }) => {
  const { kind, type, start_time, end_time } = inputs
  const window = threatWindow(start_time, end_time)
  const wanted = kind === 'gateway-detections' ? type : undefined
  const result = []
  for await (const row of threatStatistics(client, kind, wanted, window)) result.push(toRow(row))
  const total = result.reduce((sum, row) => sum + (row.detection_count ?? 0), 0)
  return {
    result,
    values: { total, window: { from: window.timestampRangeStartsAt, to: window.timestampRangeEndsAt } },
  }
}
