/** Counts the rows of a ledger after a crash. */
import { open } from 'node:fs/promises'
import { scan } from '../../../table/ledger/records.ts'
import { noTotals, type Totals } from '../../../table/totals.ts'

/** What a ledger records of a run that a crash interrupted. */
export interface LedgerFacts {
  totals: Totals
  /** Hashes of the inputs of rows that were sent and have no known outcome. */
  unknown: string[]
}

interface RowState {
  s: string
  h?: string
  code?: string
}

/** Reads a ledger. One that is missing or damaged has no rows. */
export async function readLedgerFacts(file: string): Promise<LedgerFacts> {
  const totals = noTotals()
  const rows = new Map<number, RowState>()
  const handle = await open(file, 'r').catch(() => undefined)
  if (handle === undefined) return { totals, unknown: [] }
  try {
    await scan(handle, ({ line }) => {
      if (!('i' in line)) return
      const { i, s, h = rows.get(i)?.h, code } = line
      rows.set(i, { s, ...(h !== undefined && { h }), ...(code !== undefined && { code }) })
    }).catch(() => {})
  } finally {
    await handle.close()
  }
  const unknown: string[] = []
  for (const [index, { s, h, code = 'INTERNAL' }] of rows) {
    const isUnknown = s === 'sent' || s === 'unknown'
    if (s === 'planned') continue
    totals.rows++
    if (s === 'answered') totals.succeeded++
    else {
      totals.failed++
      const name = (isUnknown ? 'OUTCOME_UNKNOWN' : code) as keyof Totals['failures']
      totals.failures[name] = (totals.failures[name] ?? 0) + 1
    }
    if (!isUnknown) continue
    totals.unknown.rows++
    if (totals.unknown.first.length < 20) totals.unknown.first.push(index + 1)
    if (h !== undefined) unknown.push(h)
  }
  totals.stopped = true
  return { totals, unknown }
}
