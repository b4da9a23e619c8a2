/** Which fields of a configuration have a value, and where it came from. */
import type { ConfigSource } from '../../integration/config/config.ts'
import { decide } from '../../integration/config/sources.ts'
import type { Integration } from '../../integration/integration.ts'
import type { ParameterSpec } from '../../schema/parameters.ts'
import { type Step, stepOf } from './step.ts'

/** A source of configuration with its display name; for the environment, the variable of the field. */
export interface NamedSource {
  source: ConfigSource
  nameOf: (spec: ParameterSpec | undefined) => string
}

/** The step that says which fields are set and from where; never the value itself. */
export function configurationStep({ spec: { config } }: Integration, sources: readonly NamedSource[]): Step {
  const decided = decide(
    config,
    sources.map(({ source }) => source),
    [],
  )
  const fields = Object.entries(config).flatMap(([name, field]) => {
    const from = sources.find(({ source }) => source === decided.get(name)?.source)
    return from === undefined ? [] : [{ name, label: field.label, from: from.nameOf(field) }]
  })
  const parts = fields.map(({ label, from }) => `${label} (${from})`)
  const detail = `complete: ${parts.join(', ') || 'defaults only'}`
  return stepOf('configuration', 'ok', detail, { data: { fields } })
}
