/** Ends a table run that a crash interrupted, by its ledger. */
import { ActionError } from '../../../contract/errors.ts'
import type { RunRecord } from '../run.ts'
import type { Runs } from '../runs.ts'
import { rowFingerprint } from '../start/fingerprint.ts'
import type { StoredEnd } from '../store/store.ts'
import { tableEnd } from './end.ts'
import { runFiles } from './files.ts'
import { readLedgerFacts } from './ledger-facts.ts'

/** Counts the rows of the ledger. Rows that were sent without an answer are unknown; the run can be resumed. */
export async function recoveredTable(runs: Runs, record: RunRecord): Promise<StoredEnd> {
  const { table, action, id, request } = record
  const file =
    runs.tables === undefined || table === undefined ? undefined : runFiles(runs.tables, table.ledger, id)
  const { totals, unknown } = await readLedgerFacts(file?.ledger ?? '')
  const fingerprints = unknown.map((hash) => rowFingerprint(action.integration, action.id, hash))
  const thrown = new ActionError('INTERRUPTED', {}, { unsent: true })
  const locale = request.locale ?? runs.locale
  const outcome = { totals, requests: record.progress.requests, unknown: fingerprints, thrown }
  return tableEnd(runs, { locale, facts: action }, { record }, outcome)
}
