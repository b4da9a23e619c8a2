/** The stream of messages that users reported (docs/vendor/mimecast-connectors.md#reported-emails). */
import type { ReportedEmails } from '../../actions/reported-emails/types.gen.ts'
import {
  digest,
  endsRun,
  isRecord,
  type Severity,
  type Stream,
  toActionError,
} from '../../runtime/sdk/index.ts'
import type { Client } from '../index.ts'
import { type ReportedEmail, readable, reportedEmail, reportedEmails } from '../reported-emails.ts'
import { alertWith, type EntityPart, entitiesOf, lineOf, messageIdOf, textOf, timeOf } from './parts.ts'

type Inputs = ReportedEmails['inputs']

/** Unresolved reports that are looked at again in one run; each takes a request. */
const FOLLOWED = 50

/** A report that changed (a new reporter, a verdict) is found again and becomes an update of its alert. */
export function reportedEmailStream(client: Client, inputs: Inputs): Stream<ReportedEmail> {
  return {
    name: 'reported_emails',
    permission: 'Security Events and Data Retrieval | Threat and Security Statistics | Read',
    read: ({ from, to }) =>
      reportedEmails(client, {
        dateRangeStartsAt: isoTime(from),
        dateRangeEndsAt: isoTime(to),
        pageSize: inputs.page_size,
      }),
    keep: (row) => isWanted(row, inputs),
    timeOf: ({ message }) => timeOf(message?.lastReportedDate),
    idOf: (row) => (groupOf(row) === undefined ? undefined : digest(JSON.stringify(stateOf(row)))),
    groupOf,
    ...(inputs.follow_hours > 0 && {
      follow: {
        age: inputs.follow_hours * 3_600_000,
        most: FOLLOWED,
        isOpen: (row) => classificationOf(row) === '',
        read: (ids) => readAgain(client, ids),
      },
    }),
    alertOf: (row, found) => alertOf(row, found, inputs),
  }
}

/** The form with `Z`: the documented example is malformed. */
const isoTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`

const groupOf = ({ message }: ReportedEmail): string | undefined =>
  textOf(message?.messageAggregateId) || undefined

const classificationOf = ({ threatAnalysis }: ReportedEmail): string => lineOf(threatAnalysis?.classification)

const countOf = (value: unknown): number => (typeof value === 'number' ? value : 0)

/** What makes a report another one than before. */
const stateOf = (row: ReportedEmail): unknown[] => [
  groupOf(row),
  row.message?.lastReportedDate,
  row.message?.reportersCount,
  row.threatAnalysis?.threatAnalysisId,
  classificationOf(row),
]

function isWanted(
  row: ReportedEmail,
  { min_reporters, only_unresolved, classifications = [] }: Inputs,
): boolean {
  const classification = classificationOf(row)
  if (countOf(row.message?.reportersCount) < min_reporters && min_reporters > 1) return false
  if (classification === '') return true
  if (only_unresolved) return false
  const wanted = classifications.map((one) => one.toLowerCase())
  return wanted.length === 0 || wanted.includes(classification.toLowerCase())
}

/** Reads known reports one by one; one that is no longer there is left out. */
async function* readAgain(
  client: Client,
  ids: readonly string[],
): AsyncGenerator<ReportedEmail, void, undefined> {
  for (const id of ids) {
    try {
      yield await reportedEmail(client, id)
    } catch (thrown) {
      const error = toActionError(thrown)
      if (endsRun(error) || error.code === 'PERMISSION_DENIED') throw error
    }
  }
}

function alertOf(
  row: ReportedEmail,
  { id, time, update }: { id: string; time: number; update: boolean },
  inputs: Inputs,
) {
  const { message } = row
  const { subject, analysis_time } = readable(row)
  const classification = classificationOf(row)
  const reporters = countOf(message?.reportersCount)
  return alertWith(inputs.device_product_field, {
    id,
    title: update ? 'Reported Email Updated' : 'Reported Email',
    description: lineOf(subject),
    severity: severityOf(classification, reporters),
    time,
    product: 'Reported Emails',
    rule: 'Reported Email',
    reason: classification,
    entities: entitiesOf(
      ...addresses('sender', message?.senderHeaders),
      ...addresses('recipient', message?.recipients),
      ['message_id', undefined, messageIdOf(message?.messageId)],
    ),
    events: [{ ...row, event_type: 'ReportedEmail', subject_decoded: subject }],
    facts: {
      reporters: String(reporters),
      recipients: String(countOf(message?.recipientsCount)),
      ...(textOf(message?.messageAggregateId) && { report_id: textOf(message?.messageAggregateId) }),
      ...(textOf(row.threatAnalysis?.threatAnalysisId) && {
        analysis_id: textOf(row.threatAnalysis?.threatAnalysisId),
      }),
      ...(classification && { classification }),
      ...(analysis_time && { analysis_time: textOf(analysis_time) }),
    },
    source: row,
  })
}

/** What is around addresses in a text. */
const OUTSIDE = /[\s<>"(),:;]/

/** The longest address that mail allows. */
const LONGEST = 320

/** The first address of a text. */
const addressIn = (text: string): string | undefined =>
  text.split(OUTSIDE).find((word) => /.@./.test(word) && word.length <= LONGEST)

/** The addresses of a list whose entries are texts, or objects of an unknown form. */
function addresses(role: string, list: unknown): EntityPart[] {
  const entries: unknown[] = Array.isArray(list) ? list : []
  return entries
    .flatMap((entry) => (isRecord(entry) ? Object.values(entry) : [entry]))
    .flatMap((value) => addressIn(textOf(value)) ?? [])
    .map((address) => ['email', role, address] as const)
    .map(([type, part, value]): EntityPart => [type, part, value])
}

/** Values of the classification are documented nowhere; harmless ones are recognised by their usual names. */
function severityOf(classification: string, reporters: number): Severity {
  if (/safe|clean|benign|legitimate|not malicious|non-malicious|spam|bulk/i.test(classification))
    return 'informational'
  if (/malicious|phish|malware/i.test(classification)) return 'high'
  return reporters > 1 ? 'medium' : 'low'
}
