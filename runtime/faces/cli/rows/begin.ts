/** Reads the beginning of a table, before anything is written or sent. */

import { ActionError } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import { checkColumns } from '../../../table/columns.ts'
import type { Rows } from '../../../table/input/rows.ts'
import type { Input } from './files.ts'
import type { Settings } from './settings.ts'
import type { Table } from './table.ts'

/**
 * Reads until the input is known to be a table, and compares its columns with the requested ones.
 *
 * @throws ActionError REQUEST_INVALID, CANCELLED if the signal is aborted meanwhile
 */
export async function beginTable(
  input: Input,
  { keep }: Settings,
  { bound }: Pick<Table, 'bound'>,
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
