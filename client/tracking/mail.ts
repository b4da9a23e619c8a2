/** Reads fields of tracked mail, of which every level may be missing. Source: docs/vendor/mimecast-mail.md#message-tracking. */
import { createHash } from 'node:crypto'
import { messageIdOf } from '../message-id.ts'
import { instant } from '../time.ts'

/** Any object of an answer. */
export type Fields = Record<string, unknown>

/** A row of message-finder/search. */
export type TrackedMail = Fields & { id: string }

/** `data[0]` of get-message-info. */
export type Details = Fields

/** The value behind a path of keys; undefined when any level is missing or no object. */
export function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((level, key) => (isFields(level) ? level[key] : undefined), value)
}

/** Tells an object from a list, null and plain values. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Text behind a path; empty when there is none. */
export function textAt(value: unknown, ...path: string[]): string {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : ''
}

/** A list behind a path; empty when there is none. */
export function listAt(value: unknown, ...path: string[]): unknown[] {
  const found = at(value, ...path)
  return Array.isArray(found) ? found : []
}

/** Milliseconds of a time behind a path; 1970, which stands for "not yet", is none. */
export function timeAt(value: unknown, ...path: string[]): number | undefined {
  const ms = instant(textAt(value, ...path))
  return ms > 86_400_000 ? ms : undefined
}

/** When a message was received; undefined where Mimecast does not tell. */
export const receivedAt = (mail: TrackedMail): number | undefined =>
  timeAt(mail, 'received') ?? timeAt(mail, 'sent')

/** The status in small letters. */
export const statusOf = (mail: TrackedMail): string => textAt(mail, 'status').trim().toLowerCase()

/** Name of the definition that holds the message. */
export const reasonOf = (details: Details): string => textAt(details, 'queueInfo', 'reason')

/** Risk of the spam scan's verdict in small letters; empty where there is none, as on most held mail. */
export const riskOf = (details: Details): string =>
  textAt(details, 'spamInfo', 'spamProcessingDetail', 'verdict', 'risk').trim().toLowerCase()

/** Detail of the queue in words. */
export const queueDetailOf = (details: Details): string =>
  textAt(details, 'recipientInfo', 'txInfo', 'queueDetailStatus')

/** By what a message is known. */
export interface Identity {
  /** The alert's id: the Message-ID, else the id in the queue, else the tracking id. */
  ticket: string
  /** Ids that Mimecast gave, for an alert whose Message-ID another mail had before. */
  others: string[]
  /** What all copies of one mail share. */
  mail: string
  /** Why it is held; empty where it is not. */
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

/** Namespace of the UUIDs, made for this purpose once. */
const NAMESPACE = Buffer.from('b1f5e5c26d4f4a0f9d5c3c0a8e7d2f61', 'hex')

/** The UUID (version 5) of an identity: the same whenever the alert comes. */
export function uuidOf(identity: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(identity).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
