/** The package as a test needs it: made of the repository, of what a test changed of it, or unpacked with its scripts to run. */
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { surveyIntegration } from '../../runtime/authoring/survey.ts'
import { packageFiles } from '../../runtime/platforms/secops/package/package.ts'
import { readProduct } from '../../runtime/platforms/secops/package/product.ts'
import { readPictures } from '../../runtime/platforms/secops/package/read.ts'
import type { PackSource } from '../../runtime/platforms/secops/package/source.ts'
import type { PackageFiles } from '../../runtime/platforms/secops/package/zip.ts'
import { type Ended, endOf, product } from './soar.ts'

const root = resolve(import.meta.dirname, '../..')

/** Files of a product that does nothing, for tests that only look at what surrounds it. */
export const NO_PRODUCT: Record<string, Uint8Array> = { 'soar.js': Buffer.from('') }

let surveying: ReturnType<typeof surveyIntegration> | undefined

/** What would be packed of an integration's folder; default the repository, which is read once. */
export async function packSource(
  product: Record<string, Uint8Array> = NO_PRODUCT,
  folder = root,
): Promise<PackSource> {
  if (folder === root) surveying ??= surveyIntegration(root)
  const survey = await (folder === root && surveying ? surveying : surveyIntegration(folder))
  const { spec } = survey.integration
  if (!spec) throw new Error(`${folder} has no readable integration.yaml`)
  const actions = survey.manifests.flatMap(({ id, manifest }) => (manifest ? [{ id, manifest }] : []))
  const components = [{ name: 'undici', version: '8.0.0', license: 'MIT' }]
  return { spec, actions, ...(await readPictures(survey)), product, components }
}

/** Text of a file of a package; fails where there is none. */
export function textIn(files: PackageFiles, path: string): string {
  const content = files[path]
  if (!content) throw new Error(`there is no ${path} in the package`)
  return Buffer.from(content).toString('utf8')
}

/** The files of the built product, as the packer reads them. */
export async function builtProduct(): Promise<Record<string, Uint8Array>> {
  return (await readProduct(root, 'mimecast', dirname(product))).product
}

/** Writes a product or a package to a folder. */
export function writeAll(folder: string, files: PackageFiles): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

let python: string | undefined

/** Path of the Python that runs the scripts. Throws with what to do where there is none. */
export function findPython(): string {
  try {
    python ??= execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], {
      encoding: 'utf8',
    }).trim()
    return python
  } catch (cause) {
    throw new Error('These tests run the scripts of the package: install python3 (3.11 or newer).', { cause })
  }
}

/** An unpacked package on a platform of its own. */
export interface Platform {
  /** Everything below it is the test's own. */
  folder: string
  /** The product beside the package, to ask directly. */
  product: string
  environment: Record<string, string>
  remove(): void
}

/** Unpacks a package with the built product in it. */
export async function startPlatform(): Promise<Platform> {
  const folder = mkdtempSync(join(tmpdir(), 'soar-platform-'))
  const product = await builtProduct()
  writeAll(join(folder, 'product'), product)
  writeAll(join(folder, 'package'), packageFiles(await packSource(product)))
  cpSync(join(root, 'test/fixtures/secops-sdk'), join(folder, 'sdk'), { recursive: true })
  return {
    folder,
    product: join(folder, 'product', 'soar.js'),
    environment: {
      PATH: join(folder, 'nothing'),
      HOME: join(folder, 'home'),
      TMPDIR: folder,
      PYTHONPATH: [join(folder, 'package/Managers'), join(folder, 'sdk')].join(':'),
      PYTHONDONTWRITEBYTECODE: '1',
      PLATFORM_STORE: join(folder, 'store.json'),
      SOAR_NODE: process.execPath,
      SOAR_CACHE: join(folder, 'cache'),
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** How a script is started. */
export interface ScriptOptions {
  input?: string | Buffer
  args?: readonly string[]
  env?: Record<string, string | undefined>
}

/** Starts a script of the package as the platform does. */
export function startScript(
  { folder, environment }: Platform,
  python: string,
  script: string,
  { input = '', args = ['API-KEY'], env = {} }: ScriptOptions = {},
): ChildProcessWithoutNullStreams {
  const merged = Object.entries({ ...environment, ...env }).filter(([, value]) => value !== undefined)
  const child = spawn(python, [join(folder, 'package', script), ...args], {
    env: Object.fromEntries(merged) as Record<string, string>,
    cwd: folder,
  })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  return child
}

/** Runs a script to its end. */
export const runScript = (
  platform: Platform,
  python: string,
  script: string,
  options?: ScriptOptions,
): Promise<Ended> => endOf(startScript(platform, python, script, options))
