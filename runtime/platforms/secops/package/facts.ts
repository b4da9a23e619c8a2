/** Reads `dialects.secops.package` of integration.yaml and manifests. */
import { isRecord, type Json } from '../../../contract/json.ts'
import type { IntegrationSpec } from '../../../integration/integration.ts'
import type { Manifest } from '../../../integration/manifest.ts'
import type { JsonSchema } from '../../../schema/validate.ts'
import {
  ACTION_TYPES,
  COMPARISONS,
  MATCH_TYPES,
  OUTCOMES,
  type Outcome,
  PRODUCT_CATEGORIES,
  TRANSFORMATIONS,
  WIDGET_SIZES,
} from './codes.ts'

/** `dialects.secops.package` of integration.yaml. */
export interface IntegrationPackage {
  categories: string[]
  /** Kinds of products that the platform's assistant picks integrations by. */
  product_categories: (typeof PRODUCT_CATEGORIES)[number][]
  /** Minimum version of the platform. */
  minimum_system_version: number
  /** Path of a PNG, for forms that do not show SVG. */
  image?: string
  /** Fields of the configuration that the form requires. */
  mandatory: string[]
  /** Initial values in the form, if not the default. */
  defaults: Record<string, Json>
}

/** One line of the mapping from events to the platform's model. */
export interface MappingRule {
  /** Field of the platform's model. */
  field: string
  /** Fields of an event, of which the first existing one counts; at most three. */
  from: string[]
  /** Name of the events; default: all. */
  event?: string
  compare?: keyof typeof COMPARISONS
  transform?: keyof typeof TRANSFORMATIONS
  transform_param?: string
  /** Whether an artifact is shared between cases. */
  artifact?: boolean
}

/** A picture of an action's result in the alert. */
export interface WidgetFacts {
  description: string
  /** Pixels. */
  height: number
  size: keyof typeof WIDGET_SIZES
  /** Conditions over the JSON result for showing it. */
  when: { match: keyof typeof MATCH_TYPES; value: string }[]
}

/** `dialects.secops.package` of a manifest. */
export interface ActionPackage {
  /** Page of this action; default: that of the integration. */
  documentation?: string
  /** Initial values in the form, if not the default. */
  defaults: Record<string, Json>
  /** Type in the form, if the parameter's own type is not enough. */
  types: Record<string, keyof typeof ACTION_TYPES>
  widget?: WidgetFacts
  /** The outcomes of the action, for the platform's assistant. */
  outcomes: Outcome[]
  /** Connector: parameters that the platform reads itself. */
  regular: string[]
  /** Connector: fields of the configuration that are not behind "advanced" in its form. */
  basic: string[]
  /** Connector: vendor and product of its alerts. */
  source?: string
  /** Connector: the mapping from its events to the platform's model. */
  mapping: MappingRule[]
  /** Connector: whether the form has the list of allowed values. */
  allow_list: boolean
  custom: boolean
  enabled: boolean
}

/** A line of `release_notes` in integration.yaml. */
export interface ReleaseNote {
  /** Version of the package, such as 1.0. */
  version: number
  /** YYYY-MM-DD */
  date: string
  description: string
  /** Its subject; default: the integration. */
  item?: string
  type?: 'Integration' | 'Action' | 'Connector'
  new?: boolean
  deprecated?: boolean
  removed?: boolean
  regressive?: boolean
}

type Fields = Record<string, Json>

const fieldsOf = (value: unknown): Fields => (isRecord<Json>(value) ? value : {})

/** `dialects.secops` as written in a file. */
export const secopsOf = (of: { dialects: Record<string, Json> }): Fields => fieldsOf(of.dialects.secops)

/** Reads the settings of an integration whose shape was validated. */
export function integrationPackage(spec: IntegrationSpec): IntegrationPackage {
  const none = { product_categories: [], minimum_system_version: 5.3, mandatory: [], defaults: {} }
  return { ...none, categories: spec.categories, ...fieldsOf(secopsOf(spec).package) }
}

/** Reads the settings of a manifest whose shape was validated. */
export function actionPackage(manifest: Manifest): ActionPackage {
  const none = { defaults: {}, types: {}, outcomes: [], regular: [], basic: [], mapping: [] }
  const unmarked = { allow_list: false, custom: false, enabled: true }
  return { ...none, ...unmarked, ...fieldsOf(secopsOf(manifest).package) }
}

/** Names of the parameters that the platform fills in itself: `dialects.secops.context` of a connector. */
export const suppliedParameters = (manifest: Manifest): readonly string[] =>
  Object.keys(fieldsOf(secopsOf(manifest).context))

/** The release notes, oldest first. */
export const releaseNotes = (spec: IntegrationSpec): ReleaseNote[] =>
  (spec.release_notes as unknown as ReleaseNote[]).toSorted((a, b) => a.version - b.version)

const names = (values: object): Json[] => Object.keys(values)
const text: JsonSchema = { type: 'string', minLength: 1 }
const flag: JsonSchema = { type: 'boolean' }
const texts: JsonSchema = { type: 'array', items: text }
const closed = (properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties: properties as Json as { [key: string]: Json },
})

/** Shape of `dialects.secops.package` in integration.yaml. */
export const integrationPackageSchema = closed({
  categories: { ...texts, minItems: 1 },
  product_categories: { type: 'array', uniqueItems: true, items: { enum: [...PRODUCT_CATEGORIES] } },
  minimum_system_version: { type: 'number' },
  image: text,
  mandatory: texts,
  defaults: { type: 'object' },
})

/** Shape of `dialects.secops.package` in a manifest. */
export const actionPackageSchema = closed({
  documentation: { ...text, format: 'url' },
  defaults: { type: 'object' },
  types: { type: 'object', additionalProperties: { enum: names(ACTION_TYPES) } },
  widget: closed(
    {
      description: text,
      height: { type: 'integer', minimum: 50 },
      size: { enum: names(WIDGET_SIZES) },
      when: {
        type: 'array',
        items: closed({ match: { enum: names(MATCH_TYPES) }, value: { type: 'string' } }, ['match', 'value']),
      },
    },
    ['description', 'height', 'size', 'when'],
  ),
  outcomes: { type: 'array', uniqueItems: true, items: { enum: names(OUTCOMES) } },
  regular: texts,
  basic: texts,
  source: text,
  mapping: {
    type: 'array',
    items: closed(
      {
        field: text,
        from: { ...texts, minItems: 1, maxItems: 3 },
        event: text,
        compare: { enum: names(COMPARISONS) },
        transform: { enum: names(TRANSFORMATIONS) },
        transform_param: text,
        artifact: flag,
      },
      ['field', 'from'],
    ),
  },
  allow_list: flag,
  custom: flag,
  enabled: flag,
})

/** Shape of one of the `release_notes`. */
export const releaseNoteSchema = closed(
  {
    version: { type: 'number', minimum: 1 },
    date: text,
    description: text,
    item: text,
    type: { enum: ['Integration', 'Action', 'Connector'] },
    new: flag,
    deprecated: flag,
    removed: flag,
    regressive: flag,
  },
  ['version', 'date', 'description'],
)
