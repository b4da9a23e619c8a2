/** Finds the hold id of a tracked message by reading, never by guessing. */
import { ActionError, instant, phrase, type Word } from '../runtime/sdk/index.ts'
import { type HeldMessage, heldMessages } from './held-messages.ts'
import type { Client } from './index.ts'
import { wireTime } from './time.ts'
import { messageInfo } from './tracking.ts'
import { refused } from './vendor.ts'

/** Fields that queue and mail share; every level may be missing. Source: docs/vendor/mimecast-mail.md#hold-queue. */
interface Facts {
  fromEnvelope?: string | null
  fromHeader?: string | null
  to?: string | string[] | null
  subject?: string | null
  createTime?: string | null
  processed?: string | null
  sent?: string | null
}

interface MessageInfo {
  status?: string | null
  queueInfo?: Facts | null
  recipientInfo?: { messageInfo?: Facts | null } | null
}

/** Searched period around the time when it was held. */
const BEFORE = 5 * 60_000
const AFTER = 15 * 60_000

/**
 * The hold ids of tracked messages, in their order. Throws VENDOR_REJECTED, naming each id for which not exactly one held
 * message has the same envelope sender, recipient, subject and time: a write needs certainty.
 */
export async function holdIdsOf(client: Client, trackingIds: readonly string[]): Promise<string[]> {
  const found: string[] = []
  const problems: Word[] = []
  for (const id of trackingIds) {
    try {
      found.push(await holdIdOf(client, id))
    } catch (thrown) {
      if (!(thrown instanceof ActionError) || thrown.code !== 'VENDOR_REJECTED') throw named(thrown)
      problems.push(phrase('{id}: {reason}', { id, reason: thrown.words.reason ?? '' }))
    }
  }
  if (problems.length > 0) {
    const list = problems.reduce((first, next) => phrase('{first}; {next}', { first, next }))
    throw refused(phrase('no hold id for the tracking id {list}', { list }))
  }
  return found
}

async function holdIdOf(client: Client, id: string): Promise<string> {
  const info = await messageInfo<MessageInfo>(client, { id })
  if (!info.queueInfo) {
    const status = info.status ?? phrase('unknown')
    throw refused(phrase('the message is not held (status {status})', { status }))
  }
  const mail = info.recipientInfo?.messageInfo ?? {}
  const wanted = { ...known(mail), ...known(info.queueInfo) }
  const time = [wanted.createTime, wanted.processed, wanted.sent]
    .map((text) => instant(text ?? ''))
    .find(isTime)
  const to = [wanted.to ?? []].flat().map(folded)
  if (time === undefined || to.length === 0)
    throw refused(phrase('Mimecast did not return the hold time or the recipients'))
  const span = { start: wireTime(time - BEFORE), end: wireTime(time + AFTER) }
  const matches: string[] = []
  for await (const row of heldMessages(client, { admin: true, ...span })) {
    if (isSame(row, wanted, to)) matches.push(row.id ?? '')
  }
  const [match] = matches
  if (match === undefined) throw refused(phrase('no message in the hold queue matches'))
  if (matches.length > 1)
    throw refused(
      phrase('{count} messages in the hold queue are the same; give the hold id', { count: matches.length }),
    )
  return match
}

/** Fields that are present. */
const known = (facts: Facts): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null && value !== ''))

/** Times of 1970 mean "not yet". */
const isTime = (ms: number): boolean => ms > 86_400_000

const folded = (address: unknown): string => (typeof address === 'string' ? address.trim().toLowerCase() : '')

function isSame(row: HeldMessage, wanted: Facts, to: string[]): boolean {
  // Mimecast omits the envelope sender from some responses.
  const [sender, person] = wanted.fromEnvelope
    ? [folded(wanted.fromEnvelope), row.from]
    : [folded(wanted.fromHeader), row.fromHeader]
  return (
    sender !== '' &&
    folded(person?.emailAddress) === sender &&
    to.includes(folded(row.to?.emailAddress)) &&
    (row.subject ?? '') === (wanted.subject ?? '')
  )
}

/** The action's own permission does not cover the search for the id. */
function named(thrown: unknown): unknown {
  if (!(thrown instanceof ActionError) || thrown.code !== 'PERMISSION_DENIED') return thrown
  const needs = 'Gateway | Tracking | Read and Account | Dashboard | Read'
  const words = { reason: thrown.words.reason ?? '', needs }
  const reason = phrase('{reason} (looking up a tracking id needs {needs})', words)
  return new ActionError(thrown.code, { ...thrown.words, reason }, thrown.facts)
}
