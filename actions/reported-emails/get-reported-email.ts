import type { Action } from '../../client/index.ts'
import { readable, reportedEmail } from '../../client/reported-emails.ts'
import type { GetReportedEmail } from './types.gen.ts'

export const run: Action<GetReportedEmail> = async ({ inputs, client, toRow }) => {
  const email = await reportedEmail(client, inputs.message_aggregate_id)
  return { result: { ...toRow(email), ...readable(email) } }
}
