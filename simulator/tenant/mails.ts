import { type IdCodec, sha256 } from '../ids.ts'
import type { Place, Placed } from '../paging.ts'
import { type Batch, type BatchKind, generateMail, rowsWithin, type Span } from './generate.ts'
import type { FixedIds, Mail } from './mail.ts'

/** A mail found by a search: its number and its position in the order; the mail itself is created when it is shown. */
export interface Hit extends Placed {
  number: number
}

/** The result of a decision about a held mail. */
export interface Decision {
  number: number
  hold_id: string
  decision: 'released' | 'rejected' | 'sandboxed'
  at: number
  /** Text to the sender and reason of a rejection. */
  message?: string
  reason?: string
  notify?: boolean
}

/** All mails of the tenant: a few written out, the rest generated from rules on access. */
export interface Mails {
  get(number: number): Mail | undefined
  /**
   * Hits in the order of their places. `key` names the question, so that its later pages need no new search. Mail that was
   * received outside a span need not be asked.
   */
  search(
    kind: BatchKind,
    key: string,
    question: (mail: Mail) => Place | undefined,
    received?: Span,
  ): readonly Hit[]
  addBatch(batch: Omit<Batch, 'first'>): Batch
  addMail(make: (number: number) => Mail): Mail
  /** Takes a mail out of the hold queue. */
  decide(decision: Decision): void
  decisions: ReadonlyMap<number, Decision>
  id(mail: Mail, kind: MailIdKind): string
  fileId(mail: Mail, nth: number): string
  smash(mail: Mail): string
  /** The number behind an id of this kind. */
  find(kind: MailIdKind, id: string): number | undefined
  /** The mail and position of an attachment. */
  findFile(id: string): { mail: Mail; nth: number } | undefined
  clear(): void
}

export type MailIdKind = 'tracking' | 'hold' | 'archive' | 'queue'

/** Maximum files per mail that ids can encode. */
const FILES_MAX = 16
/** Searches whose hits are kept for the pages to come. */
const SEARCHES_KEPT = 4

export function mailBox(seed: number, codec: IdCodec): Mails {
  const batches: Batch[] = []
  const written = new Map<number, Mail>()
  const fixed = new Map<string, number>()
  const decisions = new Map<number, Decision>()
  const searches = new Map<string, readonly Hit[]>()
  let next = 0

  const get = (number: number): Mail | undefined => {
    const mail = written.get(number) ?? generated(number)
    const decision = decisions.get(number)
    return mail === undefined || decision === undefined ? mail : decided(mail, decision)
  }
  const generated = (number: number): Mail | undefined => {
    const batch = batches.find(({ first, count }) => number >= first && number < first + count)
    return batch && generateMail(seed, batch, number - batch.first)
  }
  const search: Mails['search'] = (kind, key, question, received) => {
    const known = searches.get(`${kind} ${key}`)
    if (known !== undefined) return known
    const hits: Hit[] = []
    const ask = (number: number): void => {
      const mail = get(number)
      const place = mail && question(mail)
      if (place !== undefined) hits.push({ number, place })
    }
    for (const number of written.keys()) ask(number)
    for (const batch of batches) {
      if (kind !== 'tracked' && batch.kind !== kind) continue
      const [start, end] = received ? rowsWithin(batch, received) : [0, batch.count]
      for (let i = start; i < end; i++) ask(batch.first + i)
    }
    hits.sort((a, b) => a.place[0] - b.place[0] || a.place[1] - b.place[1])
    if (searches.size >= SEARCHES_KEPT) searches.delete(searches.keys().next().value ?? '')
    searches.set(`${kind} ${key}`, hits)
    return hits
  }
  const remember = (number: number, ids: FixedIds | undefined): void => {
    for (const kind of ['tracking', 'hold', 'archive', 'queue'] as const) {
      const id = ids?.[kind]
      if (id !== undefined) fixed.set(`${kind} ${id}`, number)
    }
    for (const [nth, id] of (ids?.files ?? []).entries()) fixed.set(`file ${id}`, number * FILES_MAX + nth)
  }
  const id = (mail: Mail, kind: MailIdKind): string => mail.ids?.[kind] ?? codec.make(kind, mail.number)
  const find = (kind: MailIdKind | 'file', text: string): number | undefined =>
    fixed.get(`${kind} ${text}`) ?? codec.read(kind, text)

  return {
    get,
    search,
    addBatch: (batch) => {
      const added = { ...batch, first: next }
      next += batch.count
      batches.push(added)
      searches.clear()
      return added
    },
    addMail: (make) => {
      const mail = make(next)
      next = Math.max(next, mail.number) + 1
      written.set(mail.number, mail)
      remember(mail.number, mail.ids)
      searches.clear()
      return mail
    },
    decide: (decision) => {
      decisions.set(decision.number, decision)
      searches.clear()
    },
    decisions,
    id,
    fileId: (mail, nth) => mail.ids?.files?.[nth] ?? codec.make('file', mail.number * FILES_MAX + nth),
    smash: (mail) => mail.ids?.smash ?? sha256(`smash:${seed}:${mail.number}`),
    find,
    findFile: (text) => {
      const number = find('file', text)
      const mail = number === undefined ? undefined : get(Math.floor(number / FILES_MAX))
      return mail === undefined || number === undefined ? undefined : { mail, nth: number % FILES_MAX }
    },
    clear: () => {
      batches.length = 0
      next = 0
      for (const table of [written, fixed, decisions, searches]) table.clear()
    },
  }
}

/** A mail after a decision about it; the states are invented, see the README. */
function decided(mail: Mail, { decision }: Decision): Mail {
  const { hold: _, ...rest } = mail
  return { ...rest, status: decision === 'rejected' ? 'rejected' : 'accepted' }
}
