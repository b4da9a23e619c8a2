/**
 * Recognizes mail that was handled before, whatever its tracking id.
 *
 * A sender chooses the Message-ID, so equal Message-IDs alone do not make one mail a copy of another: envelope, header,
 * subject, time and hold reason must be the same, too.
 */
import { digest } from '../../runtime/sdk/index.ts'
import type { Fields, Identity } from './mail.ts'

/** The identities of handled mail. Times are ms. */
export interface Identities {
  /**
   * The reason why a message counts as handled: it is a copy of one that became an alert, or was received before this
   * version took over from one that stored only ids. Undefined when it is new.
   */
  known(identity: Identity, received: number): 'copy' | 'adopted' | undefined
  /** The id of its alert: its own, unless the alert of another mail has it. */
  ticketFor(identity: Identity): string
  /** Records that a message became the alert `ticket`. Its copies are recognized from now on. */
  alerted(identity: Identity, ticket: string, received: number): void
  /** Records that a message became the alert `ticket` although its details are unknown. Its copies count as new. */
  alertedBare(ticket: string, received: number): void
  /** Records that a message was excluded. Its copies count as new, and one of them may become the alert. */
  keptOut(ticket: string, received: number): void
  /** Our part of the state for the next run. */
  write(): Fields
}

/** Ids kept in the reference system's own list; the maximum number of marks is this number times the marks per message. */
const IDS = 1000
const MARKS = 3

/** Identities in the state of the previous run. */
export interface KeptIdentities {
  /** The list of the reference system. */
  ids: string[]
  /** Marks of handled mail, with the time of arrival. */
  marks: [string, number][]
  /** Ids that came from another program or an older version, with the time when they were first seen here. */
  adopted: [string, number][]
}

/** Loads the identities of the previous run. Ids in its list that are not ours are adopted `now`. */
export function openIdentities(kept: KeptIdentities, now: number): Identities {
  const { ids } = kept
  const known = new Set(ids)
  const marks = new Map(kept.marks)
  const adopted = new Map(kept.adopted)
  for (const id of ids) {
    const isKnown = marks.has(ticketMark(id)) || marks.has(keptOutMark(id)) || adopted.has(digest(id))
    if (!isKnown) adopted.set(digest(id), now)
  }

  const mark = (key: string, received: number): void => {
    marks.delete(key)
    marks.set(key, received)
  }
  const isTaken = (ticket: string): boolean => marks.has(ticketMark(ticket)) || adopted.has(digest(ticket))

  const list = (ticket: string): void => {
    if (!known.has(ticket)) ids.push(ticket)
    known.add(ticket)
  }
  const alertedBare = (ticket: string, received: number): void => {
    list(ticket)
    mark(ticketMark(ticket), received)
  }

  return {
    known(identity, received) {
      if (marks.has(lookUp(identity))) return 'copy'
      const since = adopted.get(digest(identity.ticket))
      return since !== undefined && received <= since ? 'adopted' : undefined
    },
    ticketFor: ({ ticket, others }) => {
      const free = [ticket, ...others].find((id) => !isTaken(id))
      return free ?? others.at(-1) ?? ticket
    },
    alerted(identity, ticket, received) {
      alertedBare(ticket, received)
      mark(mailMark(identity), received)
      if (identity.reason !== '') mark(heldMark(identity), received)
    },
    alertedBare,
    keptOut(ticket, received) {
      list(ticket)
      mark(keptOutMark(ticket), received)
    },
    write() {
      const listed = ids.slice(-IDS)
      const still = new Set(listed.map(digest))
      const left = [...adopted].filter(([key]) => still.has(key))
      return {
        ids: listed,
        marks: Object.fromEntries([...marks].slice(-IDS * MARKS)),
        adopted: Object.fromEntries(left),
      }
    },
  }
}

const ticketMark = (ticket: string): string => digest(`ticket ${ticket}`)
const keptOutMark = (ticket: string): string => digest(`kept out ${ticket}`)
const mailMark = ({ mail }: Identity): string => digest(`mail ${mail}`)
const heldMark = ({ mail, reason }: Identity): string => digest(`held ${reason} ${mail}`)

/** A message that is not held (any more) is a copy whatever the reason for which the other one was held. */
const lookUp = (identity: Identity): string =>
  identity.reason === '' ? mailMark(identity) : heldMark(identity)
