/** Loads an integration from its folder. */

import { join, resolve } from 'node:path'
import { ActionError } from '../contract/errors.ts'
import type { CreateClient } from '../contract/http.ts'
import { quoted } from '../contract/phrases.ts'
import { toJsonSchema } from '../schema/parameters.ts'
import { compileRaw, toValidate } from '../schema/validate.ts'
import { type ActionModule, type LoadedAction, makeAction } from './action.ts'
import { type Integration, type IntegrationSpec, unknownAction } from './integration.ts'
import { importModule, isId, listIds, moduleStem, readIfThere, readLayout, usedTwice } from './layout.ts'
import { inputSpecs } from './manifest.ts'
import type { Overlay } from './overlay.ts'
import { remembered } from './remembered.ts'
import { templateCache } from './template-cache.ts'
import { loadOverlay, loadTexts } from './translations.ts'
import { type Finding, writeFinding } from './yaml/yaml.ts'

/** Reads integration.yaml of a folder; reads everything else on first use. Throws INTEGRATION_INVALID. */
export async function loadIntegration(folder: string): Promise<Integration> {
  const root = resolve(folder)
  const invalid = (reason: string, cause?: unknown) =>
    new ActionError('INTEGRATION_INVALID', { root, reason: quoted(reason) }, { cause })
  const { readIntegrationSpec } = await import('./yaml/integration.ts')
  const content = await readIfThere(join(root, 'integration.yaml'))
  if (content === undefined) {
    throw invalid('it has no integration.yaml. Name the folder of an integration with --root or SOAR_ROOT')
  }
  const reading = await readIntegrationSpec('integration.yaml', content)
  if (!reading.ok) throw invalid(reading.findings.map(writeFinding).join(' '))
  const { spec, trees } = reading.value
  const overlay = remembered((locale) => loadOverlay(root, spec, locale))

  return {
    root,
    spec,
    validateConfig: toValidate(await compileRaw(toJsonSchema(spec.config)), (path) => {
      const [name = ''] = path
      return spec.config[name]?.label ?? name
    }),
    ids: () => listIds(root),
    action: remembered((id) => loadAction(root, id, spec, overlay)),
    overlay,
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

async function loadAction(
  root: string,
  id: string,
  spec: IntegrationSpec,
  overlay: (locale: string) => Promise<Overlay | undefined>,
): Promise<LoadedAction> {
  const { actions } = await readLayout(root)
  const [files, ...twins] = isId(id) ? actions.filter((action) => action.id === id) : []
  const content = files && (await readIfThere(join(root, files.manifest)))
  if (files === undefined || content === undefined)
    throw unknownAction(id, spec, [...new Set(actions.map((action) => action.id))])
  const { readManifest } = await import('./yaml/manifest.ts')
  if (twins.length > 0) {
    const message = usedTwice(
      id,
      [files, ...twins].map(({ manifest }) => manifest),
    )
    throw invalidManifest(id, [{ file: files.manifest, line: 1, column: 1, message }])
  }
  const reading = await readManifest(files.manifest, content)
  if (!reading.ok) throw invalidManifest(id, reading.findings)
  const { manifest, trees } = reading.value
  const [inputs, output] = await Promise.all([
    compileRaw(toJsonSchema(inputSpecs(manifest))),
    compileRaw(manifest.output),
  ])
  return makeAction({
    id,
    ...(files.area === undefined ? {} : { area: files.area }),
    manifest,
    trees,
    inputs,
    output,
    texts: Object.fromEntries(
      spec.locales.slice(1).map((locale) => [locale, () => loadTexts(root, files, locale, overlay)]),
    ),
    module: () => actionModule(root, moduleStem(files, manifest.kind)),
  })
}

function invalidManifest(action: string, findings: readonly Finding[]): ActionError {
  const problems = findings.map((finding) => ({
    where: `${finding.file}:${finding.line}:${finding.column}`,
    rule: 'manifest',
    values: { detail: writeFinding(finding) },
  }))
  return new ActionError('MANIFEST_INVALID', { action }, { problems })
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
