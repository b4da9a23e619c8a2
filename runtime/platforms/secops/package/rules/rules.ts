/**
 * The platform's rules for a package, by name.
 *
 * Source: docs/platforms/secops-package.md#rules.
 *
 * Rules of its own packer about files that we do not write (lock file, tests) are not here.
 */
import type { Survey, SurveyedManifest } from '../../../../authoring/survey.ts'
import type { Finding } from '../../../../integration/yaml/yaml.ts'
import type { Verdict } from '../../../packaging.ts'
import { readPictures, strayPictures } from '../read.ts'
import type { PackSource } from '../source.ts'
import { checkMessageOfPing, checkPythonVersion, checkResultExamples, checkStructure } from './built.ts'
import {
  checkActionParameters,
  checkConnectorDocumentation,
  checkConnectorSsl,
  checkCustom,
  checkDescriptions,
  checkDisabled,
  checkDocumentation,
  checkMapping,
  checkPing,
  checkReleaseDates,
  checkSsl,
  checkVersion,
} from './conventions.ts'
import { checkImages } from './images.ts'
import { checkLimits, checkNames } from './limits.ts'
import { checkFacts } from './shape.ts'
import type { Subject } from './subject.ts'
import { checkDependencies, checkShapes, checkYaml } from './written.ts'

/** One rule, under the name in the platform's packer if it has one. */
export interface Rule {
  name: string
  check(subject: Subject): Finding[] | Promise<Finding[]>
}

/** Every rule, in the platform's order; unnumbered rules come last. */
export const rules: readonly Rule[] = [
  { name: 'Version Consistency', check: checkVersion },
  { name: 'Custom Components', check: checkCustom },
  { name: 'Disabled Components', check: checkDisabled },
  { name: 'Ping Action Existence', check: checkPing },
  { name: 'Ping Message Format', check: checkMessageOfPing },
  { name: 'Mapping Rules', check: checkMapping },
  { name: 'SSL Integration', check: checkSsl },
  { name: 'SSL Connectors', check: checkConnectorSsl },
  { name: 'Documentation Link', check: checkDocumentation },
  { name: 'Connectors Documentation Link', check: checkConnectorDocumentation },
  { name: 'Python Version', check: checkPythonVersion },
  { name: 'Integration Description', check: checkDescriptions },
  { name: 'Fields', check: checkNames },
  { name: 'JSON Result Example', check: checkResultExamples },
  { name: 'Release Notes Date', check: checkReleaseDates },
  { name: 'Structure', check: checkStructure },
  { name: 'Action Parameters', check: checkActionParameters },
  { name: 'Limits', check: checkLimits },
  { name: 'Images', check: checkImages },
  { name: 'Dependency Provider', check: checkDependencies },
  { name: 'File Shapes', check: checkShapes },
  { name: 'YAML 1.1', check: checkYaml },
]

/** The rule that all others depend on: the package settings can be parsed. */
const FACTS = 'Package Facts'

/**
 * Checks an integration against every rule. If its settings cannot be parsed, the other rules are skipped, because they
 * would only guess. The survey itself must have no findings.
 */
export async function runRules(survey: Survey): Promise<Verdict[]> {
  const facts = { name: FACTS, findings: await checkFacts(survey) }
  const { spec, yaml } = survey.integration
  if (facts.findings.length > 0 || !spec) return [facts]
  const manifests = survey.manifests.flatMap(({ id, yaml: file, manifest }: SurveyedManifest) =>
    manifest ? [{ id, yaml: file, manifest }] : [],
  )
  const actions = manifests.map(({ id, manifest }) => ({ id, manifest }))
  const source: PackSource = { spec, actions, product: {}, components: [], ...(await readPictures(survey)) }
  const subject: Subject = { source, integration: yaml, stray: await strayPictures(survey), manifests }
  const verdicts = rules.map(async ({ name, check }) => ({ name, findings: await check(subject) }))
  return [facts, ...(await Promise.all(verdicts))]
}
