/** Loads an integration from its folder: integration.yaml, manifests/, actions/, connectors/, client. */
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ActionError } from './errors.ts'
import {
  type ActionModule,
  type Integration,
  type IntegrationSpec,
  type LoadedAction,
  makeAction,
  type Overlay,
  templateCache,
  unknownAction,
} from './integration.ts'
import { inputSpecs } from './manifest.ts'
import { toJsonSchema } from './params.ts'
import { compileRaw, toValidate } from './schema.ts'
import type { CreateClient } from './types.ts'
import type { Finding } from './yaml.ts'

const EXTENSIONS = ['.ts', '.js', '.mjs']

/** One finding as `file:line:column message`. */
export const writeFinding = (finding: Finding): string =>
  `${finding.file}:${finding.line}:${finding.column} ${finding.message}`

/** Reads integration.yaml of a folder; everything else is read when it is first needed. Throws INTEGRATION_INVALID. */
export async function loadIntegration(folder: string): Promise<Integration> {
  const root = resolve(folder)
  const invalid = (reason: string, cause?: unknown) =>
    new ActionError('INTEGRATION_INVALID', { root, reason }, { cause })
  const { readIntegrationSpec } = await import('./read-integration.ts')
  const text = await readText(join(root, 'integration.yaml'))
  if (text === undefined) {
    throw invalid('there is no integration.yaml. Name the folder of an integration with --root or SOAR_ROOT')
  }
  const reading = await readIntegrationSpec('integration.yaml', text)
  if (!reading.ok) throw invalid(reading.findings.map(writeFinding).join(' '))
  const { spec, trees } = reading.value
  const actions = new Map<string, Promise<LoadedAction>>()
  const overlays = new Map<string, Promise<Overlay | undefined>>()
  const ids = async () => listIds(root)

  return {
    root,
    spec,
    validateConfig: toValidate(await compileRaw(toJsonSchema(spec.config)), (path) => {
      const [name = ''] = path
      return spec.config[name]?.label ?? name
    }),
    ids,
    action: (id) => {
      const known = actions.get(id)
      if (known) return known
      const loading = loadAction(root, id, spec, ids)
      actions.set(id, loading)
      return loading
    },
    overlay: (locale) => {
      const known = overlays.get(locale)
      if (known) return known
      const loading = loadOverlay(root, spec, locale)
      overlays.set(locale, loading)
      return loading
    },
    template: templateCache(trees),
    createClient: async () => {
      const module = await importModule(root, spec.client)
      if (typeof module.createClient !== 'function') throw invalid(`${spec.client} exports no createClient`)
      return module.createClient as CreateClient
    },
    sessions: new Map(),
  }
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Ids of an integration's manifests, sorted. */
export async function listIds(root: string): Promise<string[]> {
  const names = await readdir(join(root, 'manifests'))
  return names
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort()
}

/** Longer names cannot stand before `.test.ts` in every file system. */
const LONGEST_ID = 200

/** What a manifest's file name must be: small letters, digits and dashes. */
export const isId = (text: string): boolean =>
  text.length <= LONGEST_ID && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text)

async function loadAction(
  root: string,
  id: string,
  spec: IntegrationSpec,
  ids: () => Promise<string[]>,
): Promise<LoadedAction> {
  const file = `manifests/${id}.yaml`
  const text = isId(id) ? await readText(join(root, file)) : undefined
  if (text === undefined) throw unknownAction(id, spec, await ids())
  const { readManifest } = await import('./read-manifest.ts')
  const reading = await readManifest(file, text)
  if (!reading.ok) {
    const problems = reading.findings.map((finding) => ({
      where: `${finding.file}:${finding.line}:${finding.column}`,
      rule: 'manifest',
      values: { detail: writeFinding(finding) },
    }))
    throw new ActionError('MANIFEST_INVALID', { action: id }, { problems })
  }
  const { manifest, trees } = reading.value
  const [inputs, output] = await Promise.all([
    compileRaw(toJsonSchema(inputSpecs(manifest))),
    compileRaw(manifest.output),
  ])
  const folder = manifest.kind === 'connector' ? 'connectors' : 'actions'
  return makeAction({
    id,
    manifest,
    trees,
    inputs,
    output,
    module: () => actionModule(root, `${folder}/${id}`),
  })
}

async function actionModule(root: string, stem: string): Promise<ActionModule> {
  const module = await importModule(root, stem)
  if (typeof module.run !== 'function') {
    throw new ActionError('INTEGRATION_INVALID', { root, reason: `${stem} exports no function "run"` })
  }
  return module as unknown as ActionModule
}

/** Imports `<root>/<stem>` as source or as built code. */
export async function importModule(root: string, stem: string): Promise<Record<string, unknown>> {
  const candidates = [
    ...EXTENSIONS.map((extension) => join(root, `${stem}${extension}`)),
    join(root, 'dist', `${stem}.js`),
  ]
  const file = candidates.find((candidate) => existsSync(candidate))
  if (file === undefined) {
    const names = candidates.map((candidate) => relative(root, candidate)).join(', ')
    throw new ActionError('INTEGRATION_INVALID', { root, reason: `there is none of ${names}` })
  }
  try {
    return await import(pathToFileURL(file).href)
  } catch (cause) {
    const reason = `${relative(root, file)} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`
    throw new ActionError('INTEGRATION_INVALID', { root, reason }, { cause })
  }
}

async function loadOverlay(
  root: string,
  spec: IntegrationSpec,
  locale: string,
): Promise<Overlay | undefined> {
  if (!spec.locales.slice(1).includes(locale)) return undefined
  const file = `manifests/locales/${locale}.yaml`
  const text = await readText(join(root, file))
  if (text === undefined) {
    throw new ActionError('INTEGRATION_INVALID', {
      root,
      reason: `${file} is missing, but "${locale}" is in locales`,
    })
  }
  const { readOverlay } = await import('./read-integration.ts')
  const reading = readOverlay(file, text)
  if (!reading.ok) {
    throw new ActionError('INTEGRATION_INVALID', {
      root,
      reason: reading.findings.map(writeFinding).join(' '),
    })
  }
  return reading.value
}
