/** Endpoints of messages that users reported (docs/vendor/mimecast-logs.md#reported-emails). */
import type { GetReportedEmail, GetThreatAnalysis } from '../actions/reported-emails/types.gen.ts'
import { decodeText } from './encoded-text.ts'
import type { Client } from './index.ts'

const ROOT = '/threat-reporting/v1'

/** A reported message; every field may be missing. The time of the analysis has one of two names. */
export type ReportedEmail = GetReportedEmail['wire'] & {
  threatAnalysis?: { date?: string | null; resolvedDate?: string | null } | null | undefined
}

/** Reported messages whose last report is in a window, newest first. `offset` counts pages. */
export const reportedEmails = (
  client: Client,
  { pageSize = 100, ...window }: { dateRangeStartsAt: string; dateRangeEndsAt: string; pageSize?: number },
  limit?: number,
) =>
  client.rows<ReportedEmail>(`${ROOT}/reported-emails`, {
    query: { ...window, pageSize },
    rows: ['value', 'data'],
    limit,
  })

/** The reported message with an id. */
export const reportedEmail = (client: Client, id: string) =>
  client.resource<ReportedEmail>('GET', `${ROOT}/reported-emails/${encodeURIComponent(id)}`, { record: true })

/** Who reported a message. No documentation describes the rows. */
export const threatReports = (client: Client, id: string, limit?: number) =>
  client.rows<object>(`${ROOT}/threat-reports`, {
    query: { reportedMessageAggregateId: id, pageSize: 100 },
    rows: ['value', 'data'],
    limit,
  })

/** The analysis with an id. No documentation describes it. */
export const threatAnalysis = (client: Client, id: string) =>
  client.resource<GetThreatAnalysis['wire']>('GET', `${ROOT}/threat-analysis/${encodeURIComponent(id)}`, {
    record: true,
  })

/** What Mimecast returns in more than one form. */
export function readable({ message, threatAnalysis: analysis }: ReportedEmail): {
  subject: string | null
  analysis_time: string | null
} {
  const subject: unknown = message?.subject
  return {
    subject: typeof subject === 'string' ? decodeText(subject) : null,
    analysis_time: analysis?.date ?? analysis?.resolvedDate ?? null,
  }
}
