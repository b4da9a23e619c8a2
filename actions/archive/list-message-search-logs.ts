import { searchLogs } from '../../client/archive.ts'
import type { Action } from '../../client/index.ts'
import { searchWindow } from '../../client/time.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { ListMessageSearchLogs } from './types.gen.ts'

export const run: Action<ListMessageSearchLogs> = async ({ inputs, client, toRow }) => {
  const { query, limit } = inputs
  const window = searchWindow(inputs.start_time, inputs.end_time)
  const item = { start: window.from, end: window.to, ...(query !== undefined && { query }) }
  // Sources show isAdmin as true and as the text "true".
  const shape = (row: ListMessageSearchLogs['wire']) => {
    const { isAdmin, ...rest } = row as Record<string, unknown>
    const is_admin = isAdmin === undefined || isAdmin === null ? null : String(isAdmin) === 'true'
    return { ...toRow(rest), is_admin }
  }
  return { result: mapRows(searchLogs(client, item, limit), shape), values: { window } }
}
