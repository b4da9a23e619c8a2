import { viewLogs } from '../../client/archive.ts'
import type { Action } from '../../client/index.ts'
import { searchWindow } from '../../client/time.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { ListArchiveViewLogs } from './types.gen.ts'

export const run: Action<ListArchiveViewLogs> = async ({ inputs, client, toRow }) => {
  const { query, limit } = inputs
  const window = searchWindow(inputs.start_time, inputs.end_time)
  const item = { start: window.from, end: window.to, ...(query !== undefined && { query }) }
  return { result: mapRows(viewLogs(client, item, limit), toRow), values: { window } }
}
