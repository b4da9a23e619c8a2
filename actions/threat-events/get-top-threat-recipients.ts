import type { Action } from '../../client/index.ts'
import { threatWindow, topThreats } from '../../client/threat-events.ts'
import { deepSnakeCase, mapRows, type Row } from '../../runtime/sdk/index.ts'
import type { GetTopThreatRecipients } from './types.gen.ts'

export const run: Action<GetTopThreatRecipients> = async ({ inputs, client }) => {
  const { email_address: email, start_time, end_time, limit } = inputs
  const window = threatWindow(start_time, end_time)
  const found = topThreats(client, 'recipient', { window, email, limit })
  return {
    result: mapRows(found, (row): Row => deepSnakeCase(row) as Row, { limit }),
    values: { window: { from: window.timestampRangeStartsAt, to: window.timestampRangeEndsAt } },
  }
}
