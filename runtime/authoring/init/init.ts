/** Creates a new integration in a folder: all of its files, or none. */
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { cannotWrite, refuse } from '../../contract/refuse.ts'
import { titleOf } from '../../integration/areas.ts'
import { isId } from '../../integration/layout.ts'
import { readIntegrationSpec } from '../../integration/yaml/integration.ts'
import { readManifest } from '../../integration/yaml/manifest.ts'
import { type Files, generate, writeFiles } from '../generate/generate.ts'
import { CLIENT, PING, PING_TEST, SIMULATOR, SUPPORT } from './code.ts'
import { INTEGRATION, LOGO, PING_MANIFEST } from './contract.ts'
import { IGNORED, packageFile, README, TSCONFIG } from './project.ts'

/** Properties of a new integration. */
export interface NewIntegration {
  /** Absolute path; its last part is the id. */
  folder: string
  /** Display name; default: the id in words. */
  name?: string | undefined
  /** Version of the runtime that it is created with. */
  soar: string
}

/**
 * Writes a new integration.
 *
 * @returns the paths of its files, sorted
 * @throws ActionError REQUEST_INVALID for an id or name that cannot be used, or a folder that is not empty; STORAGE_FAILED
 */
export async function createIntegration({ folder, name, soar }: NewIntegration): Promise<string[]> {
  const id = basename(folder)
  checkId(id)
  const shown = name?.trim() ?? titleOf(id)
  checkName(shown)
  await checkFolder(folder)
  const files = await initFiles(id, shown, soar)
  await writeWhole(folder, files)
  return Object.keys(files).sort()
}

/** Integrations are named in addresses of actions and in variables, so letters come first. */
function checkId(id: string): void {
  if (isId(id) && /^[a-z]/.test(id)) return
  const near = id
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[-0-9]+|-$/g, '')
  throw refuse(
    `"${id.slice(0, 80)}" cannot be the id of an integration. The folder's name is the id: use small letters, digits and single dashes, beginning with a letter, such as ${near || 'acme'}.`,
  )
}

/** The name is written into YAML, TypeScript and Markdown as it is. */
function checkName(name: string): void {
  if (/^[\p{L}\p{N}][\p{L}\p{N} .&+-]{0,79}$/u.test(name)) return
  throw refuse(
    `--name must be letters, digits, blanks and . & + -, at most 80 characters; got "${name.slice(0, 80)}".`,
  )
}

async function checkFolder(folder: string): Promise<void> {
  if (!existsSync(folder)) return
  const entries = await readdir(folder).catch(() => undefined)
  if (entries === undefined) throw refuse(`${folder} is a file. Name a new folder.`)
  if (entries.length > 0) throw refuse(`${folder} is not empty. Name a new or empty folder.`)
}

/** Every file of a new integration, the generated ones included, by path. */
export async function initFiles(id: string, name: string, soar: string): Promise<Files> {
  const env = id.toUpperCase().replaceAll('-', '_')
  const filled = (text: string): string =>
    text
      .replaceAll('@ID@', id)
      .replaceAll('@NAME@', () => name)
      .replaceAll('@ENV@', env)
  const written: Files = {
    'package.json': packageFile(id, name, soar),
    'tsconfig.json': TSCONFIG,
    '.gitignore': IGNORED,
    'README.md': filled(README),
    'integration.yaml': filled(INTEGRATION),
    'docs/logo.svg': LOGO,
    'manifests/ping.yaml': filled(PING_MANIFEST),
    'client/index.ts': filled(CLIENT),
    'actions/ping.ts': PING,
    'simulator/index.ts': filled(SIMULATOR),
    'test/support/tenant.ts': SUPPORT,
    'test/actions/ping.test.ts': PING_TEST,
  }
  const integration = await readIntegrationSpec('integration.yaml', written['integration.yaml'] ?? '')
  const ping = await readManifest('manifests/ping.yaml', written['manifests/ping.yaml'] ?? '')
  if (!integration.ok || !ping.ok) throw new Error('The templates of a new integration are invalid.')
  const { spec } = integration.value
  const actions = [{ id: 'ping', manifest: ping.value.manifest }]
  return { ...written, ...(await generate({ spec, actions, product: false })) }
}

/** Writes to a folder beside the target and renames it, so that a failure leaves nothing behind. */
async function writeWhole(folder: string, files: Files): Promise<void> {
  let draft: string | undefined
  try {
    await mkdir(dirname(folder), { recursive: true })
    draft = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`))
    await writeFiles(draft, files)
    // Windows does not rename over a folder, not even over an empty one.
    if (existsSync(folder)) await rmdir(folder)
    await rename(draft, folder)
  } catch (cause) {
    if (draft !== undefined) await rm(draft, { recursive: true, force: true }).catch(() => {})
    throw cannotWrite(folder, cause, 'Correct that and run the command again.')
  }
}
