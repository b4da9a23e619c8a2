/** Generates types.gen.ts of an area: the inputs and results of each action. */
import { isRecord, type Json } from '../../contract/json.ts'
import { isComputed, isTemplate, type Manifest } from '../../integration/manifest.ts'
import type { ParameterSpec } from '../../schema/parameters.ts'
import type { JsonSchema } from '../../schema/validate.ts'
import { type Field, literal, mentions, printInterface, type TypeNode, union } from './typescript.ts'

/** A manifest with its id and area. */
export interface NamedManifest {
  id: string
  area?: string
  manifest: Manifest
}

const JSON_TYPE = 'type Json = null | boolean | number | string | Json[] | { [key: string]: Json }\n'

/** Returns the text of the types file, with actions in the given order. */
export function typesFile(head: string, actions: readonly NamedManifest[]): string {
  const contracts = actions.map(({ id, manifest }) => ({
    name: typeName(id),
    description: manifest.description,
    inputs: inputFields(manifest),
    result: typeOf(manifest.output),
  }))
  const usesJson = contracts.some(
    ({ inputs, result }) => mentions(result, 'Json') || mentions({ fields: inputs, open: false }, 'Json'),
  )
  const interfaces = contracts.map(({ name, description, inputs, result }) =>
    printInterface(name, description, [
      { name: 'inputs', type: { fields: inputs, open: false }, optional: false },
      { name: 'result', type: result, optional: false },
    ]),
  )
  return [`// ${head}\n`, ...(usesJson ? [JSON_TYPE] : []), ...interfaces].join('\n')
}

/** Returns the name of an action's types: `block-sender` becomes `BlockSender`. */
export function typeName(id: string): string {
  const pascal = id.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  return /^\d/.test(pascal) ? `Action${pascal}` : pascal
}

/**
 * Returns the fields of the inputs. A parameter is always present if it is required or has a literal default. A template can
 * render to nothing, so a parameter whose only default is a template is optional.
 */
function inputFields({ parameters, inputs }: Manifest): Field[] {
  const declared = Object.entries(parameters).map(([name, spec]): Field => {
    const sure = spec.required === true || hasValue(spec.default) || hasValue(inputs[name])
    return { name, type: typeOfSpec(spec), optional: !sure, description: spec.description }
  })
  const computed = Object.entries(inputs).flatMap(([name, value]): Field[] =>
    isComputed(value)
      ? [{ name, type: typeOfSpec({ type: value.type }), optional: !hasValue(value.template) }]
      : [],
  )
  return [...declared, ...computed]
}

/** True for a value that cannot be blank: a non-empty literal. */
function hasValue(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasValue)
  if (typeof value === 'string') return value.trim() !== '' && !isTemplate(value)
  return value !== undefined && value !== null
}

function typeOfSpec(spec: Pick<ParameterSpec, 'type' | 'enum' | 'schema'>): TypeNode {
  switch (spec.type) {
    case 'string':
      return choicesOr(spec.enum, 'string')
    case 'integer':
    case 'number':
      return choicesOr(spec.enum, 'number')
    case 'boolean':
      return 'boolean'
    case 'list':
      return { list: choicesOr(spec.enum, 'string') }
    case 'json':
      return spec.schema ? typeOf(spec.schema) : 'Json'
  }
}

const choicesOr = (choices: readonly Json[] | undefined, otherwise: TypeNode): TypeNode =>
  choices ? union(choices.map(typeOfValue)) : otherwise

const typeOfValue = (value: Json): TypeNode =>
  value === null || typeof value !== 'object' ? literal(value) : 'unknown'

/** Converts a JSON Schema to a type; rules without a TypeScript equivalent are only checked at run time. */
function typeOf(schema: Json | undefined): TypeNode {
  if (!isSchema(schema)) return 'unknown'
  if (schema.const !== undefined) return typeOfValue(schema.const)
  if (Array.isArray(schema.enum)) return union(schema.enum.map(typeOfValue))
  if (schema.type !== undefined) return union([schema.type].flat().map((type) => typeOfKind(type, schema)))
  const branches = schema.anyOf ?? schema.oneOf
  return Array.isArray(branches) ? union(branches.map(typeOf)) : 'unknown'
}

function typeOfKind(type: Json | undefined, schema: JsonSchema): TypeNode {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
    case 'number':
      return type
    case 'integer':
      return 'number'
    case 'array':
      return { list: typeOf(schema.items) }
    case 'object':
      return typeOfObject(schema)
    default:
      return 'unknown'
  }
}

function typeOfObject(schema: JsonSchema): TypeNode {
  const open = schema.additionalProperties !== false
  const required = Array.isArray(schema.required) ? schema.required : []
  const properties = isSchema(schema.properties) ? Object.entries(schema.properties) : []
  const fields = properties.map(
    ([name, property]): Field => ({
      name,
      type: typeOf(property),
      optional: !required.includes(name),
      ...(isSchema(property) && typeof property.description === 'string'
        ? { description: property.description }
        : {}),
    }),
  )
  return { fields, open }
}

const isSchema = (value: Json | undefined): value is JsonSchema => isRecord(value)
