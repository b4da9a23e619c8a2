/** Writes the package as the platform's source tree. Source: docs/platforms/secops-package.md#source-tree. */
import { stringify } from 'yaml'
import { PYTHON } from './codes.ts'
import {
  actionPackage,
  integrationPackage,
  type MappingRule,
  releaseNotes,
  type WidgetFacts,
} from './facts.ts'
import {
  CREATOR,
  DEFAULT_RESULT,
  JSON_RESULT,
  RESULT_NAME,
  SIMULATION,
  WIDGET_DATA,
} from './files/definitions.ts'
import { aiDescriptions } from './files/descriptions.ts'
import { HEAD } from './files/payload.ts'
import { actionScript, connectorScript, managers } from './files/scripts.ts'
import { widgetPage } from './files/widget.ts'
import { actionFields, configFields, connectorFields } from './form.ts'
import { asciiJson, type PackageValue, packageJson } from './json.ts'
import {
  actionsOf,
  connectorsOf,
  identifierOf,
  nameOf,
  type PackAction,
  type PackSource,
  stemOf,
  versionOf,
} from './source.ts'
import type { PackageFiles } from './zip.ts'

/** Packages that the platform's packer wants to find among those for development. */
const DEVELOPMENT = ['soar-sdk', 'pytest', 'pytest-json-report']

/** Every file of the tree but `uv.lock`, which is uv's own to write. */
export function treeFiles(source: PackSource): PackageFiles {
  const { spec, logo, image } = source
  const actions = actionsOf(source)
  const connectors = connectorsOf(source)
  const texts: Record<string, string> = {
    'definition.yaml': stringify(definition(source)),
    'release_notes.yaml': stringify(notes(source)),
    'pyproject.toml': project(source),
    '.python-version': `${PYTHON.text}\n`,
    '__init__.py': `${HEAD}\n`,
    'actions/__init__.py': `${HEAD}\n`,
    'core/__init__.py': `${HEAD}\n`,
    'resources/ai/actions_ai_description.yaml': stringify(aiDescriptions(actions)),
    ...(logo === undefined ? {} : { 'resources/logo.svg': logo }),
  }
  for (const [name, text] of Object.entries(managers(source, 'source'))) texts[`core/${name}.py`] = text
  for (const action of actions) {
    const stem = stemOf(action.manifest)
    const { widget } = actionPackage(action.manifest)
    texts[`actions/${stem}.yaml`] = stringify(actionYaml(source, action))
    texts[`actions/${stem}.py`] = actionScript(source, action, 'source')
    texts[examplePath(action)] = `${packageJson(action.manifest.example.result as PackageValue)}\n`
    if (!widget) continue
    texts[`widgets/${stem}.yaml`] = stringify(widgetYaml(source, action, widget))
    texts[`widgets/${stem}.html`] = widgetPage(action)
  }
  for (const connector of connectors) {
    const stem = stemOf(connector.manifest)
    texts['connectors/__init__.py'] = `${HEAD}\n`
    texts[`connectors/${stem}.yaml`] = stringify(connectorYaml(source, connector))
    texts[`connectors/${stem}.py`] = connectorScript(connector, 'source')
    texts['resources/ai/connectors_ai_description.yaml'] = stringify(aiDescriptions(connectors))
  }
  const mapping = connectors.flatMap(({ manifest }) => {
    const { mapping: rules, source: vendor = identifierOf(spec) } = actionPackage(manifest)
    return rules.map((rule) => mappingYaml(vendor, rule))
  })
  if (mapping.length) texts['ontology_mapping.yaml'] = stringify(mapping)
  const files = Object.entries(texts).map(([path, text]): [string, Uint8Array] => [path, Buffer.from(text)])
  return { ...Object.fromEntries(files), ...(image ? { 'resources/image.png': image } : {}) }
}

function definition(source: PackSource): object {
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

const examplePath = ({ manifest }: PackAction): string =>
  `resources/${stemOf(manifest)}_${JSON_RESULT}_example.json`

const documentation = ({ spec }: PackSource, { manifest }: PackAction): object => {
  const link = actionPackage(manifest).documentation ?? spec.documentation
  return link === undefined ? {} : { documentation_link: link }
}

function actionYaml(source: PackSource, action: PackAction): object {
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
      { result_example_path: examplePath(action), result_name: JSON_RESULT, show_result: true },
    ],
    default_result_value: DEFAULT_RESULT,
    creator: CREATOR,
    script_result_name: RESULT_NAME,
    simulation_data_json: SIMULATION,
    version: versionOf(source.spec),
  }
}

function connectorYaml(source: PackSource, connector: PackAction): object {
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

const widgetYaml = ({ spec }: PackSource, { manifest }: PackAction, facts: WidgetFacts): object => ({
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

/** The odd name of the event field's key is the platform's. */
const mappingYaml = (vendor: string, rule: MappingRule): object => ({
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

const notes = ({ spec }: PackSource): object[] =>
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

/** JSON's strings are TOML's. */
const project = ({ spec }: PackSource): string => `${HEAD}
[project]
name = ${asciiJson(identifierOf(spec))}
version = "${versionOf(spec).toFixed(1)}"
description = ${asciiJson(spec.description)}
requires-python = "${PYTHON.requires}"
dependencies = []

[dependency-groups]
dev = [${DEVELOPMENT.map((name) => `"${name}"`).join(', ')}]
`
