/** Endpoints of Threat Remediation (docs/vendor/mimecast-operations.md#remediation). */
import type { FindRemediationIncidents } from '../actions/remediation/types.gen.ts'
import { ActionError, type ItemResult, timeWindow, utcSeconds } from '../runtime/sdk/index.ts'
import type { Client } from './index.ts'

/** An incident; every field may be missing. */
export type Incident = FindRemediationIncidents['wire']

/** What identifies the messages of an incident. */
export type Criterion =
  | { by: 'message_id'; ids: readonly string[] }
  | { by: 'hash'; hash: string }
  | { by: 'url'; url: string }

/** The window of a request in the form that remediation documents. */
export interface Window {
  start: string
  end: string
}

const MONTH = 30 * 86_400_000

/** The window between two times; 30 days long without a start, because the default of Mimecast is documented in two ways. */
export function remediationWindow(start: string | undefined, end: string | undefined): Window {
  const { from, to } = timeWindow(start, end, { length: MONTH })
  return { start: `${utcSeconds(from)}+00:00`, end: `${utcSeconds(to)}+00:00` }
}

/** Creates an incident: Mimecast removes the messages. Several Message-IDs need the second version of the call. */
export function createIncident(
  client: Client,
  criterion: Criterion,
  { reason, window }: { reason: string; window: Window },
): Promise<Incident> {
  const item = { reason, ...window, ...searchOf(criterion) }
  return client.one<Incident>(
    'messageIds' in item ? '/api/ttp/remediation/v2/create' : '/api/ttp/remediation/create',
    item,
  )
}

function searchOf(criterion: Criterion): object {
  if (criterion.by === 'hash') return { searchBy: 'hash', hashOrMessageId: criterion.hash }
  if (criterion.by === 'url') return { searchBy: 'url', url: criterion.url }
  const ids = criterion.ids.map(bracketed)
  return ids.length > 1
    ? { searchBy: 'message_ids', messageIds: ids }
    : { searchBy: 'messageId', hashOrMessageId: ids[0] }
}

/** A Message-ID with its angle brackets. */
const bracketed = (id: string): string => `<${id.trim().replace(/^</, '').replace(/>$/, '')}>`

/** The incident with an id. */
export const incident = (client: Client, id: string) =>
  client.one<Incident>('/api/ttp/remediation/get-incident', { id })

/** Incidents that were created in a window. */
export const incidents = (client: Client, item: Window & { searchBy?: object; filterBy?: object[] }) =>
  client.list<Incident>('/api/ttp/remediation/find-incidents', item, { rows: 'incidents' })

/** Hashes per request: the number that Mimecast recommends. */
export const HASHES = 20

/** Whether files were seen, in the order of their hashes; undefined for a hash that was not processed. */
export async function searchHashes(
  client: Client,
  hashes: readonly string[],
): Promise<ItemResult<string, boolean | undefined>[]> {
  interface Answer {
    hashStatus?: ({ hash?: string; detected?: boolean } | null)[]
  }
  const { hashStatus = [] } = await client.one<Answer>('/api/ttp/remediation/search-hash', { hashes })
  const seen = new Map(hashStatus.map((row) => [row?.hash?.toLowerCase(), row?.detected]))
  return hashes.map((item) => ({ item, ok: true, value: seen.get(item.toLowerCase()) }))
}

/** Incidents per request: the documented maximum. */
const INCIDENTS = 25

/** Incidents by their ids, in their order. A refusal of a request with several ids does not say which, so each is asked alone. */
export async function* incidentsById(
  client: Client,
  ids: readonly string[],
): AsyncGenerator<ItemResult<string, Incident>, void, undefined> {
  for (let index = 0; index < ids.length; index += INCIDENTS) {
    yield* await askIncidents(client, ids.slice(index, index + INCIDENTS))
  }
}

async function askIncidents(client: Client, ids: readonly string[]): Promise<ItemResult<string, Incident>[]> {
  const items = ids.map((id) => ({ id }))
  try {
    const answers = await client.many<Incident>('/api/ttp/remediation/get-incident', items, { read: true })
    return answers.map((answer, index) => ({ ...answer, item: ids[index] ?? '' }))
  } catch (thrown) {
    if (!(thrown instanceof ActionError) || thrown.code !== 'VENDOR_REJECTED') throw thrown
    if (ids.length === 1) return [{ item: ids[0] ?? '', ok: false, error: thrown }]
    const results: ItemResult<string, Incident>[] = []
    for (const id of ids) results.push(...(await askIncidents(client, [id])))
    return results
  }
}
