/** The source tree's YAML files as data (docs/platforms/secops-package.md#source-tree). */

import {
  actionPackage,
  integrationPackage,
  type MappingRule,
  releaseNotes,
  type WidgetFacts,
} from '../facts.ts'
import { actionFields, configFields, connectorFields } from '../form.ts'
import {
  connectorsOf,
  identifierOf,
  nameOf,
  type PackAction,
  type PackSource,
  stemOf,
  versionOf,
} from '../source.ts'
import { CREATOR, DEFAULT_RESULT, JSON_RESULT, RESULT_NAME, SIMULATION, WIDGET_DATA } from './definitions.ts'

/** `definition.yaml`. */
export function definitionYaml(source: PackSource): object {
  const { spec, logo, image } = source
  return {
    identifier: identifierOf(spec),
    name: spec.name,
    parameters: configFields(source).map(({ name, type, value, mandatory, description }) => ({
      name,
      default_value: value,
      type,
      description,
      is_mandatory: mandatory,
      integration_identifier: identifierOf(spec),
    })),
    ...(spec.documentation === undefined ? {} : { documentation_link: spec.documentation }),
    categories: integrationPackage(spec).categories,
    ...(logo === undefined ? {} : { svg_logo_path: 'resources/logo.svg' }),
    ...(image ? { image_path: 'resources/image.png' } : {}),
  }
}

const documentation = ({ spec }: PackSource, { manifest }: PackAction): object => {
  const link = actionPackage(manifest).documentation ?? spec.documentation
  return link === undefined ? {} : { documentation_link: link }
}

/** Path of the example of an action's JSON result, by the stem of its files. */
export const examplePath = (stem: string): string => `resources/${stem}_${JSON_RESULT}_example.json`

/** `actions/<Stem>.yaml`. */
export function actionYaml(source: PackSource, action: PackAction): object {
  const { manifest } = action
  return {
    name: nameOf(manifest),
    description: manifest.description,
    ...documentation(source, action),
    integration_identifier: identifierOf(source.spec),
    parameters: actionFields(action).map(({ name, type, value, mandatory, description, options }) => ({
      name,
      default_value: value,
      type,
      ...(options ? { optional_values: options } : {}),
      description,
      is_mandatory: mandatory,
    })),
    dynamic_results_metadata: [
      { result_example_path: examplePath(stemOf(manifest)), result_name: JSON_RESULT, show_result: true },
    ],
    default_result_value: DEFAULT_RESULT,
    creator: CREATOR,
    script_result_name: RESULT_NAME,
    simulation_data_json: SIMULATION,
    version: versionOf(source.spec),
  }
}

/** `connectors/<Stem>.yaml`. */
export function connectorYaml(source: PackSource, connector: PackAction): object {
  const { manifest } = connector
  return {
    name: nameOf(manifest),
    parameters: connectorFields(source, connector).map((field) => ({
      name: field.name,
      default_value: field.value,
      type: field.type,
      description: field.description,
      is_mandatory: field.mandatory,
      is_advanced: field.advanced,
      mode: field.mode,
    })),
    description: manifest.description,
    integration: identifierOf(source.spec),
    ...documentation(source, connector),
    rules: [],
    is_connector_rules_supported: actionPackage(manifest).allow_list,
    creator: CREATOR,
    version: versionOf(source.spec),
  }
}

/** `widgets/<Stem>.yaml`. */
export const widgetYaml = ({ spec }: PackSource, { manifest }: PackAction, facts: WidgetFacts): object => ({
  title: `${identifierOf(spec)} - ${nameOf(manifest)}`,
  type: 'html',
  scope: 'alert',
  action_identifier: nameOf(manifest),
  description: facts.description,
  data_definition: {
    html_height: facts.height,
    safe_rendering: false,
    type: 'html',
    widget_definition_scope: 'both',
  },
  condition_group: {
    conditions: facts.when.map(({ match, value }) => ({
      field_name: WIDGET_DATA,
      value,
      match_type: match,
      custom_operator_name: null,
    })),
    logical_operator: 'and',
  },
  default_size: facts.size,
})

/** `ontology_mapping.yaml`. */
export const mappingYaml = (source: PackSource): object[] =>
  connectorsOf(source).flatMap(({ manifest }) => {
    const { mapping, source: vendor = identifierOf(source.spec) } = actionPackage(manifest)
    return mapping.map((rule) => ruleYaml(vendor, rule))
  })

/** The unusual name of the event field's key is the platform's. */
const ruleYaml = (vendor: string, rule: MappingRule): object => ({
  source: vendor,
  product: vendor,
  ...(rule.event === undefined ? {} : { event_name: rule.event }),
  security_event_file_name: rule.field,
  transformation_function: rule.transform ?? 'to_string',
  transformation_function_param: rule.transform_param ?? '',
  raw_data_primary_field_match_term: rule.from[0] ?? '',
  raw_data_primary_field_comparison_type: rule.compare ?? 'equal',
  raw_data_secondary_field_match_term: rule.from[1] ?? '',
  raw_data_secondary_field_comparison_type: rule.compare ?? 'equal',
  raw_data_third_field_match_term: rule.from[2] ?? '',
  raw_data_third_field_comparison_type: rule.compare ?? 'equal',
  is_artifact: rule.artifact ?? false,
  extract_function_param: '',
  extract_function: 'none',
})

/** `release_notes.yaml`. */
export const notesYaml = ({ spec }: PackSource): object[] =>
  releaseNotes(spec).map((note) => ({
    description: note.description,
    version: note.version,
    item_name: note.item ?? identifierOf(spec),
    item_type: note.type ?? 'Integration',
    publish_time: note.date,
    ticket_number: '',
    new: note.new ?? false,
    regressive: note.regressive ?? false,
    deprecated: note.deprecated ?? false,
    removed: note.removed ?? false,
  }))
