/**
 * Maps a row to the parameters of an action: templates, columns, constants.
 *
 * Checked once for the whole table.
 */

import { ActionError, type RawProblem } from '../contract/errors.ts'
import { quoted } from '../contract/phrases.ts'
import { nearest } from '../i18n/nearest.ts'
import { writeTemplateError } from '../i18n/sentences.ts'
import type { LoadedAction } from '../integration/action.ts'
import type { Bindings } from '../platforms/table.ts'
import { type Bag, nameFinder } from '../schema/parameters.ts'
import { isTemplateError } from '../template/template.ts'
import { keysOf, ordered } from '../template/values/key-order.ts'
import { Float } from '../template/values/values.ts'
import { isColumns } from './input/rows.ts'

/** Bindings under the parameters' own names. */
export interface Bound extends Bindings {
  /** Columns that feed secret parameters: their values are never shown. */
  secretColumns: ReadonlySet<string>
}

/**
 * Checks bindings against the action.
 *
 * @throws ActionError REQUEST_INVALID with every problem: unknown names, two sources for one parameter, required
 *   parameters without a source, templates that cannot be parsed
 */
export async function checkBindings(bindings: Bindings, action: LoadedAction): Promise<Bound> {
  const specs = action.manifest.parameters
  const find = nameFinder(specs)
  const problems: RawProblem[] = []
  const wrong = (where: string, detail: string) =>
    problems.push({ where: where.slice(0, 80), rule: 'binding', values: { detail } })
  const owners = new Map<string, string>()
  const own = <T>(given: Record<string, T>, kind: string): Record<string, T> => {
    const named: [string, T][] = []
    for (const [written, source] of Object.entries(given)) {
      const name = find(written)
      const before = name === undefined ? undefined : owners.get(name)
      if (name === undefined) {
        wrong(written, unknown(written, action))
      } else if (before !== undefined) {
        wrong(name, `"${specs[name]?.label}" is given twice, by ${before} and by ${kind}. Give it once.`)
      } else {
        owners.set(name, kind)
        named.push([name, source])
      }
    }
    return Object.fromEntries(named)
  }
  const templates = own(bindings.templates, 'a template')
  const columns = own(bindings.columns, 'a column')
  const constants = own(bindings.constants, 'a constant')
  for (const [name, spec] of Object.entries(specs)) {
    if (!spec.required || spec.default !== undefined || owners.has(name)) continue
    wrong(
      name,
      `"${spec.label}" is required. Set it with --column ${name}=COLUMN, --set ${name}='{{ column }}' or --param ${name}=VALUE.`,
    )
  }
  const secretColumns = new Set<string>()
  for (const [name, source] of Object.entries(templates)) {
    const reads = await readTemplate(action, source).catch((error: unknown) => {
      if (!isTemplateError(error)) throw error
      wrong(name, `Invalid template for "${specs[name]?.label}": ${writeTemplateError(error)}`)
      return []
    })
    if (specs[name]?.secret) for (const column of reads) secretColumns.add(column)
  }
  for (const [name, column] of Object.entries(columns)) if (specs[name]?.secret) secretColumns.add(column)
  if (problems.length > 0) {
    const reason = problems.map(({ values }) => values.detail).join(' ')
    throw new ActionError('REQUEST_INVALID', { reason: quoted(reason) }, { problems, unsent: true })
  }
  return { templates, columns, constants, secretColumns }
}

function unknown(written: string, action: LoadedAction): string {
  const specs = action.manifest.parameters
  const meant = nearest(written, [...Object.keys(specs), ...Object.values(specs).map(({ label }) => label)])
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
  return `"${action.id}" has no parameter "${written.slice(0, 80)}".${hint} Allowed: ${Object.keys(specs).join(', ') || 'none'}.`
}

/** Names of the columns that a template reads, as far as its source shows them. */
async function readTemplate(action: LoadedAction, source: string): Promise<string[]> {
  const { names } = await action.template(source)
  return names.map((path) => {
    const [first = '', second = first] = path.split('.')
    return first === 'row' ? second : first
  })
}

/**
 * The parameters of a row except templates, and the columns that the row lacks. `convert` reads a value in the platform's
 * notation.
 */
export function bindRow(
  bound: Bound,
  row: Record<string, unknown>,
  convert: (value: unknown, name: string) => unknown,
): { parameters: Bag; missing: string[] } {
  const parameters: Bag = { ...bound.constants }
  const missing: string[] = []
  for (const name in bound.columns) {
    const column = bound.columns[name] ?? ''
    if (Object.hasOwn(row, column)) parameters[name] = convert(toData(row[column]), name)
    else missing.push(column)
  }
  return { parameters, missing }
}

/** A value with exactly parsed numbers as plain data: a number that does not fit a double becomes text. */
export function toData(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Float) return Number(value)
  if (Array.isArray(value)) return value.map(toData)
  if (!isColumns(value)) return value
  const keys = keysOf(value)
  return ordered(
    keys,
    keys.map((key) => toData(value[key])),
  )
}

/** A row for display: the values of secret parameters are redacted. */
export function shownRow(row: Record<string, unknown>, { secretColumns }: Bound): Record<string, unknown> {
  const shown = toData(row) as Record<string, unknown>
  for (const column of secretColumns) if (Object.hasOwn(shown, column)) shown[column] = '***'
  return shown
}

/** The command line takes precedence over the platform's variables. */
export function beneath(platform: Bindings, given: Bindings): Bindings {
  const taken = new Set(
    [given.templates, given.columns, given.constants].flatMap((part) => Object.keys(part)),
  )
  const rest = <T>(part: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(part).filter(([name]) => !taken.has(name)))
  return {
    templates: { ...rest(platform.templates), ...given.templates },
    columns: { ...rest(platform.columns), ...given.columns },
    constants: { ...rest(platform.constants), ...given.constants },
  }
}
