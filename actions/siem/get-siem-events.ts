import type { Action } from '../../client/index.ts'
import { commonOf, type SiemEvent, siemEvents } from '../../client/siem.ts'
import { mapRows, timeWindow } from '../../runtime/sdk/index.ts'
import type { GetSiemEvents } from './types.gen.ts'

export const run: Action<GetSiemEvents> = async ({ inputs, client, toRow }) => {
  const { edition, event_types, start_time, end_time, limit } = inputs
  const { from, to } = timeWindow(start_time, end_time)
  const window = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
  const query = { types: event_types?.join(), dateRangeStartsAt: window.from, dateRangeEndsAt: window.to }
  const found = siemEvents(client, edition === 'cloud_gateway' ? 'cg' : 'ci', query, limit)
  const shape = (event: SiemEvent) => ({ ...toRow(event), ...commonOf(event) })
  return { result: mapRows(found, shape, { limit }), values: { window } }
}
