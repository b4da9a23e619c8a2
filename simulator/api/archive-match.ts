import { domainOf, type Mail } from '../tenant/mail.ts'
import type { ArchiveQuery } from './archive-query.ts'

/** Whether an archived mail answers the query. */
export function matches(mail: Mail, query: ArchiveQuery): boolean {
  return (
    mail.received >= query.from &&
    mail.received < query.to &&
    inMailboxes(mail, query.mailboxes) &&
    query.sent.every(({ select, value }) => isParty(partiesOf(mail, select), value)) &&
    query.texts.every((text) => matchesText(mail, text)) &&
    matchesDocs(mail, query.docs)
  )
}

function inMailboxes(mail: Mail, mailboxes: readonly string[]): boolean {
  if (mailboxes.length === 0) return true
  const owners = new Set([...partiesOf(mail, 'from'), ...partiesOf(mail, 'to')])
  return mailboxes.some((mailbox) => owners.has(mailbox.toLowerCase()))
}

/** Addresses on one side, envelope and header, lower case. */
function partiesOf(mail: Mail, side: 'from' | 'to'): string[] {
  const people = side === 'from' ? [mail.from_env, mail.from_hdr] : mail.to
  return people.map(({ address }) => address.toLowerCase())
}

/** An address matches itself; a domain matches itself and its subdomains. */
function isParty(addresses: readonly string[], value: string): boolean {
  const wanted = value.toLowerCase().replace(/^@/, '')
  if (wanted.includes('@')) return addresses.includes(wanted)
  return addresses.some((address) => domainOf(address) === wanted || domainOf(address).endsWith(`.${wanted}`))
}

type Prefix = 'subject' | 'body' | 'from' | 'to' | 'any'

/** A word, a word that must not be there, the start of one, or several words in their order. */
interface Term {
  prefix: Prefix
  kind: 'word' | 'not' | 'start' | 'phrase'
  text: string
}

/**
 * Text search: alternatives joined by `or`; within one, each prefix applies to the words after it, `!` excludes a word, `*`
 * ends the start of one, and quoted text contains no operators. It ranks by relevance rather than filtering, so one word of
 * several is enough within a prefix.
 */
function matchesText(mail: Mail, text: string): boolean {
  return alternativesOf(text).some((terms) => {
    const wanted = terms.filter(({ kind }) => kind !== 'not')
    const prefixes = new Set(wanted.map(({ prefix }) => prefix))
    return (
      wanted.length > 0 &&
      [...prefixes].every((prefix) => wanted.some((term) => term.prefix === prefix && has(mail, term))) &&
      terms.every((term) => term.kind !== 'not' || !has(mail, term))
    )
  })
}

function alternativesOf(text: string): Term[][] {
  const alternatives: Term[][] = [[]]
  let prefix: Prefix = 'any'
  for (const [, field, quoted, plain] of text.matchAll(
    /(?:(subject|body|from|to):)?(?:"([^"]*)"?|([^\s"]+)|(?<=:))/gi,
  )) {
    if (field === undefined && plain?.toLowerCase() === 'or') {
      alternatives.push([])
      prefix = 'any'
      continue
    }
    if (field !== undefined) prefix = field.toLowerCase() as Prefix
    const terms = quoted === undefined ? plainTerms(prefix, plain ?? '') : phraseTerms(prefix, quoted)
    alternatives.at(-1)?.push(...terms)
  }
  return alternatives
}

function phraseTerms(prefix: Prefix, quoted: string): Term[] {
  const text = quoted.trim()
  return text === '' ? [] : [{ prefix, kind: 'phrase', text }]
}

function plainTerms(prefix: Prefix, part: string): Term[] {
  const [, sign, text = '', star] = /^(!?)(.*?)(\*?)$/.exec(part) ?? []
  const kind = sign ? 'not' : star ? 'start' : 'word'
  const whole = prefix === 'from' || prefix === 'to' || text.includes('@')
  const words = whole ? (text === '' ? [] : [text]) : splitWords(text)
  return words.map((word) => ({ prefix, kind, text: word }))
}

const splitWords = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

function has(mail: Mail, { prefix, kind, text }: Term): boolean {
  if (prefix === 'any') {
    return (['subject', 'body', 'from', 'to'] as const).some((place) =>
      has(mail, { prefix: place, kind, text }),
    )
  }
  const isSide = prefix === 'from' || prefix === 'to'
  if (isSide && isParty(partiesOf(mail, prefix), text)) return true
  const words = isSide ? namesOf(mail, prefix) : splitWords(prefix === 'subject' ? mail.subject : mail.text)
  const wanted = splitWords(text)
  if (kind === 'start') return words.some((word) => word.startsWith(text.toLowerCase()))
  return wanted.length > 0 && words.some((_, at) => wanted.every((word, next) => words[at + next] === word))
}

function namesOf(mail: Mail, side: 'from' | 'to'): string[] {
  const people = side === 'from' ? [mail.from_hdr] : mail.to
  return people.flatMap(({ name }) => splitWords(name))
}

const EXTENSIONS: Record<string, readonly string[]> = {
  documents: ['doc', 'docx', 'pdf', 'odt', 'rtf'],
  spreadsheets: ['xls', 'xlsx', 'ods', 'csv'],
  presentations: ['ppt', 'pptx', 'odp'],
  text: ['txt', 'csv', 'log'],
  images: ['png', 'jpg', 'jpeg', 'gif'],
  media: ['mp3', 'mp4', 'wav', 'avi'],
  zips: ['zip', '7z', 'gz', 'rar'],
}

/** Only file names are known here, so text inside attachments is searched in their names. */
function matchesDocs(mail: Mail, docs: ArchiveQuery['docs']): boolean {
  if (docs === undefined) return true
  const files = (mail.attachments ?? []).map(({ filename }) => filename.toLowerCase())
  const named = docs.text === '' || files.some((file) => file.includes(docs.text.toLowerCase()))
  if (docs.select === 'none') return files.length === 0
  if (docs.select === 'optional') return named
  if (docs.select === 'any') return files.length > 0 && named
  const extensions = EXTENSIONS[docs.select] ?? []
  return named && files.some((file) => extensions.includes(file.slice(file.lastIndexOf('.') + 1)))
}
