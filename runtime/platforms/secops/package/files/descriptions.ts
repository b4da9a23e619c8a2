/** Describes the integration and its actions for the platform's assistant, from the manifests. */
import { ENRICHMENT, ENTITY_FILTERS, NEUTRAL, OUTCOMES, type Outcome, PRODUCT_CATEGORIES } from '../codes.ts'
import { actionPackage, integrationPackage } from '../facts.ts'
import { type ActionField, actionFields } from '../form.ts'
import { actionsOf, connectorsOf, nameOf, type PackAction, type PackSource } from '../source.ts'

const EFFECTS = {
  read: 'It reads and changes nothing.',
  write: 'It changes data of the tenant.',
  destructive: 'It changes data of the tenant in a way that cannot be undone.',
} as const

/** Describes an action completely, as Markdown. */
export function descriptionFor(action: PackAction): string {
  const { manifest } = action
  const fields = actionFields(action).map((field) => {
    const { name, mandatory } = field
    return `- ${name} (${mandatory ? 'required' : 'optional'}): ${helpFor(field)}`
  })
  const sections: [string, string[]][] = [
    ['Description', [manifest.description, EFFECTS[manifest.effect]]],
    ['Deprecated', manifest.deprecated ? [manifest.deprecated] : []],
    ['Notes', manifest.notes.map((note) => `- ${note}`)],
    ['Parameters', fields],
    ['Permissions', manifest.permissions.map((permission) => `- ${permission}`)],
  ]
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `## ${title}\n${lines.join('\n')}`)
    .join('\n\n')
}

/** Describes an action in a sentence or two. */
export const shortDescriptionFor = ({ manifest }: PackAction): string => manifest.description

const TYPES = {
  string: 'String',
  boolean: 'Boolean',
  content: 'Text',
  password: 'Password',
  ddl: 'Drop-down list',
} as const

/** Describes the parameters of an action: a Markdown table. */
export function parametersFor(action: PackAction): string {
  const fields = actionFields(action)
  if (fields.length === 0) return 'There are no parameters for this action.'
  const rows = fields.map((field) => [
    field.name,
    TYPES[field.type],
    field.mandatory ? 'Yes' : 'No',
    helpFor(field),
  ])
  return [['Parameter', 'Type', 'Mandatory', 'Description'], Array(4).fill(':---'), ...rows]
    .map((cells: string[]) => `| ${cells.map(inCell).join(' | ')} |`)
    .join('\n')
}

const inCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ')

function helpFor({ description, options, value }: ActionField): string {
  const choices = options ? ` One of: ${options.join(', ')}.` : ''
  const first = value === '' || value === null ? '' : ` Default: ${String(value)}.`
  return `${description}${choices}${first}`
}

/** The outcomes of an action in the wording of built packages. */
export const outcomesFor = ({ manifest }: PackAction): string[] =>
  actionPackage(manifest).outcomes.map((outcome) => OUTCOMES[outcome])

/** The platform's conclusions from the outcomes. */
export function categoriesFor({ manifest }: PackAction): string[] {
  const { outcomes } = actionPackage(manifest)
  const isRemedy = (outcome: Outcome) => !ENRICHMENT.includes(outcome) && !NEUTRAL.includes(outcome)
  return [
    ...(outcomes.some(isRemedy) ? ['Remediation'] : []),
    ...(outcomes.some((outcome) => ENRICHMENT.includes(outcome)) ? ['Enrichment'] : []),
  ]
}

/** The description files under `resources/ai` as data, by path. The platform's packer refuses any other shape. */
export function aiDocuments(source: PackSource): Record<string, unknown> {
  const byName = (actions: readonly PackAction[], describe: (action: PackAction) => object) =>
    Object.fromEntries(actions.map((action) => [nameOf(action.manifest), describe(action)]))
  const connectors = connectorsOf(source)
  const described = (connector: PackAction) => ({ ai_description: descriptionFor(connector) })
  return {
    'resources/ai/integration_ai_description.yaml': integrationAi(source),
    'resources/ai/actions_ai_description.yaml': byName(actionsOf(source), actionAi),
    ...(connectors.length
      ? { 'resources/ai/connectors_ai_description.yaml': byName(connectors, described) }
      : {}),
  }
}

function integrationAi({ spec }: PackSource): object {
  const { product_categories } = integrationPackage(spec)
  const reasoning = `${spec.name}: ${spec.description}`
  return { product_categories: { reasoning, ...flags(PRODUCT_CATEGORIES, product_categories) } }
}

/** No action works on entities of a case, or changes anything inside the platform. */
function actionAi(action: PackAction): object {
  const { effect, description } = action.manifest
  return {
    ai_description: descriptionFor(action),
    ai_short_description: shortDescriptionFor(action),
    parameters_description: parametersFor(action),
    capabilities: {
      fetches_data: effect === 'read',
      can_mutate_external_data: effect !== 'read',
      external_data_mutation_explanation: effect === 'read' ? null : `${description} ${EFFECTS[effect]}`,
      can_mutate_internal_data: false,
      internal_data_mutation_explanation: null,
      can_update_entities: false,
      can_create_insight: false,
      can_modify_alert_data: false,
      can_create_case_comments: false,
    },
    entity_usage: {
      entity_types: {},
      ...flags(
        ENTITY_FILTERS.map((property) => `filters_by_${property}`),
        [],
      ),
    },
    outcome_categories: flags(Object.keys(OUTCOMES), actionPackage(action.manifest).outcomes),
  }
}

const flags = (names: readonly string[], chosen: readonly string[]): Record<string, boolean> =>
  Object.fromEntries(names.map((name) => [name, chosen.includes(name)]))
