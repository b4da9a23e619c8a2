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

/**
 * Text search: alternatives joined by `or`; within one, each prefix takes the words behind it. It ranks by
 * relevance rather than filtering, so one word of several is enough within a prefix.
 */
function matchesText(mail: Mail, text: string): boolean {
  return text.split(/\s+or\s+/i).some((alternative) => {
    const wanted = byPrefix(alternative)
    return (
      wanted.size > 0 &&
      [...wanted].every(([prefix, words]) => words.some((word) => hasWord(mail, prefix, word)))
    )
  })
}

function byPrefix(alternative: string): Map<Prefix, string[]> {
  const found = new Map<Prefix, string[]>()
  let prefix: Prefix = 'any'
  for (const part of alternative.split(/\s+/)) {
    const [, name, rest] = /^(subject|body|from|to):(.*)$/i.exec(part) ?? []
    if (name !== undefined) prefix = name.toLowerCase() as Prefix
    const words = wordsOf(prefix, rest ?? part)
    if (words.length > 0) found.set(prefix, [...(found.get(prefix) ?? []), ...words])
  }
  return found
}

function wordsOf(prefix: Prefix, part: string): string[] {
  const plain = part.replace(/^"|"$/g, '')
  if (prefix === 'from' || prefix === 'to') return plain === '' ? [] : [plain]
  return plain.includes('@') ? [plain] : splitWords(plain)
}

const splitWords = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

function hasWord(mail: Mail, prefix: Prefix, word: string): boolean {
  switch (prefix) {
    case 'subject':
      return splitWords(mail.subject).includes(word)
    case 'body':
      return splitWords(mail.text).includes(word)
    case 'from':
    case 'to':
      return isParty(partiesOf(mail, prefix), word) || namesOf(mail, prefix).includes(word.toLowerCase())
    default:
      return (['subject', 'body', 'from', 'to'] as const).some((place) => hasWord(mail, place, word))
  }
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

/** Only file names are known here, so text inside attachments is looked for in their names. */
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
