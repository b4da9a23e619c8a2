/** Schemas of the source tree's YAML files (docs/platforms/secops-package.md#source-tree). */
import type { JsonSchema } from '../../../../schema/validate.ts'
import { COMPARISONS, MATCH_TYPES, MODES, RULE_TYPES, TRANSFORMATIONS, WIDGET_SIZES } from '../codes.ts'
import {
  description,
  displayName,
  filled,
  flag,
  identifier,
  link,
  listOf,
  oneOf,
  orNull,
  parameterName,
  parameters,
  record,
  resultName,
  scalar,
  text,
  version,
} from './parts.ts'

const names = (codes: object): string[] => Object.keys(codes)

/** Words for the type of an action's parameter. `integer` is not among them: the packer fails on it. */
const ACTION_WORDS = [
  'string',
  'boolean',
  'playbook_name',
  'user',
  'stage',
  'close_case_reasons',
  'close_root_cause',
  'case_priorities',
  'email_content',
  'content',
  'password',
  'entity_type',
  'multi_values',
  'ddl',
  'code',
  'time_span_seconds',
  'multi_choice_parameter',
]

/** Words for the type of a field of the integration, or of a connector's parameter. */
const FIELD_WORDS = [
  'boolean',
  'integer',
  'string',
  'password',
  'ip',
  'ip_or_host',
  'url',
  'domain',
  'email',
  'values',
  'values_as_semicolon_separated',
  'multi_value_selection',
  'script',
  'numerical_values',
]

const path: JsonSchema = { ...filled, pattern: '^(?!/)(?!.*\\.\\.)' }

const definition = record({
  identifier,
  name: displayName,
  parameters: parameters({
    name: parameterName,
    'default_value?': scalar,
    type: oneOf(FIELD_WORDS),
    description,
    is_mandatory: flag,
    integration_identifier: identifier,
  }),
  'documentation_link?': link,
  categories: listOf(filled),
  'svg_logo_path?': path,
  'image_path?': path,
})

const action = record({
  name: displayName,
  description,
  'documentation_link?': link,
  integration_identifier: identifier,
  parameters: parameters({
    name: parameterName,
    'default_value?': scalar,
    type: oneOf(ACTION_WORDS),
    'optional_values?': listOf(text),
    description,
    is_mandatory: flag,
  }),
  dynamic_results_metadata: listOf(
    record({ result_example_path: path, result_name: filled, show_result: flag }),
  ),
  'default_result_value?': text,
  'creator?': filled,
  'script_result_name?': resultName,
  'simulation_data_json?': filled,
  'version?': version,
})

const connector = record({
  name: displayName,
  parameters: parameters({
    name: parameterName,
    'default_value?': scalar,
    type: oneOf(FIELD_WORDS),
    description,
    is_mandatory: flag,
    is_advanced: flag,
    mode: oneOf(names(MODES)),
  }),
  description,
  integration: identifier,
  'documentation_link?': link,
  rules: listOf(record({ rule_name: filled, rule_type: oneOf(names(RULE_TYPES)) })),
  is_connector_rules_supported: flag,
  creator: filled,
  'version?': version,
})

const widget = record({
  title: filled,
  type: { const: 'html' },
  scope: oneOf(['alert', 'case']),
  action_identifier: displayName,
  description,
  data_definition: record({
    html_height: { type: 'integer', minimum: 1 },
    safe_rendering: flag,
    type: { const: 'html' },
    widget_definition_scope: oneOf(['case', 'alert', 'both']),
  }),
  condition_group: record({
    conditions: listOf(
      record({
        field_name: filled,
        value: text,
        match_type: oneOf(names(MATCH_TYPES)),
        custom_operator_name: orNull('string'),
      }),
    ),
    logical_operator: oneOf(['and', 'or']),
  }),
  default_size: oneOf(names(WIDGET_SIZES)),
})

const comparison = oneOf(names(COMPARISONS))

const mapping = listOf(
  record({
    source: filled,
    product: filled,
    'event_name?': filled,
    security_event_file_name: filled,
    transformation_function: oneOf(names(TRANSFORMATIONS)),
    transformation_function_param: text,
    raw_data_primary_field_match_term: filled,
    raw_data_primary_field_comparison_type: comparison,
    raw_data_secondary_field_match_term: text,
    raw_data_secondary_field_comparison_type: comparison,
    raw_data_third_field_match_term: text,
    raw_data_third_field_comparison_type: comparison,
    is_artifact: flag,
    extract_function_param: text,
    extract_function: oneOf(['none', 'regex', 'delimiter']),
  }),
)

const notes = listOf(
  record({
    description: filled,
    version,
    item_name: filled,
    item_type: filled,
    publish_time: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' },
    ticket_number: text,
    new: flag,
    regressive: flag,
    deprecated: flag,
    removed: flag,
  }),
  { minItems: 1 },
)

/** Schemas of the source tree's YAML files, by pattern of the path. */
export const treeSchemas: readonly [path: RegExp, schema: JsonSchema][] = [
  [/^definition\.yaml$/, definition],
  [/^actions\/[^/]+\.yaml$/, action],
  [/^connectors\/[^/]+\.yaml$/, connector],
  [/^widgets\/[^/]+\.yaml$/, widget],
  [/^ontology_mapping\.yaml$/, mapping],
  [/^release_notes\.yaml$/, notes],
]
