/** Schemas of the files under `resources/ai` (docs/platforms/secops-package.md#ai-descriptions). */
import type { JsonSchema } from '../../../../schema/validate.ts'
import { ENTITY_FILTERS, OUTCOMES, PRODUCT_CATEGORIES } from '../codes.ts'
import { filled, flag, mapOf, orNull, record } from './parts.ts'

const flags = (names: readonly string[]): Record<string, JsonSchema> =>
  Object.fromEntries(names.map((name) => [name, flag]))

const action = record({
  ai_description: filled,
  ai_short_description: filled,
  parameters_description: filled,
  capabilities: record({
    ...flags(['fetches_data', 'can_mutate_external_data', 'can_mutate_internal_data', 'can_update_entities']),
    ...flags(['can_create_insight', 'can_modify_alert_data', 'can_create_case_comments']),
    external_data_mutation_explanation: orNull('string'),
    internal_data_mutation_explanation: orNull('string'),
  }),
  entity_usage: record({
    entity_types: { type: 'object', additionalProperties: flag },
    ...flags(ENTITY_FILTERS.map((property) => `filters_by_${property}`)),
  }),
  outcome_categories: record(flags(Object.keys(OUTCOMES))),
})

const integration = record({
  product_categories: record({ reasoning: filled, ...flags(PRODUCT_CATEGORIES) }),
})

/** Schemas of the description files, by pattern of the path. Package and source tree use the same ones. */
export const assistantSchemas: readonly [path: RegExp, schema: JsonSchema][] = [
  [/^resources\/ai\/actions_ai_description\.yaml$/, mapOf(action)],
  [/^resources\/ai\/connectors_ai_description\.yaml$/, mapOf(record({ ai_description: filled }))],
  [/^resources\/ai\/integration_ai_description\.yaml$/, integration],
]
