/**
 * Endpoints of the hold queue: the list, decisions by hold id, and files.
 *
 * Source: docs/vendor/mimecast-mail.md#decisions-by-hold-id.
 */
import type {
  GetHeldMessageDetail,
  GetHoldMessageList,
  GetHoldSummary,
  ListHeldReleaseLogs,
} from '../actions/held-messages/types.gen.ts'
import { ActionError, chunks, type ItemResult, phrase } from '../runtime/sdk/index.ts'
import type { Client } from './index.ts'

/** The fields that accompany a rejection, as hold-reject names them. */
export interface Rejection {
  notify: boolean
  message?: string
  reasonType?: string
}

/** Ids per request. Documented for hold-release; no source gives a maximum for hold-reject. */
const CHUNK = 25

/**
 * The result for one message: the value is false when Mimecast returned only "false", or nothing about the message. It is
 * probably not held any more.
 */
export type Decided = ItemResult<string, boolean>

/** What a row says about a message that Mimecast did not decide without giving a reason. */
export const UNEXPLAINED = 'Mimecast did not do it; the message is probably not held any more'

/** Delivers held mail to its recipients and returns a result for each id. Throws when the first request fails as a whole. */
export async function releaseHeld(client: Client, ids: readonly string[]): Promise<Decided[]> {
  const items = ids.map((id) => ({ id }))
  const path = '/api/gateway/hold-release'
  const answers = await client.many<Row | null>(path, items, { chunk: CHUNK })
  return answers.map((answer, index): Decided => {
    const item = ids[index] ?? ''
    if (answer.ok) return { item, ok: true, value: answer.value?.release === true }
    return isUnanswered(answer.error)
      ? { item, ok: true, value: false }
      : { item, ok: false, error: answer.error }
  })
}

/** What Mimecast returns about one message. */
interface Row {
  id?: string
  release?: unknown
  reject?: unknown
}

/** An item without a row beside HTTP 200 and without a refusal was not changed, like `release: false`. */
const isUnanswered = ({ code, facts }: ActionError): boolean =>
  code === 'OUTCOME_UNKNOWN' && (facts.vendor?.status ?? 500) < 300

/** Rejects held mail and returns a result for each id. Throws when the first request fails as a whole. */
export async function rejectHeld(
  client: Client,
  ids: readonly string[],
  details: Rejection,
): Promise<Decided[]> {
  return chunks(ids, CHUNK, async (part) => {
    try {
      const item = { ids: part, ...details }
      const { data } = await client.call<Row | null>('/api/gateway/hold-reject', { data: [item] })
      return part.map((item, index): Decided => {
        const value = rowOf(data, item, index, part)?.reject === true
        return { item, ok: true, value }
      })
    } catch (thrown) {
      throw part.length > 1 ? inDoubt(thrown, part.length) : thrown
    }
  })
}

/** The row of an id; otherwise the row at its position, if there is one row per id and it names no other id. */
function rowOf(
  rows: (Row | null)[],
  id: string,
  index: number,
  ids: readonly string[],
): Row | null | undefined {
  const named = rows.find((row) => row?.id === id)
  if (named || rows.length !== ids.length) return named
  const row = rows[index]
  // Success of one message does not prove success of another.
  return row?.id !== undefined && ids.includes(row.id) ? undefined : row
}

/** A refusal beside HTTP 200 does not report how far a request with several ids was processed. */
function inDoubt(thrown: unknown, count: number): unknown {
  if (!(thrown instanceof ActionError) || thrown.code !== 'VENDOR_REJECTED') return thrown
  if ((thrown.facts.vendor?.status ?? 500) >= 300) return thrown
  const words = { reason: thrown.words.reason ?? '', count }
  const reason = phrase('{reason}; which of the {count} messages were rejected, it does not say', words)
  return new ActionError('OUTCOME_UNKNOWN', { host: 'Mimecast', reason }, thrown.facts)
}

/** A row of the hold queue; every field may be missing (docs/vendor/mimecast-mail.md#hold-queue). */
export type HeldMessage = GetHoldMessageList['wire']

/** One criterion: Mimecast's name of the field, and the value. */
export interface Criterion {
  fieldName: string | undefined
  value: string | undefined
}

/** The hold queue within a window, in Mimecast's order; it searches by one criterion at most. */
export const heldMessages = (
  client: Client,
  item: { admin: boolean; start: string; end: string; searchBy?: Criterion },
  limit?: number,
) => client.list<HeldMessage>('/api/gateway/get-hold-message-list', item, { limit })

/** The details of a held message, which name its files; undefined if Mimecast returns none. */
export const heldDetail = (client: Client, id: string, more: { context?: string } = {}) =>
  client.one<GetHeldMessageDetail['wire']>(
    '/api/gateway/message/get-message-detail',
    { id, ...more },
    { optional: true },
  )

/** A file of a held message, whole. */
export const heldFile = (client: Client, id: string, maxBytes: number) =>
  client.download('/api/gateway/message/get-file', { id }, { max_bytes: maxBytes })

/** The number of held messages by what holds them. */
export const holdSummary = (client: Client) =>
  client.call<GetHoldSummary['wire']>('/api/gateway/get-hold-summary-list', { data: [] })

/** A decision about a held message, from the log. */
export type ReleaseLog = ListHeldReleaseLogs['wire']

/** Decisions about held messages in a window. */
export const releaseLogs = (
  client: Client,
  item: { start: string; end: string; searchBy?: Criterion; filterBy?: readonly Criterion[] },
  limit?: number,
) => client.list<ReleaseLog>('/api/gateway/get-held-release-logs', item, { rows: 'heldReleaseLogs', limit })
