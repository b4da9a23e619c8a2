/**
 * Releases and rejects held mail by hold id, and by tracking id on API 1.0.
 *
 * Sources: docs/vendor/mimecast-mail.md#decisions-by-hold-id, docs/vendor/mimecast-mail.md#decisions-by-tracking-id.
 */
import { ActionError, phrase } from '../runtime/sdk/index.ts'
import type { Client } from './index.ts'

/** The result for one message. */
export interface Decided {
  id: string
  done: boolean
  /** The reason of a failure. Undefined when Mimecast returned only "false", or nothing about the message. */
  error?: ActionError
}

/** The fields that accompany a rejection, as hold-reject names them. */
export interface Rejection {
  notify: boolean
  message?: string
  reasonType?: string
}

/** Ids per request. Documented for hold-release; no source gives a maximum for hold-reject. */
const CHUNK = 25

/** Delivers held mail to its recipients and returns a result for each id. Throws when the first request fails as a whole. */
export async function releaseHeld(client: Client, ids: readonly string[]): Promise<Decided[]> {
  const items = ids.map((id) => ({ id }))
  const path = '/api/gateway/hold-release'
  const answers = await client.many<Row | null>(path, items, { chunk: CHUNK })
  return answers.map((answer, index): Decided => {
    const id = ids[index] ?? ''
    if (answer.ok) return { id, done: answer.value?.release === true }
    return isUnanswered(answer.error) ? { id, done: false } : { id, done: false, error: answer.error }
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
  return inTurn(ids, CHUNK, async (part) => {
    try {
      const item = { ids: part, ...details }
      const { data } = await client.call<Row | null>('/api/gateway/hold-reject', { data: [item] })
      return part.map((id, index) => ({ id, done: rowOf(data, id, index, part)?.reject === true }))
    } catch (thrown) {
      throw part.length > 1 ? inDoubt(thrown, part.length) : thrown
    }
  })
}

/** The row of an id; otherwise the row at its position, if there is one row per id and it names none of the others. */
function rowOf(rows: (Row | null)[], id: string, index: number, ids: string[]): Row | null | undefined {
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

/** Decides one message per request, because Mimecast documents no more. Throws when the first request fails. */
export async function eachAlone(
  ids: readonly string[],
  decide: (id: string) => Promise<unknown>,
): Promise<Decided[]> {
  return inTurn(ids, 1, async ([id = '']) => {
    await decide(id)
    return [{ id, done: true }]
  })
}

/**
 * Sends parts one after another. A refusal by Mimecast concerns only its part; any other failure prevents the remaining
 * parts from being sent. A failure of the first part is thrown if that part is the only one or the failure is not a refusal.
 */
async function inTurn(
  ids: readonly string[],
  size: number,
  decide: (part: string[]) => Promise<Decided[]>,
): Promise<Decided[]> {
  const decided: Decided[] = []
  let stopped: ActionError | undefined
  for (let start = 0; start < ids.length; start += size) {
    const part = ids.slice(start, start + size)
    try {
      decided.push(
        ...(stopped ? part.map((id) => ({ id, done: false, error: NOT_SENT })) : await decide(part)),
      )
    } catch (thrown) {
      const isRefusal = thrown instanceof ActionError && thrown.code === 'VENDOR_REJECTED'
      if (!(thrown instanceof ActionError) || ids.length <= size || (start === 0 && !isRefusal)) throw thrown
      if (!isRefusal) stopped = thrown
      decided.push(...part.map((id) => ({ id, done: false, error: thrown })))
    }
  }
  return decided
}

const NOT_SENT = new ActionError(
  'CANCELLED',
  { reason: phrase('it was not sent, because an earlier one failed') },
  { unsent: true },
)
