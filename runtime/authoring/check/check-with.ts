/** Checks that the read named by `check_with` exists and takes its parameters. */
import type { Finding } from '../../integration/yaml/yaml.ts'
import type { Survey } from '../survey.ts'
import { checkGiven } from './given-parameters.ts'

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
    const { action, parameters = {} } = check
    return checkGiven({ yaml, field: 'check_with', action, parameters }, read)
  })
  return (await Promise.all(all)).flat()
}
