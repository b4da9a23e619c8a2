/** The JSON Schemas of a tool, derived from those of its manifest. */
import { isRecord, type Json } from '../../contract/json.ts'
import type { Translate } from '../../i18n/sentences.ts'
import { isTemplate, type Manifest } from '../../integration/manifest.ts'
import type { ActionText } from '../../integration/texts.ts'
import type { CallArguments } from '../../platforms/arguments.ts'
import { foldName, type ParameterSpec, type ParameterSpecs, toJsonSchema } from '../../schema/parameters.ts'
import type { JsonSchema } from '../../schema/validate.ts'
import { ABOUT, aboutSchema } from './answer/structured.ts'
import { connectionArgument } from './call/connection.ts'
import { portable } from './portable-schema.ts'

const isSchema = (value: Json | undefined): value is JsonSchema => isRecord(value)

/** The arguments of a tool besides the action's own. */
export interface CommonArguments {
  callArguments: CallArguments
  /** The schema of the argument that chooses a connection, if there are several. */
  connection: JsonSchema | undefined
}

/**
 * The input of a tool: the action's parameters in the caller's language, and the arguments common to all tools. Unknown
 * arguments are not excluded here: some SDKs refuse such schemas. The runtime refuses the arguments.
 */
export function inputSchema(
  { parameters }: Manifest,
  texts: ActionText,
  { callArguments, connection }: CommonArguments,
  t: Translate,
): JsonSchema {
  const schema = toJsonSchema(localised(parameters, texts))
  const own = isSchema(schema.properties) ? schema.properties : {}
  const properties = Object.entries(parameters).map(([name, spec]): [string, Json] => [
    name,
    property(own[name] ?? {}, spec, t),
  ])
  const taken = new Set(Object.keys(parameters).map(foldName))
  const common = Object.entries(callArguments.properties(t)).filter(([name]) => !taken.has(foldName(name)))
  const required = Object.entries(parameters)
    .filter(([, spec]) => spec.required && literalDefault(spec) === undefined)
    .map(([name]) => name)
  const chosen: [string, Json][] = connection ? [[connectionArgument(parameters), connection]] : []
  required.unshift(...chosen.map(([name]) => name))
  return {
    type: 'object',
    ...(required.length ? { required } : {}),
    properties: Object.fromEntries([...chosen, ...properties, ...common]),
  }
}

function localised(specs: ParameterSpecs, texts: ActionText): ParameterSpecs {
  const entries = Object.entries(specs).map(([name, spec]) => [name, { ...spec, ...texts.parameters[name] }])
  return Object.fromEntries(entries)
}

const literalDefault = ({ default: value }: ParameterSpec): Json | undefined =>
  isTemplate(value) || value === null ? undefined : value

function property(schema: Json, spec: ParameterSpec, t: Translate): JsonSchema {
  const own = portable(standardDates(schema), t)
  // The limit against megabytes is internal to the runtime; for a model it would only be one more number to read.
  if (spec.max_length === undefined) dropLength(own)
  const value = literalDefault(spec)
  return {
    ...own,
    ...(value === undefined ? {} : { default: listed(spec, value) }),
  }
}

function dropLength(schema: JsonSchema): void {
  delete schema.maxLength
  if (isSchema(schema.items)) delete schema.items.maxLength
}

/** The manifest may give a list's default as text. */
const listed = ({ type }: ParameterSpec, value: Json): Json =>
  type === 'list' && typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value

/**
 * The output of a tool: the facts about the answer and the action's output; a list is wrapped, since structured content is an
 * object.
 */
export function outputSchema({ output }: Manifest, t: Translate): JsonSchema {
  const own = withoutFormats(output)
  const schema = isSchema(own) ? own : {}
  const about = { [ABOUT]: aboutSchema(t) }
  if (output.type === 'array') {
    const properties = { ...about, rows: schema }
    return { type: 'object', additionalProperties: false, required: ['rows'], properties }
  }
  const properties = isSchema(schema.properties) ? plainProperties(schema.properties) : {}
  return { ...schema, properties: { ...about, ...properties } }
}

/** The protocol requires an object for each property; JSON Schema also allows true and false. */
function plainProperties(properties: JsonSchema): JsonSchema {
  const entries = Object.entries(properties).map(([name, schema]) => [
    name,
    schema === true ? {} : schema === false ? { not: {} } : schema,
  ])
  return Object.fromEntries(entries)
}

/** A copy without formats: one that is narrower than ours would refuse valid data. */
const withoutFormats = (schema: Json): Json => withFormats(schema, () => undefined)

/** A copy in which dates have their standard format. */
const standardDates = (schema: Json): Json =>
  withFormats(schema, (format) => (format === 'datetime' ? 'date-time' : undefined))

function withFormats(schema: Json, replace: (format: string) => string | undefined): Json {
  if (Array.isArray(schema)) return schema.map((item) => withFormats(item, replace))
  if (!isSchema(schema)) return schema
  const entries = Object.entries(schema).flatMap(([key, value]): [string, Json][] => {
    if (key === 'enum' || key === 'const' || key === 'default') return [[key, value]]
    if (key !== 'format' || typeof value !== 'string') return [[key, withFormats(value, replace)]]
    const format = replace(value)
    return format === undefined ? [] : [[key, format]]
  })
  return Object.fromEntries(entries)
}
