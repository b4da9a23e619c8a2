/** What a form holds, and the request it makes. */
import type { ActionDetail, Json, Parameter } from '../api/types.ts'

/** What was entered, as text; switches as booleans. An absent or empty entry is not sent. */
export type Entry = string | boolean

/** The state of a form. */
export interface FormState {
  /** Entries by parameter name. */
  values: Readonly<Record<string, Entry>>
  /** Templates by parameter name. A parameter that has one ignores its entry. */
  templates: Readonly<Record<string, string>>
  /** JSON text of what templates can read. */
  context: string
}

/** A form without entries. */
export const EMPTY: FormState = { values: {}, templates: {}, context: '{}' }

/** The form that makes a request: the manifest's example, or what an earlier run was asked for with. */
export function formOf(specs: readonly Parameter[], request: ActionDetail['request'] = {}): FormState {
  const { parameters = {}, templates = {}, context = {} } = request
  const entries = specs.flatMap((spec) => {
    const value = parameters[spec.name]
    return spec.secret || value === undefined || value === null
      ? []
      : [[spec.name, entryOf(spec, value)] as const]
  })
  return { values: Object.fromEntries(entries), templates, context: JSON.stringify(context, null, 2) }
}

/** A value as it is entered: one line per item of a list, JSON for structures. */
export function entryOf({ type }: Pick<Parameter, 'type'>, value: Json): Entry {
  if (type === 'boolean' && typeof value === 'boolean') return value
  if (type === 'list' && Array.isArray(value)) {
    const isPlain = value.every((item) => typeof item !== 'object' && !SEPARATED.test(String(item)))
    return isPlain ? value.map(String).join('\n') : JSON.stringify(value)
  }
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

/** The parameters that a form sends: only those that differ from their defaults. */
export function parametersOf(
  specs: readonly Parameter[],
  { values, templates }: FormState,
): Record<string, Json> {
  const sent: Record<string, Json> = {}
  for (const spec of specs) {
    const entry = values[spec.name]
    if (Object.hasOwn(templates, spec.name) || entry === undefined || entry === '') continue
    const value = typedValue(spec, entry)
    if (!isDefault(spec, value)) sent[spec.name] = value
  }
  return sent
}

/** The templates that a form sends. */
export const templatesOf = ({ templates }: FormState): Record<string, string> =>
  Object.fromEntries(Object.entries(templates).filter(([, template]) => template !== ''))

/** The value of an entry. What does not fit the type is sent as text: the server says what is wrong with it. */
export function typedValue(spec: Pick<Parameter, 'type' | 'enum'>, entry: Entry): Json {
  if (typeof entry === 'boolean') return entry
  switch (spec.type) {
    case 'list':
      return SEPARATED.test(entry.replaceAll('\n', ' ')) ? listIn(entry) : itemsOf(entry)
    case 'integer':
      return /^\s*[+-]?\d{1,15}\s*$/.test(entry) ? Number(entry) : entry
    case 'number':
      return /^\s*[+-]?\d{1,15}(?:\.\d{1,15})?\s*$/.test(entry) ? Number(entry) : entry
    case 'json':
      return parsed(entry)
    default:
      return spec.enum?.find((choice) => typeof choice !== 'string' && String(choice) === entry) ?? entry
  }
}

/** What separates items within a line, or begins a JSON array: the server reads such text, as on the command line. */
const SEPARATED = /[,;"<[\n\r]/

/** The items of a list, which is entered with one item per line, or separated by commas. */
export const itemsOf = (entry: string): string[] => entry.split(/[,\n]/).filter((line) => line.trim() !== '')

function listIn(entry: string): Json {
  const value = entry.trimStart().startsWith('[') ? parsed(entry) : entry
  return Array.isArray(value) ? value : entry
}

/** The entry that a default stands for; undefined if there is none that can be shown, such as a template. */
export function defaultEntry({
  type,
  default: value,
}: Pick<Parameter, 'type' | 'default'>): Entry | undefined {
  if (value === undefined || value === null || isTemplate(value)) return undefined
  if (type === 'list' && typeof value === 'string') return value.split(',').join('\n')
  return entryOf({ type }, value)
}

/** True for a default that is computed from the context. */
export const isTemplate = (value: unknown): boolean => typeof value === 'string' && /\{[{%]/.test(value)

function isDefault(spec: Parameter, value: Json): boolean {
  const entry = defaultEntry(spec)
  if (entry === undefined) return false
  const same = (one: Json) =>
    JSON.stringify(spec.type === 'list' && typeof one === 'string' ? itemsOf(one) : one)
  return same(typedValue(spec, entry)) === same(value)
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
