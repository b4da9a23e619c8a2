/** Reads an integration as a run from its folder would, and writes lazily evaluated modules. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { IntegrationSpec } from '../../integration/integration.ts'
import { type ActionFiles, moduleStem, readLayout, usedTwice } from '../../integration/layout.ts'
import { inputSpecs, isTemplate, type ReadManifest } from '../../integration/manifest.ts'
import type { ActionTexts, Overlay } from '../../integration/overlay.ts'
import type { Prepared } from '../../integration/prepared.ts'
import type { PromptSet } from '../../integration/prompts.ts'
import type { SimulatorModule } from '../../integration/simulator.ts'
import { readIntegrationSpec, readOverlay, readTexts } from '../../integration/yaml/integration.ts'
import { readManifest } from '../../integration/yaml/manifest.ts'
import { readPrompts } from '../../integration/yaml/prompts.ts'
import { type Finding, writeFinding } from '../../integration/yaml/yaml.ts'
import { toJsonSchema } from '../../schema/parameters.ts'
import { validatorsModule } from '../../schema/standalone.ts'
import { parseTemplate } from '../../template/parse/parse.ts'
import type { TemplateTree } from '../../template/template.ts'

/** Everything wrong with the sources, one `file:line:column` a line. */
export class SourceFault extends Error {}

type Trees = Record<string, TemplateTree>

interface Action extends ReadManifest {
  files: ActionFiles
  /** Its module, relative to the root. */
  module: string
  /** Its texts in further languages. */
  texts: Record<string, ActionTexts>
}

/** An integration that was read, and the modules that a bundle of it consists of. */
export interface PreparedModules {
  spec: IntegrationSpec
  modules: Modules
  /** Files that every action depends on, and those of each action by its id; without the code that they import. */
  files: { shared: string[]; actions: Record<string, string[]> }
  /** The module of the client, relative to the root. */
  client: string
  /** The areas of the actions that are in one, by id. */
  areas: ReadonlyMap<string, string>
}

/** Modules by name; each is JavaScript that may import the others as `soar:<name>` and files by their path from the root. */
export type Modules = Map<string, string>

/** Prepares the integration in a folder. Throws a SourceFault that lists every problem. */
export async function prepare(root: string): Promise<PreparedModules> {
  const findings: Finding[] = []
  const take = <T>(reading: { ok: true; value: T } | { ok: false; findings: Finding[] }): T | undefined => {
    if (reading.ok) return reading.value
    findings.push(...reading.findings)
    return undefined
  }
  const read = (file: string) => readFileSync(join(root, file))

  const integration = take(await readIntegrationSpec('integration.yaml', read('integration.yaml')))
  const locales = integration?.spec.locales.slice(1) ?? []
  const overlays: Record<string, Overlay> = {}
  for (const locale of locales) {
    const file = `manifests/locales/${locale}.yaml`
    const overlay = existsSync(join(root, file)) ? take(readOverlay(file, read(file))) : undefined
    if (overlay) overlays[locale] = overlay
  }
  const actions: Action[] = []
  const used = new Map<string, string>()
  const fault = (file: string, message: string) => findings.push({ file, line: 1, column: 1, message })
  for (const files of (await readLayout(root)).actions) {
    const { id, manifest: file } = files
    const twin = used.get(id)
    used.set(id, file)
    if (twin !== undefined) fault(file, usedTwice(id, [twin, file]))
    const manifest = take(await readManifest(file, read(file)))
    if (!manifest) continue
    const texts = locales.flatMap((locale): [string, ActionTexts][] => {
      const own = files.texts[locale]
      const found = own === undefined ? overlays[locale]?.actions[id] : take(readTexts(own, read(own)))
      return found ? [[locale, found]] : []
    })
    const stem = moduleStem(files, manifest.manifest.kind)
    const module = moduleOf(root, stem)
    if (module) actions.push({ files, module, texts: Object.fromEntries(texts), ...manifest })
    else fault(file, `There is no ${stem}.ts.`)
  }
  const client = integration && moduleOf(root, integration.spec.client)
  if (integration && !client) {
    const message = `There is no ${integration.spec.client}.ts, which "client" names.`
    findings.push({ file: 'integration.yaml', line: 1, column: 1, message })
  }
  if (!integration || !client || findings.length > 0)
    throw new SourceFault(findings.map(writeFinding).join('\n'))

  const { spec } = integration
  const ownTrees = {
    ...integration.trees,
    ...treesOf(Object.values(overlays).map((overlay) => overlay.integration?.messages)),
  }
  const modules: Modules = new Map()
  modules.set('prepared', preparedModule({ spec, client }, ownTrees, actions, Object.keys(overlays)))
  modules.set('validators/integration', validatorsModule({ config: toJsonSchema(spec.config) }))
  modules.set('prompts', `export const prompts = ${data(await readPrompts(root))}`)
  for (const [locale, { integration: own }] of Object.entries(overlays)) {
    const overlay: Overlay = { ...(own ? { integration: own } : {}), actions: {} }
    modules.set(`overlay/${locale}`, `export const overlay = ${data(overlay)}`)
  }
  for (const action of actions) {
    const { manifest, texts, files } = action
    for (const [locale, own] of Object.entries(texts)) {
      modules.set(`texts/${locale}/${files.id}`, `export const texts = ${data(own)}`)
    }
    const trees = treesOf(Object.values(texts).map(({ messages }) => messages))
    modules.set(`action/${files.id}`, actionModule(action, { ...ownTrees, ...trees, ...action.trees }))
    const schemas = { inputs: toJsonSchema(inputSpecs(manifest)), output: manifest.output }
    modules.set(`validators/${files.id}`, validatorsModule(schemas))
  }
  modules.set('integration', integrationModule(moduleOf(root, 'simulator/index')))
  return {
    spec,
    modules,
    files: { shared: sharedFiles(root, locales), actions: filesOf(actions) },
    client,
    areas: new Map(actions.flatMap(({ files: { id, area } }) => (area === undefined ? [] : [[id, area]]))),
  }
}

