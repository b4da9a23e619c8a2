/** The configuration of an integration as the fields that installers of MCP servers ask for. */
import type { IntegrationSpec } from '../../runtime/integration/integration.ts'

/** One value that the server reads from an environment variable. */
export interface Field {
  name: string
  variable: string
  label: string
  description: string
  isSecret: boolean
  isRequired: boolean
  isSwitch: boolean
  /** The default as text; an empty text counts as absent. */
  standard: string
  choices: readonly string[]
}

/** Returns every field that has an environment variable, in the order of the integration. */
export const fieldsOf = ({ config }: Pick<IntegrationSpec, 'config'>): Field[] =>
  Object.entries(config).flatMap(([name, spec]) => {
    if (spec.env === undefined) return []
    const field: Field = {
      name,
      variable: spec.env,
      label: spec.label,
      description: spec.description,
      isSecret: spec.secret === true,
      isRequired: spec.required === true,
      isSwitch: spec.type === 'boolean',
      standard: spec.default === undefined ? '' : String(spec.default),
      choices: (spec.enum ?? []).map(String),
    }
    return [field]
  })
