/** Reads the repository's integration as an author's run would and writes lazily evaluated modules. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type BuiltFrom, builtFrom } from '../../runtime/integration/built-from.ts'
import type { IntegrationSpec } from '../../runtime/integration/integration.ts'
import { inputSpecs, isTemplate, type ReadManifest } from '../../runtime/integration/manifest.ts'
import type { Overlay } from '../../runtime/integration/overlay.ts'
import { readIntegrationSpec, readOverlay } from '../../runtime/integration/yaml/integration.ts'
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
  id: string
  /** Module without extension, relative to the root. */
  module: string
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
  const overlays: Record<string, Overlay> = {}
  for (const locale of integration?.spec.locales.slice(1) ?? []) {
    const file = `manifests/locales/${locale}.yaml`
    const overlay = take(readOverlay(file, read(file)))
    if (overlay) overlays[locale] = overlay
  }
  const actions: Action[] = []
  for (const name of readdirSync(join(root, 'manifests')).sort()) {
    if (!name.endsWith('.yaml')) continue
    const id = name.slice(0, -'.yaml'.length)
    const manifest = take(await readManifest(`manifests/${name}`, read(`manifests/${name}`)))
    if (!manifest) continue
    const module = `${manifest.manifest.kind === 'connector' ? 'connectors' : 'actions'}/${id}`
    if (existsSync(join(root, `${module}.ts`))) actions.push({ id, module, ...manifest })
    else
      findings.push({ file: `manifests/${name}`, line: 1, column: 1, message: `There is no ${module}.ts.` })
  }
  if (!integration || findings.length > 0) throw new SourceFault(findings.map(writeFinding).join('\n'))

  const { spec } = integration
  const ownTrees = { ...integration.trees, ...treesOf(overlays, (overlay) => overlay.integration?.messages) }
  const modules: Modules = new Map()
  modules.set('prepared', preparedModule(spec, ownTrees, actions, Object.keys(overlays)))
  modules.set(BUILT_FROM, JSON.stringify(await builtFrom(root, spec.id)))
  modules.set(SOURCES, JSON.stringify(sourceFacts(root, actions)))
  modules.set('validators/integration', validatorsModule({ config: toJsonSchema(spec.config) }))
  modules.set('prompts', `export const prompts = ${data(await readPrompts(root))}`)
  for (const [locale, overlay] of Object.entries(overlays)) {
    modules.set(`overlay/${locale}`, `export const overlay = ${data(overlay)}`)
  }
  for (const action of actions) {
    const texts = treesOf(overlays, (overlay) => overlay.actions[action.id]?.messages)
    const { manifest } = action
    modules.set(`action/${action.id}`, actionModule(action, { ...ownTrees, ...texts, ...action.trees }))
    const schemas = { inputs: toJsonSchema(inputSpecs(manifest)), output: manifest.output }
    modules.set(`validators/${action.id}`, validatorsModule(schemas))
  }
  return modules
}

/** Parsed templates of the texts that every overlay has in one place. */
function treesOf(
  overlays: Record<string, Overlay>,
  textsOf: (overlay: Overlay) => Record<string, string> | undefined,
): Trees {
  const texts = Object.values(overlays).flatMap((overlay) => Object.values(textsOf(overlay) ?? {}))
  return Object.fromEntries(texts.filter(isTemplate).map((text) => [text, parseTemplate(text)]))
}

function preparedModule(
  spec: IntegrationSpec,
  trees: Trees,
  actions: readonly Action[],
  locales: readonly string[],
): string {
  const lazy = (names: readonly string[], kind: string, member: string) =>
    names.map(
      (name) => `${text(name)}: async () => (await import(${text(`soar:${kind}/${name}`)})).${member}`,
    )
  return `
import { config } from 'soar:validators/integration'
export const prepared = {
  ...${data({ spec, trees })},
  config,
  actions: { ${lazy(
    actions.map(({ id }) => id),
    'action',
    'parts',
  ).join(', ')} },
  overlays: { ${lazy(locales, 'overlay', 'overlay').join(', ')} },
  client: () => import(${text(`./${spec.client}.ts`)}),
}
`
}

const sourceFacts = (root: string, actions: readonly Action[]): Record<string, FileFacts[]> =>
  Object.fromEntries(
    actions.map(({ id, module }) => [
      id,
      [`manifests/${id}.yaml`, `${module}.ts`].map((file) => factsOf(root, file)),
    ]),
  )

function actionModule({ id, manifest, module }: Action, trees: Trees): string {
  return `
import { inputs, output } from ${text(`soar:validators/${id}`)}
export const parts = {
  ...${data({ manifest, trees })},
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
