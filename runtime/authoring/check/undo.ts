/** Checks that every write says how it is undone, by an action that exists. */
import type { Finding } from '../../integration/yaml/yaml.ts'
import type { Survey } from '../survey.ts'
import { checkGiven } from './given-parameters.ts'

/** Checks `undo` of every manifest against the action it names. */
export async function checkUndos(survey: Survey): Promise<Finding[]> {
  const actions = new Map(survey.manifests.flatMap(({ id, manifest }) => (manifest ? [[id, manifest]] : [])))
  const all = survey.manifests.map(async ({ yaml, manifest }): Promise<Finding[]> => {
    if (manifest === undefined || manifest.effect === 'read') return []
    const { undo, experimental } = manifest
    if (undo === undefined) {
      const message =
        'This action writes, and nothing says how to undo it. Add "undo" with an action and its parameters, or with "none" and the reason.'
      return [yaml.find(['effect'], message, { key: true })]
    }
    if (undo.action === undefined) return []
    const { action, parameters = {} } = undo
    const at = (message: string): Finding[] => [yaml.find(['undo', 'action'], message)]
    const target = actions.get(action)
    if (target === undefined || target.effect === 'read' || target.kind !== 'action') {
      const what = survey.manifests.some(({ id }) => id === action)
        ? `"${action}" is not an action that writes`
        : `There is no action "${action}"`
      return at(`${what}. Name an action of this integration that takes back the write.`)
    }
    if (target.experimental !== undefined && experimental === undefined)
      return at(
        `"${action}" is experimental, so it is refused by default. Name another action, or write "none" with the reason.`,
      )
    return checkGiven({ yaml, field: 'undo', action, parameters, optional: true }, target)
  })
  return (await Promise.all(all)).flat()
}
