/** Checks that every action has a manifest, a module and a test. */
import { isId } from '../../integration/layout.ts'
import type { Finding } from '../../integration/yaml/yaml.ts'
import { typeName } from '../generate/action-types.ts'
import type { Survey, SurveyedManifest } from '../survey.ts'

const MODULE = /^(actions|connectors)\/([^/]+?)(?<!\.gen|\.d)\.(?:ts|js|mjs)$/
const TEST = /^test\/(?:actions|connectors)\/([^/]+?)\.test\.(?:ts|js|mjs)$/

/** Creates a finding about a whole file. */
export const atTop = (file: string, message: string): Finding => ({ file, line: 1, column: 1, message })

/** Returns the folder of an action's module and test; both folders if the manifest is unreadable. */
const foldersOf = ({ manifest }: SurveyedManifest): string[] =>
  manifest ? [manifest.kind === 'connector' ? 'connectors' : 'actions'] : ['actions', 'connectors']

/** Returns the module of an action, if it exists. */
export function moduleOf(survey: Survey, action: SurveyedManifest): string | undefined {
  return foldersOf(action)
    .flatMap((folder) => [
      ...['.ts', '.js', '.mjs'].map((extension) => `${folder}/${action.id}${extension}`),
      `dist/${folder}/${action.id}.js`,
    ])
    .find((file) => survey.has(file))
}

/** Reserved ids: overlays use `integration` for the integration's own texts, types.gen.ts uses `json` for plain data. */
const RESERVED = ['integration', 'json']

/** Returns why an id conflicts with others, with the remedy: it is used as file name, argument and type name. */
export function faultOfId(id: string, others: readonly string[]): string | undefined {
  if (!isId(id)) {
    const folded = id.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
    const near = folded.replaceAll(/^-|-$/g, '') || 'get-thing'
    return `"${id}" cannot be an id. Use small letters, digits and single dashes, such as ${near}.`
  }
  if (RESERVED.includes(id)) return `"${id}" is a word of the product itself. Use another id.`
  const same = others.find((other) => other !== id && typeName(other) === typeName(id))
  return same && `"${id}" and "${same}" would both have the type ${typeName(id)}. Use another id.`
}

/** Checks that every manifest's file name is an id. */
export function checkIds(survey: Survey): Finding[] {
  const ids = survey.manifests.map(({ id }) => id)
  return survey.manifests.flatMap(({ id, yaml }) => {
    const fault = faultOfId(id, ids)
    return fault === undefined ? [] : [atTop(yaml.file, `${fault} The id is the name of this file.`)]
  })
}

/** Checks that every manifest has its module in the folder of its kind, and every module has its manifest. */
export function checkModules(survey: Survey): Finding[] {
  const ids = new Set(survey.manifests.map(({ id }) => id))
  const missing = survey.manifests.flatMap((action) => {
    if (moduleOf(survey, action)) return []
    const { id, yaml, manifest } = action
    const [folder = 'actions'] = foldersOf(action)
    const kind = manifest?.kind ?? 'action'
    const other = folder === 'actions' ? 'connectors' : 'actions'
    const misplaced = [...survey.files].find(
      (file) => file.startsWith(`${other}/${id}.`) && MODULE.test(file),
    )
    const remedy = misplaced
      ? `It is of kind: ${kind}, so move ${misplaced} to ${folder}/, or change its kind.`
      : `Write ${folder}/${id}.ts with an exported function "run", or delete the manifest.`
    return [yaml.find(['kind'], `There is no module ${folder}/${id}.ts. ${remedy}`, { key: true })]
  })
  const orphans = [...survey.files].flatMap((file) => {
    const id = MODULE.exec(file)?.[2]
    return id === undefined || ids.has(id)
      ? []
      : [
          atTop(
            file,
            `There is no manifests/${id}.yaml. Write it; shared code belongs into the client's folder.`,
          ),
        ]
  })
  return [...missing, ...orphans]
}

/** Checks, in a root with tests, that every action has a test and every test has an action. */
export function checkTests(survey: Survey): Finding[] {
  if (!survey.tested) return []
  const ids = new Set(survey.manifests.map(({ id }) => id))
  const tested = new Set([...survey.files].map((file) => TEST.exec(file)?.[1]))
  const missing = survey.manifests.flatMap((action) => {
    if (tested.has(action.id)) return []
    const [folder = 'actions'] = foldersOf(action)
    const message = `There is no test/${folder}/${action.id}.test.ts. Write what the action must send and answer.`
    return [action.yaml.find(['name'], message, { key: true })]
  })
  const orphans = [...survey.files].flatMap((file) => {
    const id = TEST.exec(file)?.[1]
    return id === undefined || ids.has(id)
      ? []
      : [atTop(file, `There is no manifests/${id}.yaml to test. Delete or rename this test.`)]
  })
  return [...missing, ...orphans]
}
