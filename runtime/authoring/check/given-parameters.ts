/** Checks the parameters that one manifest gives to the action of another one. */
import type { RawProblem } from '../../contract/errors.ts'
import { english, writeProblems } from '../../i18n/sentences.ts'
import { isTemplate, type Manifest } from '../../integration/manifest.ts'
import type { Finding, YamlFile } from '../../integration/yaml/yaml.ts'
import { coerceAll } from '../../schema/coerce.ts'
import { missingByCondition, toJsonSchema } from '../../schema/parameters.ts'
import { compileSchema } from '../../schema/validate.ts'

/** The parameters that a field of a manifest gives. */
export interface Given {
  yaml: YamlFile
  /** The field with `action` and `parameters`. */
  field: string
  /** Id of the action that gets them. */
  action: string
  parameters: Readonly<Record<string, unknown>>
  /** A template may give no value: then conditions between parameters are not decided here. */
  optional?: true
}

/** Checks names, required parameters, and the values that are not templates. */
export async function checkGiven(
  { yaml, field, action, parameters: given, optional }: Given,
  target: Manifest,
): Promise<Finding[]> {
  const findings = Object.keys(given)
    .filter((name) => !Object.hasOwn(target.parameters, name))
    .map((name) => {
      const known = Object.keys(target.parameters).join(', ')
      const message = `${action} has no parameter "${name}". Parameters: ${known}.`
      return yaml.find([field, 'parameters', name], message, { key: true })
    })
  if (findings.length > 0) return findings
  const problems: RawProblem[] = []
  const literal = Object.entries(given).filter(([, value]) => !isTemplate(value))
  const values = coerceAll(target.parameters, Object.fromEntries(literal), problems)
  const rules = await compileSchema({ ...toJsonSchema(target.parameters), required: [] })
  problems.push(...rules(values))
  const missing = Object.entries(target.parameters).filter(
    ([name, spec]) => spec.required === true && spec.default === undefined && !Object.hasOwn(given, name),
  )
  const required = missing.map(([name]) => `${action} requires "${name}". Add it under ${field}.parameters.`)
  const all = { ...defaults(target), ...given }
  const wrong = optional ? problems : [...problems, ...missingByCondition(target.parameters, all)]
  return [...required, ...writeProblems(english, wrong).map(({ message }) => message)].map((message) =>
    yaml.find(Object.hasOwn(yaml.data as object, field) ? [field] : [], message, { key: true }),
  )
}

const defaults = ({ parameters }: Manifest): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(parameters).flatMap(([name, { default: value }]) =>
      value === undefined ? [] : [[name, value]],
    ),
  )
