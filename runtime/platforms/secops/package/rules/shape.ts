/** Checks the package settings of manifests: fields, names, values. */
import type { Survey } from '../../../../authoring/survey.ts'
import { english, writeProblems } from '../../../../i18n/sentences.ts'
import type { Finding, YamlFile } from '../../../../integration/yaml/yaml.ts'
import { dataText } from '../../../../safety/plain-data.ts'
import { compileRaw, type JsonSchema, toValidate } from '../../../../schema/validate.ts'
import { actionPackageSchema, integrationPackageSchema, releaseNoteSchema, secopsOf } from '../facts.ts'

type Path = (string | number)[]

/** Every fault in `dialects.secops.package` and in `release_notes`. */
export async function checkFacts({ integration, manifests }: Survey): Promise<Finding[]> {
  const { spec, yaml } = integration
  if (!spec) return []
  const findings = [
    ...(await shape(yaml, PACKAGE, secopsOf(spec).package ?? {}, integrationPackageSchema)),
    ...(await shape(yaml, ['release_notes'], spec.release_notes, {
      type: 'array',
      minItems: 1,
      items: releaseNoteSchema,
    })),
    ...unknown(yaml, Object.keys(spec.config), secopsOf(spec).package),
  ]
  for (const { yaml: file, manifest } of manifests) {
    if (!manifest) continue
    const { package: facts } = secopsOf(manifest)
    const names = [...Object.keys(manifest.parameters), ...Object.keys(spec.config)]
    findings.push(
      ...(await shape(file, PACKAGE, facts ?? {}, actionPackageSchema)),
      ...unknown(file, names, facts),
    )
  }
  return findings
}

const PACKAGE: Path = ['dialects', 'secops', 'package']

async function shape(yaml: YamlFile, base: Path, data: unknown, schema: JsonSchema): Promise<Finding[]> {
  const validate = toValidate(await compileRaw(schema), (path) => [...base, ...path].join('.'))
  return validate(data).map((problem) => {
    const [written] = writeProblems(english, [problem])
    const inner = problem.where.split('.').filter((part) => part !== '')
    const path = [...base, ...inner.map((part) => (/^\d+$/.test(part) ? Number(part) : part))]
    return yaml.find(path, `For the package: ${written?.message ?? problem.rule}`, { key: true })
  })
}

/** Names of parameters or fields that do not exist. */
function unknown(yaml: YamlFile, known: readonly string[], facts: unknown): Finding[] {
  if (facts === null || typeof facts !== 'object') return []
  return ['defaults', 'types', 'mandatory', 'regular', 'basic'].flatMap((key) => {
    const value = (facts as Record<string, unknown>)[key]
    const names = Array.isArray(value) ? value.map(dataText) : Object.keys(value ?? {})
    return names
      .filter((name) => !known.includes(name))
      .map((name) =>
        yaml.find(
          [...PACKAGE, key, Array.isArray(value) ? names.indexOf(name) : name],
          `There is no "${name}".`,
        ),
      )
  })
}
