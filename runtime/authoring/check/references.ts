/** Checks that files and actions named by an integration exist. */
import { ActionError } from '../../contract/errors.ts'
import { importModule } from '../../integration/layout.ts'
import type { Finding } from '../../integration/yaml/yaml.ts'
import type { Survey } from '../survey.ts'
import { atTop, moduleOf } from './files.ts'

/** Checks the files and actions that integration.yaml refers to. */
export function checkReferences(survey: Survey): Finding[] {
  const { spec, yaml } = survey.integration
  if (!spec) return []
  const findings: Finding[] = []
  const ids = [...new Set(survey.manifests.map(({ id }) => id))]
  if (!ids.includes(spec.check)) {
    const known = ids.length ? `Name one of ${ids.join(', ')}.` : 'Write its manifest.'
    findings.push(yaml.find(['check'], `There is no action "${spec.check}". ${known}`))
  }
  for (const area of Object.keys(spec.areas)) {
    if (survey.manifests.some((action) => action.area === area)) continue
    const message = `There is no manifest in manifests/${area}/. Rename or delete the area.`
    findings.push(yaml.find(['areas', area], message, { key: true }))
  }
  if (clientFile(survey) === undefined) {
    const message = `There is no module ${spec.client}.ts. Write it with an exported function "createClient".`
    findings.push(yaml.find(['client'], message))
  }
  if (spec.logo !== undefined && !survey.has(spec.logo)) {
    const message = `There is no file ${spec.logo}. Add it, or name another; the path is from the integration's folder.`
    findings.push(yaml.find(['logo'], message))
  }
  return findings
}

/** Checks that every action declares its permissions, which an administrator needs for the role. An empty list is valid. */
export function checkPermissions(survey: Survey): Finding[] {
  return survey.manifests.flatMap(({ yaml, manifest }) => {
    const given = manifest && Object.hasOwn(yaml.data as object, 'permissions')
    if (!manifest || given) return []
    const message = 'Say under "permissions" which the role needs; write permissions: [] when it needs none.'
    return [yaml.find(['effect'], message, { key: true })]
  })
}

/** Checks that every module can be imported and has the required export. */
export async function checkModulesLoad(survey: Survey): Promise<Finding[]> {
  const { spec } = survey.integration
  const client = spec && clientFile(survey)
  const wanted: [string, string][] = client ? [[client, 'createClient']] : []
  for (const action of survey.manifests) {
    const file = moduleOf(survey, action)
    if (file !== undefined) wanted.push([file, 'run'])
  }
  const loaded = wanted.map(async ([file, name]): Promise<Finding[]> => {
    try {
      const module = await importModule(survey.root, file.replace(/^dist\/|\.[a-z]+$/g, ''))
      return typeof module[name] === 'function'
        ? []
        : [atTop(file, `It exports no function "${name}". Add one: the runtime calls it.`)]
    } catch (error) {
      if (!(error instanceof ActionError)) throw error
      return [atTop(file, `${String(error.values.reason)}. Correct the module or what it imports.`)]
    }
  })
  return (await Promise.all(loaded)).flat()
}

function clientFile(survey: Survey): string | undefined {
  const stem = survey.integration.spec?.client ?? ''
  return [...['.ts', '.js', '.mjs'].map((extension) => `${stem}${extension}`), `dist/${stem}.js`].find(
    (file) => survey.has(file),
  )
}
