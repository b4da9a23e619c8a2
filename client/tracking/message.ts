/** Processes one tracked message: its row becomes an alert or a reason for none. */
import { type ActionError, type Alert, endsRun, toActionError } from '../../runtime/sdk/index.ts'
import type { Client } from '../index.ts'
import { messageInfo } from '../tracking.ts'
import { type AlertParts, buildAlert } from './alert.ts'
import type { FetchFiles } from './files.ts'
import { refusedByFilter, refusedByReason } from './filters.ts'
import type { HoldLookup } from './hold.ts'
import { type Details, type Identity, identityOf, statusOf, type TrackedMail } from './mail.ts'
import type { Memory } from './memory.ts'
import type { Settings } from './settings.ts'

/** The result for one message. */
export type Converted =
  | { kind: 'alert'; identity: Identity; alert: Alert }
  /** Permanently excluded. */
  | { kind: 'filtered'; identity: Identity; reason: string }
  /** Excluded as long as its status stays the same. */
  | { kind: 'waiting'; reason: string }
  /** Handled before under another tracking id. */
  | { kind: 'known'; because: NonNullable<ReturnType<Memory['known']>> }
  /** May be readable in the next run. */
  | { kind: 'failed'; error: ActionError }
  /** No other message would succeed. */
  | { kind: 'stopped'; error: ActionError }

/** What processing a message needs from the run. */
export interface Deps {
  client: Client
  settings: Settings
  productField: string
  holdIdOf: HoldLookup
  fetchFiles: FetchFiles
  known: Memory['known']
}

/** Processes one message; never rejects. `received` is in ms. */
export async function work(mail: TrackedMail, received: number, deps: Deps): Promise<Converted> {
  try {
    return await judge(mail, received, deps)
  } catch (thrown) {
    const error = toActionError(thrown)
    const stops = endsRun(error) || error.code === 'PERMISSION_DENIED'
    return { kind: stops ? 'stopped' : 'failed', error }
  }
}

async function judge(mail: TrackedMail, received: number, deps: Deps): Promise<Converted> {
  const { client, settings } = deps
  // The text that the reference system sends; no documentation names the field.
  const details = await messageInfo<Details>(client, { id: mail.id, loadContent: 'true' })
  const waits = refusedByReason(details, settings)
  if (waits !== undefined) return { kind: 'waiting', reason: waits }
  const identity = identityOf(mail, details)
  const known = deps.known(identity, received)
  if (known) return { kind: 'known', because: known }
  const refused = refusedByFilter(mail, details, settings)
  if (refused !== undefined) return { kind: 'filtered', identity, reason: refused }

  const parts: AlertParts = { ...plainParts(mail, received, deps), identity: identity.ticket }
  if (statusOf(mail) === 'held') {
    parts.holdId = await deps.holdIdOf(mail, details)
    const files = parts.holdId === undefined ? undefined : await deps.fetchFiles(parts.holdId)
    if (files) parts.files = files.files
    if (files && files.missing.length > 0) parts.facts = { attachments_missing: files.missing.join('; ') }
  }
  return { kind: 'alert', identity, alert: buildAlert(mail, details, parts) }
}

/** The alert of a message whose details cannot be read: under its tracking id, with the data of the search. */
export function bareAlert(mail: TrackedMail, received: number, reason: string, deps: Deps): Alert {
  const facts = { details_missing: reason }
  return buildAlert(mail, undefined, { ...plainParts(mail, received, deps), facts })
}

const plainParts = (mail: TrackedMail, received: number, deps: Deps): AlertParts => ({
  identity: mail.id,
  productField: deps.productField,
  received,
})
