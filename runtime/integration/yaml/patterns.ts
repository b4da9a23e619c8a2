/** Checks that the regular expressions of manifests are fast for every text. */
import type { JsonSchema } from '../../schema/validate.ts'
import { regexGrowth } from '../../sdk/regex/growth.ts'
import type { Path } from './templates.ts'
import type { Finding, YamlFile } from './yaml.ts'

/** Maximum number of steps an expression may take on its longest text. */
const STEPS = 10_000_000
/** Maximum length in characters of a text without its own limit (runtime/schema/parameters.ts). */
const LONGEST_TEXT = 1_000_000

/**
 * Returns the problems of a regular expression: it does not compile, or its time grows so fast with the length of the text
 * that the longest text would take too long.
 *
 * @param longest characters; default a million
 */
export function patternFindings(
  yaml: YamlFile,
  path: Path,
  source: string,
  longest = LONGEST_TEXT,
): Finding[] {
  try {
    new RegExp(source, 'u')
  } catch {
    return [yaml.find(path, 'This is not a regular expression. Correct it.')]
  }
  const growth = regexGrowth(source)
  // Linear expressions are fast at any length.
  if (growth <= 1 || longest ** growth <= STEPS) return []
  const how = Number.isFinite(growth)
    ? (GROWS[growth] ?? `with the power ${growth} of`)
    : 'exponentially with'
  const remedy = Number.isFinite(growth)
    ? `Anchor it with ^, make neighbouring repetitions differ, or set the longest length to at most ${Math.floor(STEPS ** (1 / growth))}.`
    : 'Rewrite it so that each text can match in one way only; a repetition inside a repetition is the usual cause.'
  return [
    yaml.find(path, `The time of this regular expression may grow ${how} the length of the text. ${remedy}`),
  ]
}

const GROWS: Record<number, string> = { 2: 'with the square of', 3: 'with the cube of' }

/** Checks every expression in a JSON Schema: `pattern`, and the keys of `patternProperties`. */
export function schemaPatternFindings(yaml: YamlFile, path: Path, schema: JsonSchema): Finding[] {
  return Object.entries(schema).flatMap(([key, value]): Finding[] => {
    const below: Path = [...path, key]
    if (key === 'pattern' && typeof value === 'string') {
      const { maxLength } = schema
      return patternFindings(yaml, below, value, typeof maxLength === 'number' ? maxLength : undefined)
    }
    // Names and values of instances are data, not schemas.
    if (key === 'const' || key === 'enum' || key === 'default' || key === 'examples') return []
    const keys = key === 'patternProperties' && isSchema(value) ? Object.keys(value) : []
    const named = keys.flatMap((source) => patternFindings(yaml, [...below, source], source))
    if (Array.isArray(value)) {
      const inner = value.flatMap((one, index) =>
        isSchema(one) ? schemaPatternFindings(yaml, [...below, index], one) : [],
      )
      return [...named, ...inner]
    }
    return isSchema(value) ? [...named, ...schemaPatternFindings(yaml, below, value)] : named
  })
}

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
