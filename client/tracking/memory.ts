/**
 * The checkpoint that one run stores for the next.
 *
 * `ids` and `timestamp` are those of the reference system, so that a connector can be migrated in both directions;
 * everything else is our own.
 */
import {
  checkpointEntries,
  checkpointTime,
  digest,
  foreignState,
  isTime,
  phrase,
  readCheckpoint,
} from '../../runtime/sdk/index.ts'
import { type Identities, openIdentities } from './identities.ts'
import { type Fields, type Identity, statusOf, type TrackedMail } from './mail.ts'

/** The checkpoint while a run uses it. */
export interface Memory {
  /** Start of the search, ms; undefined before the first run. */
  from: number | undefined
  /** False when `from` is the reference system's timestamp, which is the newest message and not a start time. */
  isOurs: boolean
  /** Whether a message was handled before, or was excluded and still has the same state. */
  knows(mail: TrackedMail): boolean
  /** The reason why a message counts as handled although its tracking id is new; undefined when it does not. */
  known(identity: Identity, received: number): ReturnType<Identities['known']>
  /** The id of a message's alert. */
  ticketFor: Identities['ticketFor']
  /** Records that a message became the alert `ticket`; `received` in ms. Without an identity its copies count as new. */
  alerted(mail: TrackedMail, received: number, ticket: string, identity?: Identity): void
  /** Records that a message was permanently excluded. */
  keptOut(mail: TrackedMail, received: number, identity: Identity): void
  /** Records that a message belongs to one that was handled. */
  joined(mail: TrackedMail, received: number): void
  /** Records that a message is excluded as long as its status stays the same. */
  waits(mail: TrackedMail, received: number): void
  /** Records one more run that could not read a message; returns the number of such runs. */
  tried(mail: TrackedMail, received: number): number
  /** The state for the next run, which searches from `next`, ms. */
  write(next: number): Fields
}

/** Copies of a mail that an older version handled arrive within this time, ms. */
const COPIES = 3_600_000
/** Version of our part of the state. */
const VERSION = 1

/**
 * Reads the state of the previous run; null means none. Keys that are not ours are kept.
 *
 * @throws ActionError REQUEST_INVALID when it is not a state of this connector
 */
export function readMemory(state: unknown): Memory {
  const fields = readCheckpoint(state, VERSION)
  const kept = {
    ids: listOf(fields.ids),
    marks: checkpointEntries(fields, 'marks', isTime),
    adopted: checkpointEntries(fields, 'adopted', isTime),
  }
  const identities = openIdentities(kept, Date.now())
  const seen = new Map(checkpointEntries(fields, 'seen', isTime))
  const tries = new Map(checkpointEntries(fields, 'tries', isTry))
  const from = checkpointTime(fields, 'from')
  let timestamp = checkpointTime(fields, 'timestamp')

  const see = (key: string, received: number): void => {
    seen.set(key, Math.max(received, seen.get(key) ?? 0))
  }
  const settle = (mail: TrackedMail, received: number): void => {
    timestamp = Math.max(received, timestamp ?? received)
    see(mailKey(mail), received)
    tries.delete(mailKey(mail))
  }
  return {
    from: from ?? timestamp,
    isOurs: from !== undefined,
    knows: (mail) => seen.has(mailKey(mail)) || seen.has(stateKey(mail)),
    known(identity, received) {
      const before = seen.get(formerKey(identity.ticket))
      if (before !== undefined && Math.abs(before - received) <= COPIES) return 'adopted'
      return identities.known(identity, received)
    },
    ticketFor: identities.ticketFor,
    alerted(mail, received, ticket, identity) {
      settle(mail, received)
      if (identity) identities.alerted(identity, ticket, received)
      else identities.alertedBare(ticket, received)
    },
    keptOut(mail, received, { ticket }) {
      settle(mail, received)
      identities.keptOut(ticket, received)
    },
    joined(mail, received) {
      see(mailKey(mail), received)
      tries.delete(mailKey(mail))
    },
    waits(mail, received) {
      see(stateKey(mail), received)
      tries.delete(mailKey(mail))
    },
    tried(mail, received) {
      const [count = 0] = tries.get(mailKey(mail)) ?? []
      tries.set(mailKey(mail), [count + 1, received])
      return count + 1
    },
    write(next) {
      return {
        ...fields,
        version: VERSION,
        ...identities.write(),
        ...(timestamp !== undefined && { timestamp }),
        from: next,
        // Messages received before the next search begins cannot be found again.
        seen: Object.fromEntries([...seen].filter(([, received]) => received >= next)),
        tries: Object.fromEntries([...tries].filter(([, [, received]]) => received >= next)),
      }
    },
  }
}

const mailKey = (mail: TrackedMail): string => digest(`mail ${mail.id}`)
const stateKey = (mail: TrackedMail): string => digest(`${statusOf(mail)} ${mail.id}`)
/** The key under which older versions stored the Message-ID of handled mail. */
const formerKey = (ticket: string): string => digest(`identity ${ticket}`)

const isTry = (value: unknown): value is [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every(isTime)

/** A list, or the JSON text of one as the platform's store holds it. */
function listOf(given: unknown): string[] {
  if (given === undefined || given === null || given === '') return []
  const value = typeof given === 'string' ? parsed(given) : given
  if (!Array.isArray(value)) throw foreignState(phrase('"ids" must be a list'))
  // The reference system stores null for mail that has none of its ids.
  return value.filter((id) => id !== null).map(String)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
