/** `soar list`: the actions and connectors of an integration. */

import { toActionError } from '../../../contract/errors.ts'
import { english, writeError } from '../../../i18n/sentences.ts'
import type { Manifest } from '../../../integration/manifest.ts'
import { actionText } from '../../../integration/texts.ts'
import { visibleLine } from '../../../safety/control-characters.ts'
import type { Call, Command } from '../line/command.ts'
import { jsonOption, localeOption } from '../line/options.ts'
import { localeOf } from '../line/read-options.ts'
import { put, write } from '../process/output.ts'
import { cut, pad, widthOf } from '../screen/width.ts'

export const command: Command = {
  name: 'list',
  summary: 'list actions and connectors',
  arguments: [],
  options: [{ ...jsonOption, help: 'print one JSON array' }, localeOption],
  examples: ['soar list', 'soar list --json', 'soar list --locale fr'],
  run: list,
}

interface Entry {
  id: string
  name: string
  kind: Manifest['kind']
  effect: Manifest['effect']
  idempotent: boolean
  description: string
  deprecated?: string
}

async function list(call: Call): Promise<number> {
  const { io, options } = call
  const { integration } = await call.open()
  const locale = localeOf(call, integration)
  const ids = await integration.ids()
  const loading = ids.map(async (id): Promise<Entry> => {
    const action = await integration.action(id)
    const { name, description, deprecated } = await actionText(integration, action, locale)
    const { kind, effect, idempotent } = action.manifest
    return {
      id,
      name,
      kind,
      effect,
      idempotent,
      description,
      ...(deprecated === undefined ? {} : { deprecated }),
    }
  })
  const settled = await Promise.allSettled(loading)
  const entries = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const broken = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  // Connectors follow the actions.
  const sorted = [...entries.filter(isAction), ...entries.filter((entry) => !isAction(entry))]
  const columns = io.isTTY.stdout ? (io.columns ?? 100) : Number.POSITIVE_INFINITY
  await write(io.stdout, options.has('json') ? `${JSON.stringify(sorted)}\n` : toText(sorted, columns))
  for (const reason of broken)
    await put(io.stderr, `soar: ${visibleLine(writeError(english, toActionError(reason)))}\n`)
  return broken.length > 0 ? 1 : 0
}

const isAction = ({ kind }: Entry): boolean => kind === 'action'

function toText(entries: readonly Entry[], columns: number): string {
  const cells = entries.map((entry) => [entry.id, isAction(entry) ? entry.effect : entry.kind, entry.name])
  const widths = [0, 1, 2].map((at) => Math.max(0, ...cells.map((line) => widthOf(line[at] ?? ''))))
  const lines = entries.map((entry, row) => {
    const start = widths.map((width, at) => pad(cells[row]?.[at] ?? '', width)).join('  ')
    const sentence = entry.deprecated ? `Deprecated. ${entry.deprecated}` : entry.description
    return `${cut(`${start}  ${sentence}`, columns).trimEnd()}\n`
  })
  return lines.join('')
}
