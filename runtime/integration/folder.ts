/** Loads an integration from its folder. */

import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ActionError } from '../contract/errors.ts'
import type { CreateClient } from '../contract/http.ts'
import { quoted } from '../contract/phrases.ts'
import { toJsonSchema } from '../schema/parameters.ts'
import { compileRaw, toValidate } from '../schema/validate.ts'
import { type ActionModule, type LoadedAction, makeAction } from './action.ts'
import { type Integration, type IntegrationSpec, unknownAction } from './integration.ts'
import { importModule, isId, listIds } from './layout.ts'
import { inputSpecs } from './manifest.ts'
import type { Overlay } from './overlay.ts'
import { remembered } from './remembered.ts'
import { templateCache } from './template-cache.ts'
import { writeFinding } from './yaml/yaml.ts'

/** Reads integration.yaml of a folder; reads everything else on first use. Throws INTEGRATION_INVALID. */
export async function loadIntegration(folder: string): Promise<Integration> {
  const root = resolve(folder)
  const invalid = (reason: string, cause?: unknown) =>
    new ActionError('INTEGRATION_INVALID', { root, reason: quoted(reason) }, { cause })
  const { readIntegrationSpec } = await import('./yaml/integration.ts')
  const content = await readBytes(join(root, 'integration.yaml'))
  if (content === undefined) {
    throw invalid('it has no integration.yaml. Name the folder of an integration with --root or SOAR_ROOT')
  }
  const reading = await readIntegrationSpec('integration.yaml', content)
  if (!reading.ok) throw invalid(reading.findings.map(writeFinding).join(' '))
  const { spec, trees } = reading.value
  const ids = async () => listIds(root)

  return {
    root,
    spec,
    validateConfig: toValidate(await compileRaw(toJsonSchema(spec.config)), (path) => {
      const [name = ''] = path
      return spec.config[name]?.label ?? name
    }),
    ids,
    action: remembered((id) => loadAction(root, id, spec, ids)),
    overlay: remembered((locale) => loadOverlay(root, spec, locale)),
    template: templateCache(trees),
    createClient: async () => {
      const module = await importModule(root, spec.client)
      if (typeof module.createClient !== 'function')
        throw invalid(`${spec.client} exports no function "createClient"`)
      return module.createClient as CreateClient
    },
    sessions: new Map(),
  }
}

async function readBytes(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function loadAction(
  root: string,
  id: string,
  spec: IntegrationSpec,
  ids: () => Promise<string[]>,
): Promise<LoadedAction> {
  const file = `manifests/${id}.yaml`
  const content = isId(id) ? await readBytes(join(root, file)) : undefined
  if (content === undefined) throw unknownAction(id, spec, await ids())
  const { readManifest } = await import('./yaml/manifest.ts')
  const reading = await readManifest(file, content)
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
    throw new ActionError('INTEGRATION_INVALID', {
      root,
      reason: quoted(`${stem} exports no function "run"`),
    })
  }
  return module as unknown as ActionModule
}

async function loadOverlay(
  root: string,
  spec: IntegrationSpec,
  locale: string,
): Promise<Overlay | undefined> {
  if (!spec.locales.slice(1).includes(locale)) return undefined
  const file = `manifests/locales/${locale}.yaml`
  const content = await readBytes(join(root, file))
  if (content === undefined) {
    throw new ActionError('INTEGRATION_INVALID', {
      root,
      reason: quoted(`${file} is missing, but locales lists "${locale}"`),
    })
  }
  const { readOverlay } = await import('./yaml/integration.ts')
  const reading = readOverlay(file, content)
  if (!reading.ok) {
    throw new ActionError('INTEGRATION_INVALID', {
      root,
      reason: quoted(reading.findings.map(writeFinding).join(' ')),
    })
  }
  return reading.value
}
