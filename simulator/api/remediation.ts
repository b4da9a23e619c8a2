import find from '../answers/remediation_find_incidents.json' with { type: 'json' }
import { inWindow, placed, type Routes, reading, route, tableOf, withSeeded } from '../area.ts'
import type { Call, Outcome } from '../call.ts'
import { formatDate } from '../dates.ts'
import { DAMAGED_ID, refuse } from '../envelope.ts'
import { type Fields, text, texts } from '../fields.ts'
import type { Mail } from '../tenant/mail.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { isObject, type JsonObject } from '../types.ts'
import { contains } from './shared.ts'

type Incident = JsonObject & { id: string }

const incidentsOf = (tenant: Tenant): Map<string, Incident> =>
  tableOf(tenant, 'incidents', () => placed(find.data[0]?.incidents ?? [], tenant))

/** With those that were put in: of two with the same id, the later one counts. */
const allIncidents = (tenant: Tenant): Incident[] => [
  ...new Map(
    withSeeded<Incident>(tenant, 'incidents', [...incidentsOf(tenant).values()]).map((row) => [row.id, row]),
  ).values(),
]

const WINDOW: Fields = { start: { type: 'date' }, end: { type: 'date' } }

const CREATE: Fields = {
  reason: { type: 'text', required: true },
  searchBy: { type: 'text', one_of: ['hash', 'messageId', 'message_ids', 'url'] },
  hashOrMessageId: { type: 'text' },
  messageIds: { type: 'texts' },
  url: { type: 'text' },
  ...WINDOW,
}

/** ttp/remediation/create and v2/create: nothing is identified yet in the answer, everything in the next read. */
function create(item: JsonObject, call: Call): Outcome {
  const { tenant, now } = call
  const id = tenant.ids.make('object', tenant.nextNumber())
  const incidents = incidentsOf(tenant)
  const time = formatDate(now)
  const isHash = (item.searchBy ?? 'hash') === 'hash'
  const single = text(item, 'hashOrMessageId', '')
  const incident = {
    id,
    code: `TR-CEXAMPLE-${String(41 + incidents.size).padStart(5, '0')}-M`,
    type: 'manual',
    reason: text(item, 'reason', ''),
    create: time,
    modified: time,
    identified: 0,
    successful: 0,
    failed: 0,
    restored: 0,
    searchCriteria: {
      start: text(item, 'start', time),
      end: text(item, 'end', time),
      messageId: isHash ? '' : single,
      fileHash: isHash ? single : '',
      from: '',
      to: '',
      restoreCode: '',
      unremediateCode: '',
      ...(item.messageIds === undefined ? {} : { messageIds: texts(item, 'messageIds') }),
    },
  }
  const hits = countOf(item, call)
  incidents.set(id, { ...incident, identified: hits, successful: hits })
  return [incident]
}

/** Delivered mail that an incident removes. */
function countOf(item: JsonObject, { tenant }: Call): number {
  const ids = [text(item, 'hashOrMessageId', ''), ...texts(item, 'messageIds')].map((id) =>
    id.replace(/^<|>$/g, ''),
  )
  const url = text(item, 'url')
  const fits = (mail: Mail): boolean =>
    ['accepted', 'archived'].includes(mail.status) &&
    (ids.includes(mail.message_id) ||
      (mail.attachments ?? []).some(({ sha256 }) => sha256 !== undefined && ids.includes(sha256)) ||
      (url !== undefined && contains(mail.text, url)))
  const key = `remediation ${JSON.stringify(item)}`
  return tenant.mails.search('tracked', key, (mail) =>
    fits(mail) ? [-mail.received, mail.number] : undefined,
  ).length
}

/** ttp/remediation/get-incident. What an unknown id gives is invented. */
function getIncident(item: JsonObject, { tenant }: Call): Outcome {
  const incident = allIncidents(tenant).find(({ id }) => id === text(item, 'id'))
  return incident ? [incident] : DAMAGED_ID
}

/** ttp/remediation/find-incidents: newest first. */
const findIncidents = reading<Incident>({
  rows: ({ tenant }) => allIncidents(tenant),
  refuse: (item) =>
    Object.keys(item).length === 0 ? refuse('err_validation_at_least_one_not_null') : undefined,
  fits: (row, item) => {
    const search = isObject(item.searchBy) ? item.searchBy : {}
    const filters = Array.isArray(item.filterBy) ? item.filterBy.filter(isObject) : []
    const types = filters.map(({ value }) => value)
    const criteria = isObject(row.searchCriteria) ? row.searchCriteria : {}
    const fields: JsonObject = { code: row.code, reason: row.reason, file_hash: criteria.fileHash }
    const searched = search.fieldName === 'all' ? Object.values(fields) : [fields[String(search.fieldName)]]
    return (
      inWindow(item, row.create) &&
      (types.length === 0 || types.includes(row.type)) &&
      (search.value === undefined || searched.some((value) => contains(String(value), String(search.value))))
    )
  },
  order: (row) => -Date.parse(String(row.create).replace('+0000', 'Z')),
  wrap: 'incidents',
})

/** ttp/remediation/search-hash: the files of the written mails were seen. */
function searchHash(item: JsonObject, { tenant }: Call): Outcome {
  const hits = tenant.mails.search('tracked', 'hashes', (mail) =>
    mail.attachments?.some(({ sha256 }) => sha256) ? [mail.number, 0] : undefined,
  )
  const known = hits.flatMap(
    ({ number }) => tenant.mails.get(number)?.attachments?.map(({ sha256 }) => sha256) ?? [],
  )
  const hashes = texts(item, 'hashes')
  const isHash = (hash: string): boolean => /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/i.test(hash)
  const hashStatus = hashes
    .filter(isHash)
    .map((hash) => ({ hash, detected: known.includes(hash.toLowerCase()) }))
  return [{ hashStatus, failedHashes: hashes.filter((hash) => !isHash(hash)) }]
}

const ID: Fields = { id: { type: 'text', required: true } }
const FIND: Fields = { ...WINDOW, searchBy: { type: 'object' }, filterBy: { type: 'any' } }
const HASHES: Fields = { hashes: { type: 'texts', required: true, max: 100 } }

/** Calls of Threat Remediation. */
export const routes: Routes = {
  '/api/ttp/remediation/create': route('Threat Management', [1, 1], CREATE, create),
  '/api/ttp/remediation/v2/create': route('Threat Management', [1, 1], CREATE, create),
  '/api/ttp/remediation/get-incident': route('Threat Management', [1, 25], ID, getIncident),
  '/api/ttp/remediation/find-incidents': route('Threat Management', [1, 1], FIND, findIncidents),
  '/api/ttp/remediation/search-hash': route('Threat Management', [1, 1], HASHES, searchHash),
}
