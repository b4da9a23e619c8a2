import type { Action } from '../../client/index.ts'
import { type ReportedEmail, readable, reportedEmails } from '../../client/reported-emails.ts'
import { mapRows, timeWindow, utcSeconds } from '../../runtime/sdk/index.ts'
import type { ListReportedEmails } from './types.gen.ts'

const WEEK = 7 * 86_400_000

export const run: Action<ListReportedEmails> = async ({ inputs, client, toRow }) => {
  const { start_time, end_time, limit } = inputs
  const { from, to } = timeWindow(start_time, end_time, { length: WEEK })
  const window = { from: `${utcSeconds(from)}Z`, to: `${utcSeconds(to)}Z` }
  const found = reportedEmails(client, { dateRangeStartsAt: window.from, dateRangeEndsAt: window.to }, limit)
  const shape = (email: ReportedEmail) => ({ ...toRow(email), ...readable(email) })
  return { result: mapRows(found, shape, { limit }), values: { window } }
}
