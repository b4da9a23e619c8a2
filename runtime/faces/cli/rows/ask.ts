/** Asks for confirmation before a write affects many rows. */

import { ActionError } from '../../../contract/errors.ts'
import type { Json } from '../../../contract/json.ts'
import { quoted } from '../../../contract/phrases.ts'
import type { OpenRun } from '../../../run/open-run.ts'
import { describeInputs, type ShownInput } from '../../../service/confirmation.ts'
import type { Ahead } from '../../../table/look-ahead.ts'
import type { Io } from '../process/io.ts'
import { put } from '../process/output.ts'
import type { NamedConnection } from '../request/compose.ts'

/** Number of rows shown. */
const SHOWN = 3

/**
 * Asks on the terminal.
 *
 * @param connection the connection that the writes go to; the prompt names it
 * @param stdinIsTable standard input carries the table, so it cannot carry an answer
 * @throws ActionError REQUEST_INVALID if no terminal can be asked, CANCELLED if the answer is no
 */
export async function askToWrite(
  open: OpenRun,
  ahead: Ahead,
  most: number,
  stdinIsTable: boolean,
  io: Io,
  connection?: NamedConnection,
): Promise<void> {
  const { manifest, id } = open.action
  const { undo } = manifest
  const isFinal = manifest.effect === 'destructive' && undo?.action === undefined
  const effect = isFinal ? 'makes irreversible changes' : 'changes the tenant'
  const back = undo?.none === undefined ? '' : ` This cannot be undone: ${undo.none}`
  const what = `"${manifest.name}" ${effect}, and the table has more than ${most} distinct rows.`
  if (stdinIsTable || !io.isTTY.stdin || !io.isTTY.stderr) {
    const reason = `${what} Check it with --dry-run, then add --yes.${back}`
    throw new ActionError('REQUEST_INVALID', { reason: quoted(reason) }, { unsent: true })
  }
  const lines: string[] = []
  for (const planned of ahead.planned.filter(({ do: todo }) => todo === 'run').slice(0, SHOWN)) {
    const described = planned.do === 'run' ? describeInputs(inputsOf(planned.ready.inputs, open)) : undefined
    if (described === undefined) continue
    if (described.hidden.length > 0) {
      const reason = `${what} Row ${planned.row.index + 1} has values that are too long to show (${described.hidden.join(', ')}). Check it with --dry-run, then add --yes.${back}`
      throw new ActionError('REQUEST_INVALID', { reason: quoted(reason) }, { unsent: true })
    }
    lines.push(`  row ${planned.row.index + 1}:`, ...described.lines.map((line) => `    ${line}`))
  }
  await put(
    io.stderr,
    `${what}${back}\n${lines.join('\n')}\n  …\nRun ${id} on all rows${tenantOf(connection)}? Type yes: `,
  )
  for await (const chunk of io.stdin) {
    if (String(chunk).trim().toLowerCase() === 'yes') return
    break
  }
  throw new ActionError('CANCELLED', { reason: quoted('the answer was not "yes"') }, { unsent: true })
}

/** The connection with its kind and label, as far as it says them. */
export function tenantOf(connection: NamedConnection | undefined): string {
  if (connection === undefined) return ''
  const facts = [connection.kind, connection.label].filter((fact) => fact !== undefined)
  return `, on ${connection.name}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`
}

const inputsOf = (inputs: Record<string, unknown>, { action }: OpenRun): ShownInput[] =>
  Object.entries(inputs).map(([name, value]) => ({
    label: action.specs[name]?.label ?? name,
    value: action.specs[name]?.secret ? '***' : (value as Json),
  }))
