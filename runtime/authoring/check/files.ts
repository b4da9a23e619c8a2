/** Checks that every action has a manifest, a module and a test. */
import { isId, LOCALES, manifestPath, moduleStem, usedTwice } from '../../integration/layout.ts'
import type { Finding } from '../../integration/yaml/yaml.ts'
import { typeName } from '../generate/action-types.ts'
import type { Survey, SurveyedManifest } from '../survey.ts'

const MODULE = /^(actions|connectors)\/(?:([^/]+)\/)?([^/]+?)(?<!\.gen|\.d)\.(?:ts|js|mjs)$/
const TEST = /^test\/(?:actions|connectors)\/(?:([^/]+)\/)?([^/]+?)\.test\.(?:ts|js|mjs)$/

/** Creates a finding about a whole file. */
export const atTop = (file: string, message: string): Finding => ({ file, line: 1, column: 1, message })

/** Returns the paths of an action's module without extension; those of both kinds if the manifest is unreadable. */
const stemsOf = (action: SurveyedManifest): string[] =>
  action.manifest
    ? [moduleStem(action, action.manifest.kind)]
    : [moduleStem(action, 'action'), moduleStem(action, 'connector')]

/** Returns the module of an action, if it exists. */
export function moduleOf(survey: Survey, action: SurveyedManifest): string | undefined {
  return stemsOf(action)
    .flatMap((stem) => [
      ...['.ts', '.js', '.mjs'].map((extension) => `${stem}${extension}`),
      `dist/${stem}.js`,
    ])
    .find((file) => survey.has(file))
}

/** Reserved ids: overlays use `integration` for the integration's own texts, types.gen.ts uses `json` for plain data. */
const RESERVED = ['integration', 'json']

/** Returns why an id conflicts with others, with the remedy: it is used as file name, argument and type name. */
export function faultOfId(id: string, others: readonly string[]): string | undefined {
  if (!isId(id)) return notAnId(id, 'an id', 'get-thing')
  if (RESERVED.includes(id)) return `"${id}" is a word of the product itself. Use another id.`
  const same = others.find((other) => other !== id && typeName(other) === typeName(id))
  return same && `"${id}" and "${same}" would both have the type ${typeName(id)}. Use another id.`
}

/** Returns why a folder cannot be an area. */
export function faultOfArea(area: string): string | undefined {
  if (area === LOCALES) return `"${area}" is the folder of the languages. Use another area.`
  return isId(area) ? undefined : notAnId(area, 'the name of an area', 'held-messages')
}

function notAnId(text: string, what: string, example: string): string {
  const folded = text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  const near = folded.replaceAll(/^-|-$/g, '') || example
  return `"${text}" cannot be ${what}. Use small letters, digits and single dashes, such as ${near}.`
}

/** Checks that every manifest's file name is an id, that no two have the same, and that every folder is an area. */
export function checkIds(survey: Survey): Finding[] {
  const byId = Map.groupBy(survey.manifests, ({ id }) => id)
  const ids = [...byId.keys()]
  const faults = survey.manifests.flatMap(({ id, yaml }) => {
    const fault = faultOfId(id, ids)
    return fault === undefined ? [] : [atTop(yaml.file, `${fault} The id is the name of this file.`)]
  })
  const twins = [...byId].flatMap(([id, actions]) => {
    const [first, ...more] = actions.map(({ yaml }) => yaml.file)
    return first === undefined || more.length === 0 ? [] : [atTop(first, usedTwice(id, [first, ...more]))]
  })
  const byArea = new Map(survey.manifests.map(({ area = '', yaml }) => [area, yaml.file]))
  const areas = [...byArea].flatMap(([area, file]) => {
    const fault = area === '' ? undefined : faultOfArea(area)
    return fault === undefined ? [] : [atTop(file, `${fault} The area is the name of the folder.`)]
  })
  return [...faults, ...twins, ...areas, ...survey.strays.map(strayFinding)]
}

function strayFinding(file: string): Finding {
  const [, area, ...deeper] = file.split('/')
  return deeper.length > 1
    ? atTop(file, `An area has no folders of its own. Move this file to manifests/${area}/.`)
    : atTop(file, `There is no ${file.replace(/\.[^./]+\.yaml$/, '.yaml')}. Rename or delete these texts.`)
}

/** Finds the files that belong to an action by their name but have no manifest: in the folders themselves and in areas. */
function filesWithout(survey: Survey, pattern: RegExp): { file: string; manifest: string }[] {
  const ids = new Set(survey.manifests.map(({ id }) => id))
  const areas = new Set(survey.manifests.map(({ area }) => area))
  return [...survey.files].flatMap((file) => {
    const [id, area] = pattern.exec(file)?.slice(1).reverse() ?? []
    if (id === undefined || ids.has(id) || (area !== undefined && !areas.has(area))) return []
    return [{ file, manifest: manifestPath({ id, area }) }]
  })
}

/** Checks that every manifest has its module in the folder of its kind and area, and every module has its manifest. */
export function checkModules(survey: Survey): Finding[] {
  const missing = survey.manifests.flatMap((action) => {
    if (moduleOf(survey, action)) return []
    const { id, yaml, manifest } = action
    const [stem = ''] = stemsOf(action)
    const folder = stem.slice(0, -id.length)
    const kind = manifest?.kind ?? 'action'
    const misplaced = [...survey.files].find((file) => MODULE.exec(file)?.[3] === id)
    const [start = ''] = stem.split('/')
    const remedy = !misplaced
      ? `Write ${stem}.ts with an exported function "run", or delete the manifest.`
      : misplaced.startsWith(`${start}/`)
        ? `It has the path of the manifest, so move ${misplaced} to ${folder}.`
        : `It is of kind: ${kind}, so move ${misplaced} to ${folder}, or change its kind.`
    return [yaml.find(['kind'], `There is no module ${stem}.ts. ${remedy}`, { key: true })]
  })
  const orphans = filesWithout(survey, MODULE).map(({ file, manifest }) =>
    atTop(file, `There is no ${manifest}. Write it; shared code belongs into the client's folder.`),
  )
  return [...missing, ...orphans]
}

/** Checks, in a root with tests, that every action has a test and every test has an action. */
export function checkTests(survey: Survey): Finding[] {
  if (!survey.tested) return []
  const tested = new Set([...survey.files].map((file) => TEST.exec(file)?.slice(1).join('/')))
  const missing = survey.manifests.flatMap((action) => {
    if (tested.has([action.area, action.id].join('/'))) return []
    const [stem = ''] = stemsOf(action)
    const message = `There is no test/${stem}.test.ts. Write what the action must send and answer.`
    return [action.yaml.find(['name'], message, { key: true })]
  })
  const orphans = filesWithout(survey, TEST).map(({ file, manifest }) =>
    atTop(file, `There is no ${manifest} to test. Delete or rename this test.`),
  )
  return [...missing, ...orphans]
}
