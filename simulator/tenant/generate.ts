import { DAY, MINUTE, SECOND } from '../dates.ts'
import { dice, pick } from './dice.ts'
import type { Attachment, Mail, Person } from './mail.ts'
import { COLLEAGUES, FILES, HOLDS, LURES, PARTNERS, PASSING, SUBJECTS } from './words.ts'

export const INTERNAL_DOMAIN = 'example.com'

/** What a run of generated mails consists of. */
export type BatchKind = 'held' | 'archived' | 'tracked'

/** A run of mails that exist only as a rule: row `i` is made when it is read, always the same. */
export interface Batch {
  kind: BatchKind
  /** Number of the first mail; the following mails count up from it. */
  first: number
  count: number
  /** The newest mail is just before this time. */
  anchor: number
  /** The oldest is this much older. */
  span_ms: number
  /** `recent`: most mails lie close to the anchor (a cube); `even`: the same distance between all. */
  spread: 'recent' | 'even'
  /** The tenant's own domain in these mails. */
  domain: string
  /** Every how many mails one carries files; 0 = none. */
  files_every: number
}

/** The default spans: held and tracked mail of the last weeks, an archive of half a year. */
export const SPANS: Record<BatchKind, number> = { held: 14 * DAY, archived: 180 * DAY, tracked: 29 * DAY }

/** When row `i` of a batch was received, on a whole second. */
export function receivedAt(batch: Batch, i: number): number {
  const part = (i + 0.5) / batch.count
  const age = batch.spread === 'recent' ? batch.span_ms * part ** 3 : batch.span_ms * part
  return Math.floor((batch.anchor - age) / SECOND) * SECOND - MINUTE
}

/** From and to, both included, epoch ms. */
export interface Span {
  from: number
  to: number
}

/** The rows of a batch that were received within a span, newest first: the first, and the one after the last. */
export function rowsWithin(batch: Batch, { from, to }: Span): [start: number, end: number] {
  const firstWhere = (holds: (received: number) => boolean): number => {
    let [low, high] = [0, batch.count]
    while (low < high) {
      const middle = (low + high) >> 1
      if (holds(receivedAt(batch, middle))) high = middle
      else low = middle + 1
    }
    return low
  }
  return [firstWhere((received) => received <= to), firstWhere((received) => received < from)]
}

/** Makes row `i` of a batch. */
export function generateMail(seed: number, batch: Batch, i: number): Mail {
  const number = batch.first + i
  const throwFor = (purpose: number): number => dice(seed, number, purpose)
  const held = batch.kind === 'held'
  const partner = pick(PARTNERS, throwFor(1))
  const [name, local] = pick(COLLEAGUES, throwFor(2))
  const colleague: Person = { name, address: `${local}@${batch.domain}` }
  const reason = held ? pick(HOLDS, throwFor(3)) : undefined
  const outbound = reason?.hold.policy.startsWith('Outbound') ?? throwFor(4) % 5 === 0
  const internal = !held && throwFor(5) % 9 === 0
  const received = receivedAt(batch, i)
  const status = held ? 'held' : batch.kind === 'archived' ? 'archived' : pick(PASSING, throwFor(6))
  const [other, otherLocal] = pick(COLLEAGUES, throwFor(7))
  const peer: Person = { name: other, address: `${otherLocal}@${batch.domain}` }
  const attachments = filesOf(batch, i, throwFor)
  const subject = pick(held ? LURES : SUBJECTS, throwFor(8)).replace('%', String(20000 + (number % 80000)))
  const sender = outbound || internal ? colleague : partner.person
  const text = `${subject}\r\nThis is mail ${number} of a simulated tenant. See https://${domainText(sender.address)}/m/${number}\r\n`
  return {
    number,
    status,
    tracked: batch.kind !== 'archived' || received > batch.anchor - 30 * DAY,
    archived: batch.kind === 'archived',
    subject: status === 'rejected' ? '' : subject,
    from_env: outbound || internal ? colleague : { name: partner.person.name, address: partner.envelope },
    from_hdr: sender,
    to: [internal ? peer : outbound ? partner.person : colleague],
    received,
    sent: received + (1 + (throwFor(9) % 5)) * SECOND,
    held_at: received + 4 * SECOND,
    route: internal ? 'internal' : outbound ? 'outbound' : 'inbound',
    sender_ip: outbound || internal ? '192.0.2.18' : partner.ip,
    remote_host: outbound || internal ? `mail.${batch.domain}` : partner.host,
    message_id: `${number}.${throwFor(10).toString(36)}@${domainText(sender.address)}`,
    size: 4000 + (throwFor(11) % 60000) + (attachments?.reduce((sum, file) => sum + file.size, 0) ?? 0),
    ...(status === 'rejected' ? {} : { attachments }),
    spam_score: reason?.verdict === undefined ? throwFor(12) % 4 : 3 + (throwFor(12) % 20),
    detection_level: reason?.verdict === undefined ? '' : 'relaxed',
    text,
    html: `<html><body><p>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').trim()}</p></body></html>`,
    ...(reason === undefined ? {} : reason),
  }
}

function filesOf(batch: Batch, i: number, throwFor: (purpose: number) => number): Attachment[] {
  if (batch.files_every === 0 || i % batch.files_every !== batch.files_every - 1) return []
  const count = 1 + (throwFor(13) % 2)
  return Array.from({ length: count }, (_, nth) => {
    const [stem, extension] = pick(FILES, throwFor(14 + nth))
    return { filename: `${stem}-${batch.first + i}.${extension}`, size: 2000 + (throwFor(20 + nth) % 90000) }
  })
}

const domainText = (address: string): string => address.slice(address.lastIndexOf('@') + 1)
