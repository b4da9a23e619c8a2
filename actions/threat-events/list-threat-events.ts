import type { Action } from '../../client/index.ts'
import { threatEvents, threatWindow } from '../../client/threat-events.ts'
import { deepSnakeCase, mapRows, type Row } from '../../runtime/sdk/index.ts'
import type { ListThreatEvents } from './types.gen.ts'

export const run: Action<ListThreatEvents> = async ({ inputs, client }) => {
  const { analysis, status, source, start_time, end_time, limit } = inputs
  const window = threatWindow(start_time, end_time)
  const filter = { analysis: analysis?.join(), status: status?.join(), source: source?.join() }
  const shape = (event: object): Row => deepSnakeCase(event) as Row
  return {
    result: mapRows(threatEvents(client, window, filter, limit), shape, { limit }),
    values: { window: { from: window.timestampRangeStartsAt, to: window.timestampRangeEndsAt } },
  }
}
