/** Looks up the hold id of a tracked message. */
import { ActionError, endsRun, failureReason, type Log, phrase } from '../../runtime/sdk/index.ts'
import { heldMessages } from '../held-messages.ts'
import type { Client } from '../index.ts'
import { wireTime } from '../time.ts'
import { type Details, isFields, listAt, receivedAt, type TrackedMail, textAt, timeAt } from './mail.ts'

/**
 * Searched period around the known times of the message. No response contains both ids
 * (docs/vendor/mimecast-mail.md#hold-queue).
 */
const BEFORE = 5 * 60_000
const AFTER = 15 * 60_000
/** Maximum rows compared per recipient, and maximum recipients looked up. */
const ROWS = 500
const RECIPIENTS = 10

/** Looks up hold ids; stops for the rest of the run once the credentials turn out to lack the permission. */
export type HoldLookup = (mail: TrackedMail, details: Details) => Promise<string | undefined>

/**
 * Creates the look-up of one run. A message has a hold id if sender, recipient, subject and time match; of several, the
 * nearest in time is used. A failure becomes a warning and no hold id; only failures that end the run are thrown.
 */
export function holdLookup(client: Client, log: Log): HoldLookup {
  let forbidden = false
  return async (mail, details) => {
    if (forbidden) return undefined
    try {
      return await find(client, mail, details)
    } catch (thrown) {
      if (!(thrown instanceof ActionError) || endsRun(thrown)) throw thrown
      forbidden ||= thrown.code === 'PERMISSION_DENIED'
      const words = { reason: failureReason(thrown) }
      log.warn(
        { code: thrown.code },
        forbidden
          ? phrase(
              'The hold queue could not be read: {reason}. Alerts come without hold ids and attachments.',
              words,
            )
          : phrase('The hold queue could not be read: {reason}.', words),
      )
      return undefined
    }
  }
}

async function find(client: Client, mail: TrackedMail, details: Details): Promise<string | undefined> {
  const times = timesOf(mail, details)
  const [first] = times
  if (first === undefined) return undefined
  const span = { start: Math.min(...times) - BEFORE, end: Math.max(...times) + AFTER }
  const recipients = [...new Set(listAt(mail, 'to').map((person) => textAt(person, 'emailAddress')))].filter(
    Boolean,
  )
  for (const recipient of recipients.slice(0, RECIPIENTS)) {
    const searchBy = { fieldName: 'recipient', value: recipient }
    const item = { admin: true, start: wireTime(span.start), end: wireTime(span.end), searchBy }
    let best: { id: string; distance: number } | undefined
    for await (const row of heldMessages(client, item, ROWS)) {
      if (!isSame(row, mail, recipients)) continue
      const time = timeAt(row, 'dateReceived') ?? first
      const distance = Math.abs(time - first)
      const id = textAt(row, 'id')
      const isInside = time >= span.start && time <= span.end
      if (id && isInside && (best === undefined || distance < best.distance)) best = { id, distance }
    }
    if (best) return best.id
  }
  return undefined
}

/**
 * The known times, that of the queue first. `sent` comes from the sender and may be days off: it is used only if it is the
 * only one.
 */
function timesOf(mail: TrackedMail, details: Details): number[] {
  const times = [
    timeAt(details, 'queueInfo', 'createTime'),
    receivedAt(mail),
    timeAt(details, 'recipientInfo', 'messageInfo', 'processed'),
  ].filter((time) => time !== undefined)
  const sent = timeAt(details, 'recipientInfo', 'messageInfo', 'sent')
  return times.length === 0 && sent !== undefined ? [sent] : times
}

const folded = (value: unknown, ...path: string[]): string =>
  textAt(value, ...path)
    .trim()
    .toLowerCase()

function isSame(row: unknown, mail: TrackedMail, recipients: string[]): boolean {
  if (!isFields(row) || textAt(row, 'subject').trim() !== textAt(mail, 'subject').trim()) return false
  const to = folded(row, 'to', 'emailAddress')
  if (to !== '' && !recipients.some((recipient) => recipient.trim().toLowerCase() === to)) return false
  const envelope = [folded(row, 'from', 'emailAddress'), folded(mail, 'fromEnv', 'emailAddress')]
  const header = [folded(row, 'fromHeader', 'emailAddress'), folded(mail, 'fromHdr', 'emailAddress')]
  const [ours, theirs] = envelope.every(Boolean) ? envelope : header
  return ours !== '' && ours === theirs
}
