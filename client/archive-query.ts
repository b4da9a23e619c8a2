/**
 * Builds the XML query of an archive search. Source: docs/vendor/mimecast-mail.md#archive-query.
 *
 * Every element is built; nothing a user typed is pasted. The order of elements, the blanks between mailboxes and between return
 * fields, the quotes around an attribute and the `or` between addresses are what the reference system sends.
 */
import { XMLBuilder } from 'fast-xml-parser'
import { ActionError, phrase, type RawProblem } from '../runtime/sdk/index.ts'
import { criterion } from './archive-words.ts'

/** What to search for; times in the form that the query uses. */
export interface ArchiveQuery {
  fields: readonly string[]
  mailboxes?: readonly string[] | undefined
  from?: readonly string[] | undefined
  to?: readonly string[] | undefined
  subject?: string | undefined
  start: string
  end: string
}

/** Rows per page that the archive returns. */
const PAGE_SIZE = 100

type Node = { [tag: string]: unknown }

const element = (tag: string, attributes: Record<string, string>, ...children: Node[]): Node => ({
  [tag]: children,
  ':@': attributes,
})
const text = (value: string): Node => ({ '#text': value })

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Characters that XML 1.0 cannot represent are dropped: the subject of a mail may contain them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern searches for them
const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

const clean = (value: unknown): string => String(value).toWellFormed().replace(NO_XML, '')

const builder = new XMLBuilder({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  processEntities: false,
  suppressEmptyNode: false,
  unpairedTags: ['smartfolders', 'route', 'date'],
  suppressUnpairedNode: false,
  tagValueProcessor: (_, value) => clean(value).replace(/[&<>]/g, (char) => ENTITIES[char] ?? char),
  attributeValueProcessor: (_, value) => clean(value).replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char),
})

/** The query as the single text that `/api/archive/search` accepts. */
export function buildArchiveQuery(query: ArchiveQuery): string {
  const mailboxes = (query.mailboxes ?? []).map((address) =>
    element('mailbox', { 'include-aliases': 'true' }, text(address)),
  )
  const fields = query.fields.map((field) => element('return-field', {}, text(field)))
  const criteria = criteriaOf(query)
  const metadata = {
    'query-type': 'emailarchive',
    archive: 'true',
    active: 'false',
    'page-size': String(PAGE_SIZE),
    startrow: '0',
  }
  const xml = builder.build([
    element('?xml', { version: '1.0' }),
    element(
      'xmlquery',
      { trace: 'iql,muse' },
      element(
        'metadata',
        metadata,
        ...(mailboxes.length ? [element('mailboxes', {}, ...spaced(mailboxes))] : []),
        element('smartfolders', {}),
        element('return-fields', {}, ...spaced(fields)),
      ),
      element(
        'muse',
        {},
        ...criteria.map((words) => element('text', {}, text(words))),
        element('date', { select: 'between', from: query.start, to: query.end }),
        element('docs', { select: 'optional' }),
        element('route', {}),
      ),
    ),
  ])
  return xml.replaceAll(BUILT_MAILBOX, SENT_MAILBOX)
}

/** The builder writes double quotes only. No value contains this text, because every `<` of a value is escaped. */
const BUILT_MAILBOX = '<mailbox include-aliases="true">'
const SENT_MAILBOX = "<mailbox include-aliases='true'>"

const spaced = (nodes: readonly Node[]): Node[] =>
  nodes.flatMap((node, index) => (index > 0 ? [text(' '), node] : [node]))

/**
 * One criterion per value: the addresses of one side are alternatives. Throws PARAMETER_INVALID for values that contain no
 * word.
 */
function criteriaOf({ subject, from = [], to = [] }: ArchiveQuery): string[] {
  const problems: RawProblem[] = []
  const one = (prefix: keyof typeof LABELS, value: string): string[] => {
    const found = criterion(prefix, clean(value), prefix === 'subject')
    if (found === undefined) problems.push(withoutWords(prefix, value))
    return found === undefined ? [] : [found]
  }
  const alternatives = [
    from.flatMap((address) => one('from', address)),
    to.flatMap((address) => one('to', address)),
    subject ? one('subject', subject) : [],
  ]
  if (problems.length > 0) throw new ActionError('PARAMETER_INVALID', {}, { problems, unsent: true })
  return alternatives.filter((some) => some.length > 0).map((some) => some.join(' or '))
}

const LABELS = { subject: 'Subject', from: 'From', to: 'To' } as const

const withoutWords = (where: keyof typeof LABELS, value: string): RawProblem => ({
  where,
  rule: 'other',
  values: {
    name: LABELS[where],
    detail: phrase('must contain a word to search for'),
    received: JSON.stringify(value.slice(0, 80)),
  },
})