const EXTENSIONS = ['.ts', '.js', '.mjs']

/** The file of a module, from the root; undefined if there is none. */
const moduleOf = (root: string, stem: string): string | undefined =>
  EXTENSIONS.map((extension) => `${stem}${extension}`).find((file) => existsSync(join(root, file)))

/** Parsed templates of messages. */
function treesOf(messages: readonly (Record<string, string> | undefined)[]): Trees {
  const texts = messages.flatMap((some) => Object.values(some ?? {}))
  return Object.fromEntries(texts.filter(isTemplate).map((text) => [text, parseTemplate(text)]))
}

/** Members of an object: by key, a function that imports a module and returns one of its exports. */
const lazy = (names: readonly (readonly [key: string, module: string])[], member: string): string =>
  names
    .map(([key, module]) => `${text(key)}: async () => (await ${lazily(`soar:${module}`)}).${member}`)
    .join(', ')

function preparedModule(
  { spec, client }: { spec: IntegrationSpec; client: string },
  trees: Trees,
  actions: readonly Action[],
  locales: readonly string[],
): string {
  const parts = actions.map(({ files: { id } }) => [id, `action/${id}`] as const)
  const overlays = locales.map((locale) => [locale, `overlay/${locale}`] as const)
  return `
import { config } from 'soar:validators/integration'
export const prepared = {
  ...${data({ spec, trees })},
  config,
  actions: { ${lazy(parts, 'parts')} },
  overlays: { ${lazy(overlays, 'overlay')} },
  client: () => ${lazily(`./${client}`)},
}
`
}

/** What a build exports of an integration: the module that the product loads. */
export interface BuiltIntegration {
  prepared: Prepared
  /** Absent if the integration has none. */
  simulator?: () => Promise<SimulatorModule>
  prompts: () => Promise<PromptSet>
}

const integrationModule = (simulator: string | undefined): string => `
export { prepared } from 'soar:prepared'
export const prompts = async () => (await ${lazily('soar:prompts')}).prompts
${simulator === undefined ? '' : `export const simulator = () => ${lazily(`./${simulator}`)}`}
`

const sharedFiles = (root: string, locales: readonly string[]): string[] => [
  'integration.yaml',
  ...locales
    .map((locale) => `manifests/locales/${locale}.yaml`)
    .filter((file) => existsSync(join(root, file))),
]

const filesOf = (actions: readonly Action[]): Record<string, string[]> =>
  Object.fromEntries(
    actions.map(({ files: { id, manifest, texts }, module }) => [
      id,
      [manifest, module, ...Object.values(texts)],
    ]),
  )

function actionModule({ files: { id, area }, manifest, module, texts }: Action, trees: Trees): string {
  const languages = Object.keys(texts).map((locale) => [locale, `texts/${locale}/${id}`] as const)
  return `
import { inputs, output } from ${text(`soar:validators/${id}`)}
export const parts = {
  ...${data({ area, manifest, trees })},
  texts: { ${lazy(languages, 'texts')} },
  inputs,
  output,
  module: () => ${lazily(`./${module}`)},
}
`
}

/**
 * A dynamic import. Put together here, because the build of the product replaces this expression wherever it finds it in the
 * code, also in a text.
 */
const lazily = (specifier: string): string => ['import', `(${text(specifier)})`].join('')

const text = (value: string): string => JSON.stringify(value)

/**
 * Data as an expression. Parsing JSON is faster than evaluating the same as a literal, and a code cache keeps the text
 * unchanged.
 */
const data = (value: unknown): string => `JSON.parse(${text(JSON.stringify(value))})`
