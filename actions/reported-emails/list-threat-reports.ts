import type { Action } from '../../client/index.ts'
import { threatReports } from '../../client/reported-emails.ts'
import { deepSnakeCase, mapRows, type Row } from '../../runtime/sdk/index.ts'
import type { ListThreatReports } from './types.gen.ts'

export const run: Action<ListThreatReports> = async ({ inputs, client }) => {
  const { message_aggregate_id: id, limit } = inputs
  const shape = (report: object): Row => deepSnakeCase(report) as Row
  return { result: mapRows(threatReports(client, id, limit), shape, { limit }) }
}
