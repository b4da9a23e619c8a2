/** Reads the beginning of a table, before anything is written or sent. */

import { ActionError } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import { checkColumns } from '../../../table/columns.ts'
import type { Rows } from '../../../table/input/rows.ts'
import type { Input } from './files.ts'
import type { Settings } from './settings.ts'
import type { Table } from './table.ts'

/**
 * Reads as far as it takes to know that the table is one, and compares its columns with those asked for.
 *
 * @throws ActionError REQUEST_INVALID, CANCELLED when the signal is aborted meanwhile
 */
export async function beginTable(
  input: Input,
  { keep }: Settings,
  { bound }: Table,
  signal: AbortSignal,
): Promise<Rows> {
  const stopped = (): ActionError =>
    new ActionError('CANCELLED', { reason: phrase('the run was asked to stop') }, { unsent: true })
  const { columns, rows } = await input.begin().catch((error: unknown) => {
    throw signal.aborted ? stopped() : error
  })
  if (signal.aborted) throw stopped()
  checkColumns([...Object.values(bound.columns), ...keep], columns)
  return rows
}
