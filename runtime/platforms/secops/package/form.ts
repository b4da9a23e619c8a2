/** The platform's forms, derived from parameters and configuration. */
import { isRecord, type Json } from '../../../contract/json.ts'
import type { Manifest } from '../../../integration/manifest.ts'
import { dataText } from '../../../safety/plain-data.ts'
import type { ParameterSpec } from '../../../schema/parameters.ts'
import type { ACTION_TYPES, FIELD_TYPES, MODES } from './codes.ts'
import { actionPackage, integrationPackage, secopsOf, suppliedParameters } from './facts.ts'
import type { PackAction, PackSource } from './source.ts'

/** One field of a form. */
export interface Field<T extends string> {
  /** Our name for it. */
  id: string
  /** The label: forms return it as the name. */
  name: string
  type: T
  /** The initial value of the field. */
  value: Json
  mandatory: boolean
  description: string
}

export type ActionField = Field<keyof typeof ACTION_TYPES> & { options: string[] | null }
export type ConfigField = Field<keyof typeof FIELD_TYPES>
export type ConnectorField = ConfigField & { advanced: boolean; mode: keyof typeof MODES }

/** The parameters of an action. Whole numbers and lists are text there. */
export function actionFields({ manifest }: PackAction): ActionField[] {
  const facts = actionPackage(manifest)
  return Object.entries(manifest.parameters).map(([id, spec]) => {
    const type = facts.types[id] ?? actionType(spec)
    const options = type === 'ddl' ? (spec.enum ?? []).map(dataText) : null
    const first = firstValue(spec, facts.defaults[id])
    return {
      id,
      name: spec.label,
      type,
      options,
      // A drop-down without a selection has no value at all: an empty text would not be an option.
      value:
        type === 'boolean' ? first === true : first === undefined ? (options ? null : '') : textOf(first),
      mandatory: spec.required === true,
      description: described(spec, options !== null),
    }
  })
}

function actionType(spec: ParameterSpec): keyof typeof ACTION_TYPES {
  if (spec.secret) return 'password'
  if (spec.type === 'boolean') return 'boolean'
  if (spec.type === 'json') return 'content'
  return spec.enum && spec.type !== 'list' ? 'ddl' : 'string'
}

/** The configuration of the integration. */
export function configFields({ spec }: PackSource): ConfigField[] {
  const facts = integrationPackage(spec)
  return Object.entries(spec.config).map(([id, field]) => ({
    ...configField(id, field, facts.defaults[id]),
    mandatory: field.required === true || facts.mandatory.includes(id),
  }))
}

/** The parameters of a connector: its own, and the configuration, of which each connector has its own copy. */
export function connectorFields(source: PackSource, { manifest }: PackAction): ConnectorField[] {
  const facts = actionPackage(manifest)
  const supplied = suppliedParameters(manifest)
  const defaults = { ...defaultsBeside(manifest), ...facts.defaults }
  const own = Object.entries(manifest.parameters)
    .filter(([id]) => !supplied.includes(id))
    .map(
      ([id, spec]): ConnectorField => ({
        ...configField(id, spec, defaults[id]),
        advanced: spec.advanced === true,
        mode: facts.regular.includes(id) ? 'regular' : 'script',
      }),
    )
  const config = configFields(source).map(
    (field): ConnectorField => ({
      ...field,
      advanced: !facts.basic.includes(field.id),
      mode: 'script',
    }),
  )
  const regular = own.filter(({ mode }) => mode === 'regular')
  return [...regular, ...config, ...own.filter(({ mode }) => mode === 'script')]
}

/** Initial values of the platform's form that the dialect's own settings name. */
const defaultsBeside = (manifest: Manifest): Record<string, Json> => {
  const { defaults } = secopsOf(manifest)
  return isRecord(defaults) ? defaults : {}
}

function configField(id: string, spec: ParameterSpec, first: Json | undefined): ConfigField {
  const type = fieldType(spec)
  const value = firstValue(spec, first)
  return {
    id,
    name: spec.label,
    type,
    value: type === 'boolean' ? value === true : type === 'integer' ? (value ?? null) : textOf(value ?? ''),
    mandatory: spec.required === true,
    description: described(spec, false),
  }
}

const fieldType = (spec: ParameterSpec): keyof typeof FIELD_TYPES =>
  spec.secret
    ? 'password'
    : spec.type === 'boolean' || (spec.type === 'integer' && spec.default !== undefined)
      ? spec.type
      : 'string'

/** A default that is a template over our own context has no meaning for the platform: the field is then empty. */
const firstValue = (spec: ParameterSpec, first: Json | undefined): Json | undefined =>
  first ?? (typeof spec.default === 'string' && /\{[{%#]/.test(spec.default) ? undefined : spec.default)

const textOf = (value: Json): string =>
  typeof value === 'string'
    ? value
    : Array.isArray(value) && value.every((item) => typeof item !== 'object')
      ? value.join(',')
      : JSON.stringify(value)

/** If the form cannot show the choices, the description lists them. */
function described(spec: ParameterSpec, hasOptions: boolean): string {
  if (hasOptions || !spec.enum) return spec.description
  return `${spec.description} Possible values: ${spec.enum.join(', ')}.`
}
