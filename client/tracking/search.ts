/** Searches all tracked messages of a time span in parts, oldest part first. */
import { inOrder, type Log, phrase, type TimeWindow } from '../../runtime/sdk/index.ts'
import type { Client } from '../index.ts'
import { wireTime } from '../time.ts'
import { searchMessages } from '../tracking.ts'
import { isFields, receivedAt, type TrackedMail } from './mail.ts'
import type { Settings } from './settings.ts'

/** From and to, both inclusive, on whole seconds. Source: docs/vendor/mimecast-mail.md#message-tracking. */
export type Span = TimeWindow

/** A part of the searched span with all messages found in it, oldest first. */
export interface Part {
  span: Span
  mails: TrackedMail[]
}

const SECOND = 1000
/** No source gives the maximum number of rows in a response; a multiple of this number suggests truncation. */
const ROUND = 50

/**
 * Searches every domain as recipient and as sender. A span with more than `most` messages in one search, or with a search
 * that appears truncated, is halved, so that newer messages are not read before there is room for them.
 */
export async function* searchSpan(
  client: Client,
  settings: Settings,
  span: Span,
  { most, concurrency, log }: { most: number; concurrency: number; log: Log },
): AsyncGenerator<Part, void, undefined> {
  const queries = settings.domains.flatMap((domain) => [{ to: domain }, { from: domain }])
  const pending = [span]
  for (let part = pending.pop(); part; part = pending.pop()) {
    const { from, to } = part
    const whole = to - from <= SECOND
    const limit = whole ? undefined : most
    const found: Listed[] = []
    const search = (options: object): Promise<Listed> =>
      list(client, itemOf(settings, part as Span, options), limit)
    for await (const listed of inOrder(queries, () => concurrency, search)) found.push(listed)
    if (!whole && found.some(({ complete }) => !complete)) {
      const middle = Math.floor((from + to) / 2 / SECOND) * SECOND
      // The middle belongs to both halves, so that no fraction of a second is lost; duplicates count once.
      pending.push({ from: middle, to }, { from, to: middle })
      continue
    }
    if (found.some(({ complete }) => !complete)) {
      const at = wireTime(from)
      log.warn({ at }, phrase('Mimecast may have left out messages received at {at}.', { at }))
    }
    yield { span: part, mails: inTime(found.flatMap(({ mails }) => mails)) }
  }
}

interface Listed {
  mails: TrackedMail[]
  complete: boolean
}

function itemOf({ statuses, routes }: Settings, { from, to }: Span, options: object): object {
  return {
    start: wireTime(from),
    end: wireTime(to),
    ...(statuses.length > 0 && { status: statuses }),
    ...(routes.length > 0 && { route: routes }),
    advancedTrackAndTraceOptions: options,
  }
}

async function list(client: Client, item: object, most: number | undefined): Promise<Listed> {
  const mails: TrackedMail[] = []
  for await (const row of searchMessages(client, item, most === undefined ? undefined : most + 1)) {
    if (isMail(row)) mails.push(row)
  }
  const isRound = mails.length > 0 && mails.length % ROUND === 0
  return { mails, complete: !isRound && (most === undefined || mails.length <= most) }
}

const isMail = (row: unknown): row is TrackedMail =>
  isFields(row) && typeof row.id === 'string' && row.id !== ''

/** Removes duplicates and sorts by time of arrival; messages of the same time keep their order. */
function inTime(mails: TrackedMail[]): TrackedMail[] {
  const once = new Map(mails.map((mail) => [mail.id, mail]))
  const timed = [...once.values()].map((mail) => ({ mail, at: receivedAt(mail) ?? 0 }))
  return timed.sort((a, b) => a.at - b.at).map(({ mail }) => mail)
}
