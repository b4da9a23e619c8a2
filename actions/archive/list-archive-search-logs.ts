import { archiveSearchLogs, type SearchLog } from '../../client/archive.ts'
import type { Action } from '../../client/index.ts'
import { instant, mapRows, timeWindow } from '../../runtime/sdk/index.ts'
import type { ListArchiveSearchLogs } from './types.gen.ts'

export const run: Action<ListArchiveSearchLogs> = async ({ inputs, client, toRow }) => {
  const { query, start_time, end_time, limit } = inputs
  if (start_time !== undefined && end_time !== undefined) timeWindow(start_time, end_time)
  const from = start_time === undefined ? Number.NEGATIVE_INFINITY : instant(start_time)
  const to = end_time === undefined ? Number.POSITIVE_INFINITY : instant(end_time)
  const keep = ({ createTime }: SearchLog): boolean => {
    const at = instant(createTime ?? '')
    // A row without a readable time is kept: leaving it out would hide a search.
    return Number.isNaN(at) || (at >= from && at <= to)
  }
  return { result: mapRows(archiveSearchLogs(client, query), toRow, { keep, limit }) }
}
