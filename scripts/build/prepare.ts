/** Reads the repository's integration as an author's run would and writes lazily evaluated modules. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type BuiltFrom, builtFrom } from '../../runtime/integration/built-from.ts'
import type { IntegrationSpec } from '../../runtime/integration/integration.ts'
import { type ActionFiles, moduleStem, readLayout, usedTwice } from '../../runtime/integration/layout.ts'
import { inputSpecs, isTemplate, type ReadManifest } from '../../runtime/integration/manifest.ts'
import type { ActionTexts, Overlay } from '../../runtime/integration/overlay.ts'
import { readIntegrationSpec, readOverlay, readTexts } from '../../runtime/integration/yaml/integration.ts'
import { readManifest } from '../../runtime/integration/yaml/manifest.ts'
import { readPrompts } from '../../runtime/integration/yaml/prompts.ts'
import { type Finding, writeFinding } from '../../runtime/integration/yaml/yaml.ts'
import { toJsonSchema } from '../../runtime/schema/parameters.ts'
import { parseTemplate } from '../../runtime/template/parse/parse.ts'
import type { TemplateTree } from '../../runtime/template/template.ts'
import type { FileFacts } from './checkout.ts'
import { validatorsModule } from './validators.ts'

/** Everything wrong with the sources, one `file:line:column` a line. */
export class SourceFault extends Error {}

type Trees = Record<string, TemplateTree>

interface Action extends ReadManifest {
  files: ActionFiles
  /** Module without extension, relative to the root. */
  module: string
  /** Its texts in further languages. */
  texts: Record<string, ActionTexts>
}

/** Modules by name; each is JavaScript that may import the others as `soar:<name>` and files by their path from the root. */
export type Modules = Map<string, string>

/**
 * Name of the one entry that is not a module: the recorded facts about each source file, as JSON. It contains dates and so
 * is not part of the product, which is the same wherever it is built.
 */
export const SOURCES = 'sources'

/** Name of the other entry that is not a module: the product's components, as JSON. */
export const BUILT_FROM = 'built-from'

/**
 * Content of the product's package.json. Wherever the product is copied to, a package.json above it must not turn its
 * scripts into ES modules; and a program that packs it must be able to identify it.
 */
export const productPackage = (from: BuiltFrom): string =>
  `${JSON.stringify({ type: 'commonjs', soar: from })}\n`

/** Prepares the integration in a folder. Throws a SourceFault that lists every problem. */
export async function prepare(root: string): Promise<Modules> {
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
    const module = moduleStem(files, manifest.manifest.kind)
    if (existsSync(join(root, `${module}.ts`)))
      actions.push({ files, module, texts: Object.fromEntries(texts), ...manifest })
    else fault(file, `There is no ${module}.ts.`)
  }
  if (!integration || findings.length > 0) throw new SourceFault(findings.map(writeFinding).join('\n'))

  const { spec } = integration
  const ownTrees = {
    ...integration.trees,
    ...treesOf(Object.values(overlays).map((overlay) => overlay.integration?.messages)),
  }
  const modules: Modules = new Map()
  modules.set('prepared', preparedModule(spec, ownTrees, actions, Object.keys(overlays)))
  modules.set(BUILT_FROM, JSON.stringify(await builtFrom(root, spec.id)))
  modules.set(SOURCES, JSON.stringify(sourceFacts(root, actions)))
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
  return modules
}

/** Parsed templates of messages. */
function treesOf(messages: readonly (Record<string, string> | undefined)[]): Trees {
  const texts = messages.flatMap((some) => Object.values(some ?? {}))
  return Object.fromEntries(texts.filter(isTemplate).map((text) => [text, parseTemplate(text)]))
}

/** Members of an object: by key, a function that imports a module and returns one of its exports. */
const lazy = (names: readonly (readonly [key: string, module: string])[], member: string): string =>
  names
    .map(([key, module]) => `${text(key)}: async () => (await import(${text(`soar:${module}`)})).${member}`)
    .join(', ')

function preparedModule(
  spec: IntegrationSpec,
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
  client: () => import(${text(`./${spec.client}.ts`)}),
}
`
}

const sourceFacts = (root: string, actions: readonly Action[]): Record<string, FileFacts[]> =>
  Object.fromEntries(
    actions.map(({ files: { id, manifest, texts }, module }) => [
      id,
      [manifest, `${module}.ts`, ...Object.values(texts)].map((file) => factsOf(root, file)),
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
  module: () => import(${text(`./${module}.ts`)}),
}
`
}

function factsOf(root: string, file: string): FileFacts {
  const { size, mtimeMs } = statSync(join(root, file))
  const hash = createHash('sha256')
    .update(readFileSync(join(root, file)))
    .digest('base64')
  return { file, size, mtimeMs, hash }
}

const text = (value: string): string => JSON.stringify(value)

/**
 * Data as an expression. Parsing JSON is faster than evaluating the same as a literal, and a code cache keeps the text
 * unchanged.
 */
const data = (value: unknown): string => `JSON.parse(${text(JSON.stringify(value))})`
