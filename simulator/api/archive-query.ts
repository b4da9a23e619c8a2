import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { DAY, parseQueryDate, startOfDay } from '../dates.ts'
import { isObject, type JsonObject } from '../types.ts'

/** The contents of an archive query. Times are epoch milliseconds, `to` excluded. */
export interface ArchiveQuery {
  archive: boolean
  page_size: number | undefined
  start_row: number
  mailboxes: string[]
  /** Fields to return; empty = all. */
  fields: string[]
  texts: string[]
  from: number
  to: number
  /** Sender and recipient conditions, all of which must hold. */
  sent: { select: 'from' | 'to'; value: string }[]
  docs: { select: string; text: string } | undefined
}

const DOCS = [
  'optional',
  'any',
  'none',
  'documents',
  'spreadsheets',
  'presentations',
  'text',
  'images',
  'media',
  'zips',
]

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  htmlEntities: true,
  isArray: (_name, _path, _leaf, attribute) => !attribute,
})

/**
 * Reads the XML of archive/search. Undefined means `err_invalid_search_xml`: not well-formed, another root, not exactly one
 * metadata and one muse, or a value outside the grammar. Unknown elements are ignored silently.
 */
export function parseArchiveQuery(xml: string, now: number): ArchiveQuery | undefined {
  if (XMLValidator.validate(xml) !== true) return undefined
  const root = parsed(xml)?.xmlquery
  const [query] = nodes(root)
  const metadata = nodes(query?.metadata)
  const muse = nodes(query?.muse)
  const [about] = metadata
  const [where] = muse
  if (about === undefined || where === undefined || metadata.length > 1 || muse.length > 1) return undefined
  if (about['@query-type'] !== 'emailarchive') return undefined
  const window = dateWindow(nodes(where.date)[0], now)
  const page_size = whole(about['@page-size'])
  const start_row = whole(about['@startrow'])
  const sent = nodes(where.sent).map((node) => ({
    select: String(node['@select'] ?? ''),
    value: content(node),
  }))
  const [docs] = nodes(where.docs).map((node) => ({
    select: String(node['@select'] ?? ''),
    text: content(node),
  }))
  if (window === undefined || Number.isNaN(page_size) || Number.isNaN(start_row)) return undefined
  if (docs !== undefined && !DOCS.includes(docs.select)) return undefined
  const conditions = sent.filter(isCondition)
  if (conditions.length !== sent.length) return undefined
  return {
    archive: about['@archive'] === 'true' || about['@active'] === 'true',
    page_size,
    start_row: start_row ?? 0,
    mailboxes: nodes(about.mailboxes).flatMap((node) => nodes(node.mailbox).map(content)),
    fields: nodes(about['return-fields']).flatMap((node) => nodes(node['return-field']).map(content)),
    texts: nodes(where.text)
      .map(content)
      .filter((text) => text !== ''),
    ...window,
    sent: conditions.filter(({ value }) => value !== ''),
    docs,
  }
}

function parsed(xml: string): JsonObject | undefined {
  try {
    const tree: unknown = parser.parse(xml)
    return isObject(tree) ? tree : undefined
  } catch {
    return undefined
  }
}

function isCondition(sent: { select: string; value: string }): sent is ArchiveQuery['sent'][number] {
  return sent.select === 'from' || sent.select === 'to'
}

/** The elements of one name, as objects; a text alone becomes an element with that text. */
function nodes(value: unknown): JsonObject[] {
  if (!Array.isArray(value)) return []
  return value.map((node) => (isObject(node) ? node : { '#text': String(node) }))
}

function content(node: JsonObject): string {
  return String(node['#text'] ?? '').trim()
}

/** A whole number, undefined where absent, NaN where it is something else. */
function whole(value: unknown): number | undefined {
  if (value === undefined) return undefined
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
}

const ALWAYS = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }

function dateWindow(node: JsonObject | undefined, now: number): { from: number; to: number } | undefined {
  if (node === undefined || node['@select'] === undefined)
    return node === undefined || content(node) === '' ? ALWAYS : undefined
  const today = startOfDay(now)
  const day = new Date(today)
  const monday = today - ((day.getUTCDay() + 6) % 7) * DAY
  const [year, month] = [day.getUTCFullYear(), day.getUTCMonth()]
  switch (node['@select']) {
    case 'between':
      return between(node)
    case 'today':
      return { from: today, to: today + DAY }
    case 'yesterday':
      return { from: today - DAY, to: today }
    case 'last_week':
      return { from: monday - 7 * DAY, to: monday }
    case 'last_month':
      return { from: Date.UTC(year, month - 1), to: Date.UTC(year, month) }
    case 'last_year':
      return { from: Date.UTC(year - 1, 0), to: Date.UTC(year, 0) }
    default:
      return undefined
  }
}

function between(node: JsonObject): { from: number; to: number } | undefined {
  const from = parseQueryDate(node['@from'])
  const to = node['@to'] === undefined ? Number.POSITIVE_INFINITY : parseQueryDate(node['@to'])
  return from === undefined || to === undefined ? undefined : { from, to }
}
