/** Reads fields of tracked mail, of which every level may be missing. */

import { instant } from '../../runtime/sdk/index.ts'
import { messageIdOf } from '../message-id.ts'

/** Any object of a response. Source: docs/vendor/mimecast-mail.md#message-tracking. */
export type Fields = Record<string, unknown>

/** A row of message-finder/search. */
export type TrackedMail = Fields & { id: string }

/** `data[0]` of get-message-info. */
export type Details = Fields

/** The value at a path of keys; undefined when any level is missing or not an object. */
export function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((level, key) => (isFields(level) ? level[key] : undefined), value)
}

/** Distinguishes an object from a list, null and plain values. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Text at a path; empty when there is none. */
export function textAt(value: unknown, ...path: string[]): string {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : ''
}

/** A list at a path; empty when there is none. */
export function listAt(value: unknown, ...path: string[]): unknown[] {
  const found = at(value, ...path)
  return Array.isArray(found) ? found : []
}

/** Milliseconds of a time at a path; undefined for 1970, which means "not yet". */
export function timeAt(value: unknown, ...path: string[]): number | undefined {
  const ms = instant(textAt(value, ...path))
  return ms > 86_400_000 ? ms : undefined
}

/** The time when a message was received; undefined if Mimecast does not report it. */
export const receivedAt = (mail: TrackedMail): number | undefined =>
  timeAt(mail, 'received') ?? timeAt(mail, 'sent')

/** The status in lower case. */
export const statusOf = (mail: TrackedMail): string => textAt(mail, 'status').trim().toLowerCase()

/** Name of the definition that caused the hold. */
export const reasonOf = (details: Details): string => textAt(details, 'queueInfo', 'reason')

/** Risk of the spam scan's verdict in lower case; empty if there is none, as on most held mail. */
export const riskOf = (details: Details): string =>
  textAt(details, 'spamInfo', 'spamProcessingDetail', 'verdict', 'risk').trim().toLowerCase()

/** Readable detail of the queue. */
export const queueDetailOf = (details: Details): string =>
  textAt(details, 'recipientInfo', 'txInfo', 'queueDetailStatus')

/** The values that identify a message. */
export interface Identity {
  /** The alert's id: the Message-ID, otherwise the id in the queue, otherwise the tracking id. */
  ticket: string
  /** Ids assigned by Mimecast, for an alert whose Message-ID another mail had before. */
  others: string[]
  /** The values that all copies of one mail share. */
  mail: string
  /** The reason of the hold; empty if the message is not held. */
  reason: string
}

/** Reads the identity of a message. */
export function identityOf(mail: TrackedMail, details: Details): Identity {
  const message = at(details, 'recipientInfo', 'messageInfo')
  const messageId = messageIdOf(at(message, 'transmissionInfo')) ?? ''
  const queue = textAt(details, 'queueInfo', 'id')
  const ticket = messageId || queue || mail.id
  const parties = ['fromEnv', 'fromHdr'].map((side) =>
    textAt(mail, side, 'emailAddress').trim().toLowerCase(),
  )
  const facts = [ticket, ...parties, textAt(mail, 'subject').trim(), textAt(message, 'sent')]
  return {
    ticket,
    others: [queue, mail.id].filter((id) => id !== '' && id !== ticket),
    mail: JSON.stringify(facts),
    reason: reasonOf(details),
  }
}
