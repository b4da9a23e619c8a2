/**
 * Tool arguments that name the case of a call.
 *
 * Every tool has them. The platform's public MCP server has the same four. Here they are optional and are passed in the
 * request's context.
 */
import type { Translate } from '../../i18n/sentences.ts'
import { foldName, nameFinder, type ParameterSpecs } from '../../schema/parameters.ts'
import { type JsonSchema, show } from '../../schema/validate.ts'
import type { CallArguments, SortedArguments } from '../arguments.ts'

/** The platform's scopes that are known without asking it. */
const knownScopes: readonly string[] = ['All entities', 'Internal entities']

/** Maximum number of characters of one of these values, and of entries in a list. */
const LONGEST = 1000
const MOST = 1000

/**
 * These arguments.
 *
 * @param scopes the allowed values of `scope`; default: the known ones
 * @param described whether tools describe them; calls may send them anyway
 */
export function caseArguments(scopes: readonly string[] = [], described = true): CallArguments {
  const allowed = scopes.length > 0 ? scopes : knownScopes
  return {
    properties: (say) => (described ? properties(allowed, say) : {}),
    sort: (specs, given) => sort(specs, given, allowed),
  }
}

function properties(scopes: readonly string[], say: Translate): JsonSchema {
  const text = (description: string): JsonSchema => ({ type: 'string', description })
  return {
    case_id: text(say('case_id')),
    alert_group_identifiers: {
      type: 'array',
      items: { type: 'string' },
      description: say('alert_group_identifiers'),
    },
    target_entities: {
      type: 'array',
      description: say('target_entities'),
      items: {
        type: 'object',
        required: ['Identifier', 'EntityType'],
        properties: {
          Identifier: text(say('entity_identifier')),
          EntityType: text(say('entity_type')),
        },
      },
    },
    scope: { type: 'string', enum: [...scopes], description: say('scope') },
  }
}

type Reader = (value: unknown) => unknown

function sort(
  specs: ParameterSpecs,
  given: Readonly<Record<string, unknown>>,
  scopes: readonly string[],
): SortedArguments {
  const find = nameFinder(specs)
  const read: SortedArguments = { parameters: {}, context: {}, problems: [] }
  for (const [written, value] of Object.entries(given)) {
    const argument = find(written) === undefined ? known.get(foldName(written)) : undefined
    if (argument === undefined) read.parameters[written] = value
    else if (value !== null && value !== undefined) take(read, argument, value)
  }
  const { target_entities: entities, scope } = read.context
  if (Array.isArray(entities) && entities.length > 0) delete read.context.scope
  else if (scope !== undefined && !scopes.includes(String(scope))) {
    const allowed = [...scopes].sort().join(', ')
    const detail = `Invalid scope '${String(scope).slice(0, 80)}'. Allowed values are: ${allowed}.`
    read.problems.push({ where: 'scope', rule: 'scope', values: { detail } })
  }
  return read
}

function take(read: SortedArguments, { name, form, reader }: CaseArgument, value: unknown): void {
  const taken = reader(value)
  if (taken !== undefined) read.context[name] = taken
  else {
    const detail = `"${name}" must be ${form}; got ${show(value)}.`
    read.problems.push({ where: name, rule: 'case', values: { detail } })
  }
}

const toText: Reader = (value) => {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value
  return typeof text === 'string' && text.length <= LONGEST ? text.trim() : undefined
}

const listOf =
  (reader: Reader): Reader =>
  (value) => {
    if (!Array.isArray(value) || value.length > MOST) return undefined
    const items = value.map(reader)
    return items.includes(undefined) ? undefined : items
  }

const toEntity: Reader = (value) => {
  if (value === null || typeof value !== 'object') return undefined
  const { Identifier, EntityType } = value as Record<string, unknown>
  const [identifier, type] = [toText(Identifier), toText(EntityType)]
  return identifier === undefined || type === undefined
    ? undefined
    : { Identifier: identifier, EntityType: type }
}

interface CaseArgument {
  name: string
  form: string
  reader: Reader
}

const forms: readonly CaseArgument[] = [
  { name: 'case_id', form: 'text', reader: toText },
  { name: 'alert_group_identifiers', form: 'a list of texts', reader: listOf(toText) },
  {
    name: 'target_entities',
    form: 'a list of objects with Identifier and EntityType',
    reader: listOf(toEntity),
  },
  { name: 'scope', form: 'text', reader: toText },
]

const known = new Map(forms.map((argument) => [foldName(argument.name), argument]))
