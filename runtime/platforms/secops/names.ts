/** Resolves the platform's names: display names of actions, labels of parameters and fields. */
import { ActionError, type RawProblem } from '../../contract/errors.ts'
import { isRecord, type Json } from '../../contract/json.ts'
import type { LoadedAction } from '../../integration/action.ts'
import { type Integration, unknownAction } from '../../integration/integration.ts'
import { dataText } from '../../safety/plain-data.ts'
import { foldName, nameFinder, type ParameterSpec, type ParameterSpecs } from '../../schema/parameters.ts'
import type { Address, Catalogue } from '../dialect.ts'
import type { Fields } from './context.ts'
import { platformValue } from './values.ts'

/** `dialects.secops` of integration.yaml. */
export interface IntegrationFacts {
  /** Name of the integration on the platform. Default: its display name. */
  identifier: string
  /** Values of the configuration for fields that the platform leaves out. */
  config: Record<string, Json>
  /** Fields of the configuration that the platform requires; of a list, one. */
  required: string[][]
}

/** Reads `dialects.secops` of integration.yaml. */
export function integrationFacts({
  dialects,
  name,
}: Pick<Integration['spec'], 'dialects' | 'name'>): IntegrationFacts {
  const given = isRecord(dialects.secops) ? dialects.secops : {}
  return {
    identifier: typeof given.identifier === 'string' ? given.identifier : name,
    config: isRecord(given.config) ? (given.config as Record<string, Json>) : {},
    required: Array.isArray(given.required)
      ? given.required.map((names) => [names].flat().map(dataText))
      : [],
  }
}

/** `dialects.secops` of a manifest. */
export interface ActionFacts {
  /** Title of the table that shows the result's rows. */
  table?: string
  /** Parameters that the platform's own integration passes on without validation. */
  as_written?: string[]
  /** The name on the platform. Default: the name in the manifest. */
  name: string
  /** The meaning of an empty field, if that is not its default. */
  empty: Record<string, Json>
}

/** Reads `dialects.secops` of a manifest. */
export function actionFacts({ manifest }: LoadedAction): ActionFacts {
  const given = isRecord(manifest.dialects.secops) ? manifest.dialects.secops : {}
  return {
    name: typeof given.name === 'string' ? given.name : manifest.name,
    empty: isRecord(given.empty) ? (given.empty as Record<string, Json>) : {},
    ...(typeof given.table === 'string' ? { table: given.table } : {}),
    ...(Array.isArray(given.as_written) ? { as_written: given.as_written.map(dataText) } : {}),
  }
}

/** The id that a display name nearly always belongs to: the name in lower case. */
const idOf = (name: string): string => name.toLowerCase().replaceAll(/\s+/g, '-')

/**
 * The address of an action with a display name, which may have the integration's identifier and `_` as a prefix.
 *
 * @param integration the identifier that the request gives besides; empty if it gives none
 */
export function addressOf(written: string, integration: string): Address {
  const [prefix = '', ...rest] = written.split('_')
  const named = new Set([integration, rest.length > 0 ? prefix : ''].filter(Boolean).map(foldName))
  const bare = rest.length > 0 ? [rest.join('_')] : []
  return {
    written,
    ids: [...new Set([...bare, written].map(idOf))],
    ...(named.size === 0
      ? {}
      : {
          isFor: (spec) =>
            [spec.id, spec.name, integrationFacts(spec).identifier].some((name) => named.has(foldName(name))),
        }),
  }
}

/**
 * The action with a display name, with or without the integration's identifier and `_` as a prefix. Throws ACTION_UNKNOWN.
 *
 * @param kind the required kind of the manifest
 */
export async function findAction(
  catalogue: Catalogue,
  written: string,
  identifiers: readonly string[],
  kind: 'action' | 'connector',
): Promise<LoadedAction> {
  const bare = identifiers
    .filter((identifier) => written.startsWith(`${identifier}_`))
    .map((identifier) => written.slice(identifier.length + 1))
  const folded = new Set([written, ...bare].map(foldName))
  const fits = (action: LoadedAction) =>
    action.manifest.kind === kind &&
    [action.manifest.name, actionFacts(action).name].some((name) => folded.has(foldName(name)))
  // An id is nearly always the display name in lower case: then no other manifest is loaded.
  for (const name of [...bare, written]) {
    const action = await load(catalogue, idOf(name))
    if (action && fits(action)) return action
  }
  const names: string[] = []
  for (const id of await catalogue.ids()) {
    const action = await load(catalogue, id)
    if (action && fits(action)) return action
    if (action?.manifest.kind === kind) names.push(action.manifest.name)
  }
  throw unknownAction(bare[0] ?? written, catalogue.spec, names)
}

/** A broken manifest must not hide the others. */
async function load(catalogue: Catalogue, id: string): Promise<LoadedAction | undefined> {
  try {
    return await catalogue.action(id)
  } catch (thrown) {
    if (thrown instanceof ActionError) return undefined
    throw thrown
  }
}

/** Values by label, sorted by their owner. */
export interface Sorted {
  /** By the parameter's or field's own name. */
  values: Fields
  problems: RawProblem[]
  /** Names of the empty ones. */
  cleared: string[]
  /** Labels without a parameter or field, in their original order. */
  rest: Map<string, unknown>
}

/** True for the value that the platform sends for an empty field. */
export const isBlank = (value: unknown): boolean => value === undefined || value === null || value === ''

/** True for an empty value and for blanks only. */
export const isEmpty = (value: unknown): boolean => isBlank(typeof value === 'string' ? value.trim() : value)

/** True for a value that is empty for its type: for a list, also commas with nothing between them. */
export const holdsNothing = (spec: ParameterSpec | undefined, value: unknown): boolean =>
  isEmpty(spec?.type === 'list' && typeof value === 'string' ? value.replaceAll(',', ' ') : value)

/** Assigns every value to the parameter or field of its label, in the platform's reading of its type. */
export function sortByLabel(specs: ParameterSpecs, given: Fields): Sorted {
  const find = nameFinder(specs)
  const sorted: Sorted = { values: {}, problems: [], cleared: [], rest: new Map() }
  for (const [label, value] of Object.entries(given)) {
    const name = find(label)
    const spec = name === undefined ? undefined : specs[name]
    if (name === undefined || spec === undefined) sorted.rest.set(label, value)
    else if (isBlank(value)) sorted.cleared.push(name)
    else take(sorted, name, label, spec, value)
  }
  return sorted
}

/**
 * Mandatory form fields without a value. A default is only the initial value of a form: a field that was emptied is
 * missing, as in the platform's own scripts.
 */
export function missing(specs: ParameterSpecs, names: readonly string[]): RawProblem[] {
  return names.flatMap((where) => {
    const spec = specs[where]
    return spec?.required ? [{ where, rule: 'required', values: { name: spec.label } }] : []
  })
}

function take(sorted: Sorted, name: string, label: string, spec: ParameterSpec, value: unknown): void {
  const { values, problems } = sorted
  if (Object.hasOwn(values, name)) {
    problems.push({
      where: name,
      rule: 'given_twice',
      values: { name: spec.label, first: spec.label, second: label },
    })
    return
  }
  const read = platformValue(name, spec, value)
  if ('problem' in read) problems.push(read.problem)
  else values[name] = read.value
}
