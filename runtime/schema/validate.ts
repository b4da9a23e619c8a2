/** Validates data with Ajv and reports broken rules under the labels of their fields. */
import type { Ajv as AjvInstance } from 'ajv'
import type { RawProblem, Values } from '../contract/errors.ts'
import type { Json } from '../contract/json.ts'
import { nearest } from '../i18n/nearest.ts'
import { dataText } from '../safety/plain-data.ts'
import { withoutPassword } from '../sdk/web-address.ts'

/** The subset of JSON Schema draft-07 that manifests may use. */
export type JsonSchema = { [key: string]: Json }

/** Returns every rule that the data breaks; empty if the data is valid. */
export type Validate = (data: unknown) => RawProblem[]

/** One broken rule, as Ajv reports it. Not Ajv's own type: users of the library have no Ajv. */
interface BrokenRule {
  keyword: string
  /** JSON pointer. */
  instancePath: string
  params: object
  message?: string | undefined
}

/** The interface of a compiled Ajv validator, including those compiled at build time. */
export interface AjvFunction {
  (data: unknown): boolean
  errors?: readonly BrokenRule[] | null | undefined
}

/** Returns the name of a place in the data for messages; default is its path. */
export type NameOf = (path: readonly string[]) => string

/** Options of the Ajv validator; the build uses the same. */
export const ajvOptions = { allErrors: true, strict: true, strictRequired: false, verbose: false } as const

let shared: Promise<AjvInstance> | undefined

async function ajv(): Promise<AjvInstance> {
  shared ??= (async () => {
    const [{ Ajv }, { formats }] = await Promise.all([import('ajv'), import('./formats.ts')])
    const instance = new Ajv({ ...ajvOptions, allowUnionTypes: true })
    for (const [name, validate] of Object.entries(formats)) instance.addFormat(name, validate)
    return instance
  })()
  return shared
}

/** Compiles a schema. Throws an Error whose message describes the problem in the schema itself. */
export async function compileSchema(schema: JsonSchema, nameOf?: NameOf): Promise<Validate> {
  return toValidate(await compileRaw(schema), nameOf)
}

/** Compiles a schema to an Ajv function, for callers that convert its errors themselves. */
export async function compileRaw(schema: JsonSchema): Promise<AjvFunction> {
  return (await ajv()).compile(schema) as AjvFunction
}

/** Wraps a compiled validator so that it returns problems. */
export function toValidate(
  judge: AjvFunction,
  nameOf: NameOf = (path) => path.join('.') || 'result',
): Validate {
  return (data) =>
    judge(data) ? [] : (judge.errors ?? []).flatMap((error) => toProblem(error, data, nameOf))
}

const RECEIVED_LENGTH = 80

/** Formats a value for messages: as JSON, truncated, because data may be hostile or huge. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  let text: string
  try {
    text =
      JSON.stringify(typeof value === 'string' ? value.slice(0, RECEIVED_LENGTH + 1) : value) ?? String(value)
  } catch {
    text = String(typeof value)
  }
  return text.length > RECEIVED_LENGTH ? `${text.slice(0, RECEIVED_LENGTH)}…` : text
}

/** Formats the choices of an enum for messages. */
export const showAll = (values: readonly unknown[]): string => values.map(show).join(', ')

function at(data: unknown, path: readonly string[]): unknown {
  let value = data
  for (const key of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value
}

const segments = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))

function toProblem(error: BrokenRule, data: unknown, nameOf: NameOf): RawProblem[] {
  const path = segments(error.instancePath)
  const value = at(data, path)
  const params = error.params as Record<string, unknown>
  const problem = (rule: string, values: Values = {}, extra: string[] = []): RawProblem[] => [
    {
      where: [...path, ...extra].join('.'),
      rule,
      values: { name: nameOf([...path, ...extra]), received: show(value), ...values },
    },
  ]
  const limit = Number(params.limit)
  const length = typeof value === 'string' || Array.isArray(value) ? value.length : 0
  switch (error.keyword) {
    case 'required':
      return problem('required', {}, [String(params.missingProperty)])
    // A field declared as `false` must be absent.
    case 'false schema':
      return problem('not_allowed')
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return problem('not_allowed', {}, [String(params.additionalProperty ?? params.unevaluatedProperty)])
    case 'type':
      return problem(typeRule(params.type), { detail: `is not ${String(params.type)}` })
    case 'enum': {
      const allowed = params.allowedValues as unknown[]
      return problem('enum', { allowed: showAll(allowed), ...nearestOf(value, allowed) })
    }
    case 'const':
      return problem('const', { allowed: show(params.allowedValue) })
    case 'format':
      return [formatProblem(path.join('.'), nameOf(path), String(params.format), value)]
    case 'minimum':
    case 'exclusiveMinimum':
      return problem('minimum', { limit })
    case 'maximum':
    case 'exclusiveMaximum':
      return problem('maximum', { limit })
    case 'minLength':
      return problem('min_length', { limit })
    case 'maxLength':
      return problem('max_length', { limit, length })
    case 'minItems':
      return problem('min_items', { limit, length })
    case 'maxItems':
      return problem('max_items', { limit, length })
    case 'pattern':
      return problem('pattern', { pattern: String(params.pattern) })
    // The branches of a choice report their own errors; the choice itself adds no useful information.
    case 'if':
      return []
    default:
      return problem('other', { detail: error.message ?? error.keyword })
  }
}

function nearestOf(value: unknown, allowed: readonly unknown[]): Values {
  const found = typeof value === 'string' ? nearest(value, allowed.map(dataText)) : undefined
  return found === undefined ? {} : { nearest: found }
}

function typeRule(type: unknown): string {
  const first = Array.isArray(type) ? type[0] : type
  const rules: Record<string, string> = { array: 'type_list', null: 'other' }
  const name = String(first)
  return rules[name] ?? `type_${name}`
}

const FORMATS = ['email', 'url', 'domain', 'email_or_domain', 'address_part', 'datetime', 'ip', 'ip_range']

/** Returns the problem of a value that does not match its format. */
export function formatProblem(where: string, name: string, format: string, value: unknown): RawProblem {
  // A web address may contain a password, even if the address is invalid.
  const shown = format === 'url' && typeof value === 'string' ? withoutPassword(value) : value
  return { where, rule: formatRule(format), values: { name, received: show(shown), format } }
}

const formatRule = (format: string): string =>
  FORMATS.includes(format) ? `format_${format}` : 'format_other'
