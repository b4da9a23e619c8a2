/** Generates types.gen.ts of an area: the inputs and results of each action. */
import type { Json } from '../../contract/json.ts'
import { isComputed, isTemplate, type Manifest } from '../../integration/manifest.ts'
import type { ParameterSpec } from '../../schema/parameters.ts'
import { parseTemplate } from '../../template/parse/parse.ts'
import { typeOf, typeOfValue } from './schema-types.ts'
import { type Field, mentions, printInterface, type TypeNode, union } from './typescript.ts'
import { wireFields } from './wire-types.ts'

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
    before: beforeFields(manifest),
    wire: wireFields(manifest),
  }))
  const usesJson = contracts.some(
    ({ inputs, result }) => mentions(result, 'Json') || mentions({ fields: inputs, open: false }, 'Json'),
  )
  const interfaces = contracts.map(({ name, description, inputs, result, before, wire }) =>
    printInterface(name, description, [
      { name: 'inputs', type: { fields: inputs, open: false }, optional: false },
      { name: 'result', type: result, optional: false },
      ...before,
      ...wire,
    ]),
  )
  return [`// ${head}\n`, ...(usesJson ? [JSON_TYPE] : []), ...interfaces].join('\n')
}

/** Returns `before` with the fields that the templates of `undo` read, if they read any. */
function beforeFields({ undo }: Manifest): Field[] {
  if (undo?.action === undefined) return []
  const sources = [undo.when, ...Object.values(undo.parameters ?? {})].filter(isTemplate)
  const read = sources.flatMap((source) => parseTemplate(source).names.map((name) => name.split('.')))
  const names = new Set(read.flatMap(([root, field]) => (root === 'before' && field ? [field] : [])))
  if (names.size === 0) return []
  const fields = [...names].map((name): Field => ({ name, type: 'unknown', optional: true }))
  return [{ name: 'before', type: { fields, open: false }, optional: false }]
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
