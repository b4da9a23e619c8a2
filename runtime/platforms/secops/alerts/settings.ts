/** Reads the parameters around a connector that only the platform uses. */
import type { RawProblem } from '../../../contract/errors.ts'
import { isRecord } from '../../../contract/json.ts'
import { coerceAll } from '../../../schema/coerce.ts'
import type { ParameterSpecs } from '../../../schema/parameters.ts'
import type { CaseSettings } from './cases.ts'
import { environmentRule } from './environment.ts'

/** Parameters with these names mean the same in every connector. */
const NAMES = [
  'environment_field_name',
  'environment_regex_pattern',
  'environment',
  'overflow_settings',
  'connector_identifier',
]

/**
 * The settings of a run, and what is wrong with them. Wrong types are left to the check of the parameters, which reports them
 * with the problems of the others.
 *
 * @param values parameters as the platform passed them, by name
 */
export function readCaseSettings(
  specs: ParameterSpecs,
  values: Record<string, unknown>,
  isTest: boolean,
): { settings: CaseSettings; problems: RawProblem[] } {
  const own = Object.fromEntries(NAMES.flatMap((name) => (specs[name] ? [[name, specs[name]]] : [])))
  const standard = Object.fromEntries(Object.entries(own).map(([name, { default: value }]) => [name, value]))
  const read = coerceAll(own, { ...standard, ...values }, [])
  const text = (name: string): string | undefined => (typeof read[name] === 'string' ? read[name] : undefined)
  const rule = environmentRule({
    field: text('environment_field_name'),
    pattern: text('environment_regex_pattern') ?? '.*',
    standard: text('environment') ?? '',
  })
  const isRule = typeof rule === 'function'
  const overflow = isTest || !isRecord(read.overflow_settings) ? undefined : read.overflow_settings
  return {
    settings: {
      environmentOf: isRule ? rule : () => '',
      connector: text('connector_identifier') ?? '',
      overflow,
    },
    problems: isRule ? [] : [rule],
  }
}
