/** Builds an integration: writes the product of its folder to `dist/`. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cannotWrite } from '../../contract/refuse.ts'
import { builtFrom } from '../../integration/built-from.ts'
import { FACTS_FILE, writeFacts } from '../../integration/facts.ts'
import { type BundleOptions, bundleIntegration } from './bundle.ts'
import { closureOf, factsOf } from './facts.ts'
import { componentsFile, notices, type Package, packages, RULE } from './notices.ts'
import { INTEGRATION_PART } from './parts.ts'
import { prepare } from './prepare.ts'

/** The built product that an integration is built for: the runtime in its `dist/`. */
export interface Product {
  /** Its folder. */
  dist: string
  version: string
}

/** Options of a build. */
export interface BuildIntegrationOptions extends Omit<BundleOptions, 'version'> {
  product: Product
}

/** File of a product that lists the packages in it. */
export const COMPONENTS = 'packages.json'

/** File of a product with the licences of the packages in it. */
export const NOTICES = 'THIRD-PARTY.txt'

/** Scripts of a product. */
const SCRIPT = /^[\w-]+\.js$/

/**
 * Builds the integration in a folder. Its `dist/` is then a product of its own: the runtime's scripts, copied from `product`,
 * and the integration's. If `dist/` is the product's own folder, the integration becomes the built-in one.
 *
 * @returns number of actions and connectors
 * @throws SourceFault, esbuild's error, or ActionError STORAGE_FAILED
 */
export async function buildIntegration(
  root: string,
  { product, ...options }: BuildIntegrationOptions,
): Promise<number> {
  const prepared = await prepare(root)
  const bundle = await bundleIntegration(root, prepared, { ...options, version: product.version })
  const dist = join(root, 'dist')
  const own = product.dist === dist
  const texts: Record<string, string> = {}
  if (!own) {
    for (const name of readdirSync(product.dist)) {
      if (SCRIPT.test(name) && !INTEGRATION_PART.test(name)) texts[name] = readText(product.dist, name)
    }
  }
  const inside = packages(root, bundle.metafile)
  const known: Package[] = JSON.parse(readText(product.dist, COMPONENTS))
  const added = inside.filter(({ name }) => !known.some((one) => one.name === name))
  const statement = { type: 'commonjs', soar: await builtFrom(root, prepared.spec.id) }
  Object.assign(texts, bundle.files, {
    [COMPONENTS]: componentsFile([...known, ...added].sort(byName)),
    [NOTICES]: [readText(product.dist, NOTICES), ...notices(added)].join(RULE),
    'package.json': `${JSON.stringify(statement)}\n`,
  })
  const { actions } = prepared.files
  const shared = [...prepared.files.shared, ...closureOf(bundle, [prepared.client])]
  const ofAction = (files: readonly string[]) =>
    closureOf(bundle, files).filter((file) => !shared.includes(file))
  texts[FACTS_FILE] = writeFacts({
    shared: factsOf(root, shared),
    actions: Object.fromEntries(
      Object.entries(actions).map(([id, files]) => [id, factsOf(root, ofAction(files))]),
    ),
  })
  write(dist, texts)
  removeOthers(dist, texts)
  return Object.keys(actions).length
}

const byName = (one: { name: string }, other: { name: string }): number => (one.name < other.name ? -1 : 1)

const readText = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8')

/** Replaces each file atomically, so that a run that starts meanwhile reads the old one or the new one. */
function write(dist: string, texts: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(texts)) {
    try {
      mkdirSync(dist, { recursive: true })
      const draft = join(dist, `.${name}`)
      writeFileSync(draft, content, { mode: name === 'soar.js' ? 0o755 : 0o644 })
      renameSync(draft, join(dist, name))
    } catch (cause) {
      throw cannotWrite(join(dist, name), cause, 'Correct that and build again.')
    }
  }
}

/** Removes parts and code caches of earlier builds. */
function removeOthers(dist: string, texts: Readonly<Record<string, string>>): void {
  for (const name of readdirSync(dist)) {
    if (INTEGRATION_PART.test(name) && !Object.hasOwn(texts, name)) rmSync(join(dist, name))
  }
  rmSync(join(dist, 'cache'), { recursive: true, force: true })
}
