import email from '../answers/reported_email.json' with { type: 'json' }
import emails from '../answers/reported_emails.json' with { type: 'json' }
import analysis from '../answers/threat_analysis.json' with { type: 'json' }
import reports from '../answers/threat_reports.json' with { type: 'json' }
import { inWindow, placed, rowsOf } from '../area.ts'
import { parseDate } from '../dates.ts'
import { type Answer, gatewayRefusal, notOneOf } from '../envelope.ts'
import { listed, type Resource, type ResourceCall } from '../resource.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { isObject, type JsonObject } from '../types.ts'

const ROOT = '/threat-reporting/v1'
const SIZES = [25, 50, 100, 250, 500]

const messageOf = ({ message }: JsonObject): JsonObject => (isObject(message) ? message : {})
const idOf = (row: JsonObject): unknown => messageOf(row).messageAggregateId
const lastReport = (row: JsonObject): unknown => messageOf(row).lastReportedDate

const emailsOf = (tenant: Tenant): JsonObject[] => rowsOf(tenant, 'reported_emails', emails.value, idOf)

/** Reported messages, newest first. `offset` counts pages; the next page is an address. */
function listEmails({ query, page, tenant }: ResourceCall): Answer {
  if (!SIZES.includes(Number(query.get('pageSize') ?? 50))) {
    return { status: 400, body: { fail: [notOneOf('pageSize', SIZES)] } }
  }
  const window = Object.fromEntries(query)
  const found = emailsOf(tenant)
    .filter((row) => inWindow(window, lastReport(row), 'dateRangeStartsAt', 'dateRangeEndsAt'))
    .sort((one, other) => (parseDate(lastReport(other)) ?? 0) - (parseDate(lastReport(one)) ?? 0))
  const offset = Number(query.get('offset') ?? 0)
  const end = (offset + 1) * page.size
  const next = new URLSearchParams({ ...window, offset: String(offset + 1) })
  const nextPage = `https://api.services.mimecast.com${ROOT}/reported-emails?${next}`
  return {
    status: 200,
    body: { value: found.slice(end - page.size, end), meta: end < found.length ? { nextPage } : {} },
  }
}

function getEmail({ params, tenant }: ResourceCall): Answer {
  const known = [...emailsOf(tenant), placed(email, tenant)].find((row) => idOf(row) === params.id)
  return known ? { status: 200, body: known } : gatewayRefusal(404, 'not_found', 'Reported email not found')
}

const listReports = (call: ResourceCall): Answer =>
  listed(
    'value',
    placed(reports.value, call.tenant).filter(
      (report) => report.reportedMessageAggregateId === call.query.get('reportedMessageAggregateId'),
    ),
    call,
  )

const getAnalysis = ({ params, tenant }: ResourceCall): Answer =>
  params.id === analysis.threatAnalysisId
    ? { status: 200, body: placed(analysis, tenant) }
    : gatewayRefusal(404, 'not_found', 'Threat analysis not found')

const read = (path: string, GET: (call: ResourceCall) => Answer): Resource => ({
  product: 'Threats, Security Events and Data for CG',
  path: `${ROOT}/${path}`,
  methods: { GET },
})

/** Messages that users reported. */
export const resources: readonly Resource[] = [
  read('reported-emails', listEmails),
  read('reported-emails/{id}', getEmail),
  read('threat-reports', listReports),
  read('threat-analysis/{id}', getAnalysis),
]
