/** Records a run: found messages, their results, and what the next run has to do. */
import type { MessageTracking } from '../../actions/tracking/types.gen.ts'
import {
  type ActionError,
  type Alert,
  failureReason,
  failureText,
  type Log,
  phrase,
} from '../../runtime/sdk/index.ts'
import { type Identity, receivedAt, type TrackedMail } from './mail.ts'
import type { Memory } from './memory.ts'
import type { Converted } from './message.ts'
import type { Part } from './search.ts'

type Result = MessageTracking['result']

/** The result of a run. */
export interface Collected extends Pick<Result, 'skipped' | 'failed'> {
  alerts: Alert[]
  /** Number of messages that the searches found. */
  found: number
  /** Of these, messages handled before or copies of one that was; the copies are in `skipped`, too. */
  known: number
}

/** A message that has not been processed yet. */
export interface Fresh {
  mail: TrackedMail
  /** ms */
  received: number
}

/** The record of one run. */
export interface Ledger {
  readonly collected: Collected
  /** Number of new messages that were processed, as Max Messages To Return counts them. */
  readonly taken: number
  /** Number of messages that could be read. */
  readonly read: number
  /** The failure that ended the run early, if any. */
  readonly stopped: ActionError | undefined
  /** Adds a part of the search; returns its new messages. */
  list(part: Part): Fresh[]
  /** Adds the result of a message. Throws its failure in a test run. */
  take(fresh: Fresh, converted: Converted): void
  /** Messages that were found new and are not processed, including failed ones. */
  left(): number
  /** The oldest time that is not processed, ms; `to` when nothing is left in the listed parts. */
  open(to: number): number
  /** Ends the record: throws when nothing could be done for a reason that concerns all messages. */
  close(): void
}

/** What the record needs from the run. */
export interface LedgerOptions {
  memory: Memory
  inputs: MessageTracking['inputs']
  log: Log
  /** The alert of a message whose details cannot be read. */
  bare(fresh: Fresh, reason: string): Alert
}

/** Number of Mimecast failures before the first readable message after which the cause is Mimecast, not the messages. */
const OUTAGE = 5

/** The reason why a message belongs to one that was handled before. */
const JOINED = {
  copy: 'A copy of it came before: Message-ID, sender, subject, time and reason are the same.',
  adopted: 'An alert with its Message-ID came before this version took over.',
}

/** Creates a record. */
export function openLedger({ memory, inputs, log, bare }: LedgerOptions): Ledger {
  const collected: Collected = { alerts: [], skipped: [], failed: [], found: 0, known: 0 }
  const unsettled = new Map<string, number>()
  const suspects: { fresh: Fresh; error: ActionError }[] = []
  let taken = 0
  let read = 0
  let adopted = 0
  let stopped: ActionError | undefined

  function deliver({ mail, received }: Fresh, made: Alert, identity?: Identity): void {
    const id = identity ? memory.ticketFor(identity) : made.id
    collected.alerts.push(id === made.id ? made : { ...made, id })
    unsettled.delete(mail.id)
    memory.alerted(mail, received, id, identity)
  }

  function skip({ id }: TrackedMail, reason: string): void {
    collected.skipped.push({ id, reason })
    unsettled.delete(id)
  }

  function fail(fresh: Fresh, error: ActionError): void {
    const { mail, received } = fresh
    const reason = failureText(error)
    const tries = memory.tried(mail, received)
    const given_up = tries >= inputs.max_tries
    collected.failed.push({ id: mail.id, reason, tries, given_up })
    const words = { id: mail.id, reason: failureReason(error) }
    log.warn(
      { code: error.code, tries },
      phrase('The details of message {id} could not be read: {reason}', words),
    )
    if (given_up) deliver(fresh, bare(fresh, reason))
  }

  /** Once one message was readable, unreadable messages are themselves the cause. */
  function readOne(): void {
    read++
    for (const { fresh, error } of suspects.splice(0)) fail(fresh, error)
  }

  function take(fresh: Fresh, converted: Converted): void {
    const { mail, received } = fresh
    if (converted.kind === 'stopped' || converted.kind === 'failed') {
      const { error } = converted
      if (inputs.test_run) throw error
      if (converted.kind === 'stopped') stopped = error
      else if (read > 0 || error.code !== 'VENDOR_UNAVAILABLE') fail(fresh, error)
      else if (suspects.push({ fresh, error }) >= OUTAGE) stopped = error
      return
    }
    readOne()
    if (converted.kind === 'waiting') {
      skip(mail, converted.reason)
      memory.waits(mail, received)
    } else if (converted.kind === 'known') join(fresh, converted.because)
    else settle(fresh, converted)
  }

  function settle(fresh: Fresh, converted: Extract<Converted, { identity: Identity }>): void {
    const { mail, received } = fresh
    // Checked again: the copy of another recipient may have been processed at the same time.
    const known = memory.known(converted.identity, received)
    if (known) {
      join(fresh, known)
      return
    }
    taken++
    if (converted.kind === 'alert') deliver(fresh, converted.alert, converted.identity)
    else {
      skip(mail, converted.reason)
      memory.keptOut(mail, received, converted.identity)
    }
  }

  /**
   * Messages that are not returned because they were handled before are counted and listed: senders control what makes them
   * look so.
   */
  function join({ mail, received }: Fresh, because: keyof typeof JOINED): void {
    collected.known++
    if (because === 'adopted') adopted++
    skip(mail, JOINED[because])
    memory.joined(mail, received)
  }

  return {
    collected,
    get taken() {
      return taken
    },
    get read() {
      return read
    },
    get stopped() {
      return stopped
    },
    list({ mails, span }) {
      const fresh: Fresh[] = []
      for (const mail of mails) {
        if (unsettled.has(mail.id)) continue
        collected.found++
        if (memory.knows(mail)) {
          collected.known++
          continue
        }
        const received = receivedAt(mail) ?? span.from
        unsettled.set(mail.id, received)
        fresh.push({ mail, received })
      }
      return fresh
    },
    take,
    left: () => unsettled.size,
    open: (to) => unsettled.values().reduce((oldest, received) => Math.min(oldest, received), to),
    close() {
      if (adopted > 0)
        log.warn(
          { count: adopted },
          phrase(
            '{count} with the Message-ID of an alert from before this version took over were not handed out; "skipped" lists them.',
            { count: adopted },
          ),
        )
      stopped ??= suspects.at(-1)?.error
      if (stopped && read === 0 && collected.failed.length === 0) throw stopped
      if (stopped) {
        const reason = failureReason(stopped)
        log.warn(
          { code: stopped.code },
          phrase('The run ended early; the next run continues: {reason}', { reason }),
        )
      }
    },
  }
}
