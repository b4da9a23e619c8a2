/** Shows the plan of an undo, and asks for its confirmation. */
import { ActionError } from '../../../contract/errors.ts'
import type { Json } from '../../../contract/json.ts'
import { quoted } from '../../../contract/phrases.ts'
import type { Result } from '../../../contract/result.ts'
import type { LoadedAction } from '../../../integration/action.ts'
import type { OpenRun } from '../../../run/open-run.ts'
import { describeInputs } from '../../../service/confirmation.ts'
import type { Io } from '../process/io.ts'
import { put } from '../process/output.ts'
import type { NamedConnection } from '../request/compose.ts'
import { tenantOf } from '../rows/ask.ts'
import { visibleLine } from '../screen/width.ts'

/** What a plan is made of. */
interface Planned {
  /** The action that ran. */
  done: LoadedAction
  /** The dry run of the undo. */
  plan: Result
  run: OpenRun
  connection: NamedConnection | undefined
}

/** What the undo would do, in lines. An input that is too long to show is named. */
export function planLines({ done, plan, run: { action }, connection }: Planned): string[] {
  const { inputs = {}, request = null } = plan.dry_run ?? {}
  const shown = Object.entries(inputs as Record<string, Json>).map(([name, value]) => ({
    label: action.specs[name]?.label ?? name,
    value,
  }))
  const { lines, hidden } = describeInputs(shown)
  return [
    `To undo ${done.manifest.name} (${done.id}), ${action.manifest.name} (${action.id}) runs${tenantOf(connection)}:`,
    ...lines.map((line) => `  ${line}`),
    ...hidden.map((name) => `  ${name}: too long to show; --dry-run has it`),
    ...(request === null ? [] : [visibleLine(`First request: ${request.method} ${request.url}`)]),
    ...action.manifest.notes.map((note) => `Note: ${note}`),
  ]
}

/**
 * Asks on the terminal.
 *
 * @throws ActionError REQUEST_INVALID if no terminal can be asked, CANCELLED if the answer is no
 */
export async function askToUndo(io: Io, connection: NamedConnection | undefined): Promise<void> {
  if (!io.isTTY.stdin || !io.isTTY.stderr) {
    const reason = 'No terminal can be asked for confirmation. Check the plan, then add --yes.'
    throw new ActionError('REQUEST_INVALID', { reason: quoted(reason) }, { unsent: true })
  }
  await put(io.stderr, `Undo it${tenantOf(connection)}? Type yes: `)
  for await (const chunk of io.stdin) {
    if (String(chunk).trim().toLowerCase() === 'yes') return
    break
  }
  throw new ActionError('CANCELLED', { reason: quoted('the answer was not "yes"') }, { unsent: true })
}
