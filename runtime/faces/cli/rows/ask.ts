/** Before a write reaches many rows: what will happen, and whether it shall. */
import { ActionError } from '../../../contract/errors.ts'
import type { OpenRun } from '../../../run/open-run.ts'
import type { Ahead } from '../../../table/look-ahead.ts'
import { type Io, write } from '../process/io.ts'
import { cut, harmless } from '../screen/width.ts'

/** Rows that are shown. */
const SHOWN = 3

/**
 * Asks on the terminal.
 *
 * @param stdinIsTable standard input brings the table, so that nobody can answer there
 * @throws ActionError REQUEST_INVALID where nobody can be asked, CANCELLED where the answer is no
 */
export async function askToWrite(
  open: OpenRun,
  ahead: Ahead,
  most: number,
  stdinIsTable: boolean,
  io: Io,
): Promise<void> {
  const { manifest, id } = open.action
  const effect = manifest.effect === 'destructive' ? 'cannot be taken back' : 'changes things'
  const what = `"${manifest.name}" ${effect}, and the table has more than ${most} distinct rows.`
  if (stdinIsTable || !io.isTTY.stdin || !io.isTTY.stderr) {
    const reason = `${what} Look at it with --dry-run, then add --yes.`
    throw new ActionError('REQUEST_INVALID', { reason }, { unsent: true })
  }
  const shown = ahead.planned.filter((planned) => planned.do === 'run').slice(0, SHOWN)
  const lines = shown.map((planned) => {
    const inputs = planned.do === 'run' ? inputsOf(planned.ready.inputs, open) : {}
    return `  row ${planned.row.index + 1}: ${cut(harmless(JSON.stringify(inputs)), (io.columns ?? 100) - 12)}`
  })
  await write(io.stderr, `${what}\n${lines.join('\n')}\n  …\nRun ${id} on all of them? Type yes: `)
  for await (const chunk of io.stdin) {
    if (String(chunk).trim().toLowerCase() === 'yes') return
    break
  }
  throw new ActionError('CANCELLED', { reason: 'the answer was not "yes".' }, { unsent: true })
}

function inputsOf(inputs: Record<string, unknown>, { action }: OpenRun): Record<string, unknown> {
  const entries = Object.entries(inputs)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, action.specs[name]?.secret ? '***' : value]),
  )
}
