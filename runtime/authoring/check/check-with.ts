/** Checks that the read named by `check_with` exists and takes its parameters. */
import type { RawProblem } from '../../contract/errors.ts'
import { english, writeProblems } from '../../i18n/sentences.ts'
import { isTemplate, type Manifest } from '../../integration/manifest.ts'
import type { Finding, YamlFile } from '../../integration/yaml/yaml.ts'
import { coerceAll } from '../../schema/coerce.ts'
import { missingByCondition, toJsonSchema } from '../../schema/parameters.ts'
import { compileSchema } from '../../schema/validate.ts'
import type { Survey } from '../survey.ts'

/** Checks `check_with` of every manifest against the action it names. */
export async function checkChecks(survey: Survey): Promise<Finding[]> {
  const reads = new Map(survey.manifests.flatMap(({ id, manifest }) => (manifest ? [[id, manifest]] : [])))
  const all = survey.manifests.map(async ({ yaml, manifest }) => {
    const check = manifest?.check_with
    if (check === undefined) return []
    const read = reads.get(check.action)
    if (read === undefined || read.effect !== 'read' || read.kind !== 'action') {
      const what = survey.manifests.some(({ id }) => id === check.action)
        ? `"${check.action}" is not a read action`
        : `There is no action "${check.action}"`
      return [yaml.find(['check_with', 'action'], `${what}. Name an action of this integration that reads.`)]
    }
    if (read.experimental !== undefined && manifest?.experimental === undefined) {
      const message = `"${check.action}" is experimental, so it is refused by default. Name another action, or remove "check_with".`
      return [yaml.find(['check_with', 'action'], message)]
    }
    return checkParameters(yaml, check.action, check.parameters ?? {}, read)
  })
  return (await Promise.all(all)).flat()
}

async function checkParameters(
  yaml: YamlFile,
  action: string,
  given: Readonly<Record<string, unknown>>,
  read: Manifest,
): Promise<Finding[]> {
  const path = ['check_with', 'parameters']
  const findings = Object.keys(given)
    .filter((name) => !Object.hasOwn(read.parameters, name))
    .map((name) => {
      const known = Object.keys(read.parameters).join(', ')
      const message = `${action} has no parameter "${name}". Parameters: ${known}.`
      return yaml.find([...path, name], message, { key: true })
    })
  if (findings.length > 0) return findings
  const problems: RawProblem[] = []
  const literal = Object.entries(given).filter(([, value]) => !isTemplate(value))
  const values = coerceAll(read.parameters, Object.fromEntries(literal), problems)
  const rules = await compileSchema({ ...toJsonSchema(read.parameters), required: [] })
  problems.push(...rules(values))
  const missing = Object.entries(read.parameters).filter(
    ([name, spec]) => spec.required === true && spec.default === undefined && !Object.hasOwn(given, name),
  )
  const required = missing.map(
    ([name]) => `${action} requires "${name}". Add it under check_with.parameters.`,
  )
  const all = { ...defaults(read), ...given }
  const wrong = [...problems, ...missingByCondition(read.parameters, all)]
  return [...required, ...writeProblems(english, wrong).map(({ message }) => message)].map((message) =>
    yaml.find(Object.hasOwn(yaml.data as object, 'check_with') ? ['check_with'] : [], message, { key: true }),
  )
}

const defaults = ({ parameters }: Manifest): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(parameters).flatMap(([name, { default: value }]) =>
      value === undefined ? [] : [[name, value]],
    ),
  )
