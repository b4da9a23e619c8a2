/** `soar list`: the actions and connectors of an integration. */

import { toActionError } from '../../../contract/errors.ts'
import type { Json } from '../../../contract/json.ts'
import { english, writeError } from '../../../i18n/sentences.ts'
import { byArea } from '../../../integration/areas.ts'
import type { Integration } from '../../../integration/integration.ts'
import type { Manifest } from '../../../integration/manifest.ts'
import { type ActionText, actionText } from '../../../integration/texts.ts'
import { visibleLine } from '../../../safety/control-characters.ts'
import type { ParameterSpec } from '../../../schema/parameters.ts'
import type { Call, Command } from '../line/command.ts'
import { jsonOption, localeOption } from '../line/options.ts'
import { localeOf } from '../line/read-options.ts'
import { put, write } from '../process/output.ts'
import { cut, pad, widthOf } from '../screen/width.ts'
import type { Member, Several } from '../several/members.ts'

export const command: Command = {
  name: 'list',
  summary: 'list actions and connectors',
  arguments: [],
  options: [{ ...jsonOption, help: 'print one JSON array' }, localeOption],
  examples: ['soar list', 'soar list --json', 'soar list --locale fr'],
  run: list,
}

/** A parameter as far as a list needs it; `soar show` has the rest. */
interface ListedParameter {
  name: string
  label: string
  type: ParameterSpec['type']
  required: boolean
  /** Values of other parameters with which it is required. */
  required_when?: Record<string, Json>
}

interface Entry {
  id: string
  /** Present if there are several integrations. */
  integration?: string
  name: string
  /** Folder and name of its area. */
  area?: string
  category?: string
  kind: Manifest['kind']
  effect: Manifest['effect']
  idempotent: boolean
  description: string
  permissions: string[]
  parameters: ListedParameter[]
  deprecated?: string
  /** Why it is experimental. */
  experimental?: string
}

async function list(call: Call): Promise<number> {
  const { io, options } = call
  const several = await call.several()
  const lists = several
    ? await Promise.all(several.members.map((member) => listOfMember(call, several, member)))
    : [await listOf(call, (await call.open()).integration)]
  const entries = lists.flatMap((one) => one.entries)
  const broken = lists.flatMap((one) => one.broken)
  const columns = io.isTTY.stdout ? (io.columns ?? 100) : Number.POSITIVE_INFINITY
  await write(io.stdout, options.has('json') ? `${JSON.stringify(entries)}\n` : toText(entries, columns))
  for (const reason of broken)
    await put(io.stderr, `soar: ${visibleLine(writeError(english, toActionError(reason)))}\n`)
  return broken.length > 0 ? 1 : 0
}

interface List {
  entries: Entry[]
  /** What broken manifests and integrations throw. */
  broken: unknown[]
}

async function listOfMember(call: Call, several: Several, { name, open }: Member): Promise<List> {
  try {
    const { integration } = await open()
    const { entries, broken } = await listOf(call, integration)
    const shown = entries.map((entry) => ({ ...entry, id: several.shown(name, entry.id), integration: name }))
    return { entries: shown, broken }
  } catch (thrown) {
    return { entries: [], broken: [thrown] }
  }
}

async function listOf(call: Call, integration: Integration): Promise<List> {
  const locale = localeOf(call, integration)
  const ids = await integration.ids()
  const loading = ids.map(async (id): Promise<Entry> => {
    const action = await integration.action(id)
    const text = await actionText(integration, action, locale)
    const { name, category, description, deprecated, experimental } = text
    const { kind, effect, idempotent, permissions } = action.manifest
    return {
      id,
      name,
      ...(action.area === undefined ? {} : { area: action.area }),
      ...(category === undefined ? {} : { category }),
      kind,
      effect,
      idempotent,
      description,
      permissions,
      parameters: parametersOf(action.manifest, text),
      ...(deprecated === undefined ? {} : { deprecated }),
      ...(experimental === undefined ? {} : { experimental }),
    }
  })
  const settled = await Promise.allSettled(loading)
  const entries = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const broken = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  // Connectors follow the actions.
  const sorted = [...entries.filter(isAction), ...entries.filter((entry) => !isAction(entry))]
  const grouped = byArea(sorted, integration.spec).flatMap(({ items }) => items)
  return { entries: [...grouped.filter(isStable), ...grouped.filter((entry) => !isStable(entry))], broken }
}

const parametersOf = ({ parameters }: Manifest, text: ActionText): ListedParameter[] =>
  Object.entries(parameters).map(([name, { type, label, required, required_when }]) => ({
    name,
    label: text.parameters[name]?.label ?? label,
    type,
    required: required === true,
    ...(required_when && { required_when }),
  }))

const isAction = ({ kind }: Entry): boolean => kind === 'action'

const isStable = ({ experimental }: Entry): boolean => experimental === undefined

/** The heading of an action: its area, or that it is experimental; none without an area. */
const headingOf = ({ integration, experimental, category: area = '' }: Entry): string => {
  const category = experimental === undefined ? area : 'Experimental: run with --experimental'
  return integration === undefined || category === '' ? category : `${integration}: ${category}`
}

/** One line for each action, in columns; areas have a heading. */
function toText(entries: readonly Entry[], columns: number): string {
  const cells = entries.map((entry) => [entry.id, isAction(entry) ? entry.effect : entry.kind, entry.name])
  const widths = [0, 1, 2].map((at) => Math.max(0, ...cells.map((line) => widthOf(line[at] ?? ''))))
  let above = ''
  const lines = entries.map((entry, row) => {
    const heading = headingOf(entry)
    const before = heading === above ? '' : `${row === 0 ? '' : '\n'}${heading === '' ? '' : `${heading}\n`}`
    above = heading
    const start = widths.map((width, at) => pad(cells[row]?.[at] ?? '', width)).join('  ')
    const sentence = entry.deprecated ? `Deprecated. ${entry.deprecated}` : entry.description
    return `${before}${cut(`${heading === '' ? '' : '  '}${start}  ${sentence}`, columns).trimEnd()}\n`
  })
  return lines.join('')
}
