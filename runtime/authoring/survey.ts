/** Reads an integration's folder and collects all findings instead of stopping at the first. */

import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ActionError } from '../contract/errors.ts'
import { isRecord } from '../contract/json.ts'
import { quoted } from '../contract/phrases.ts'
import type { IntegrationSpec } from '../integration/integration.ts'
import type { Manifest } from '../integration/manifest.ts'
import { readIntegrationSpec } from '../integration/yaml/integration.ts'
import { readManifest } from '../integration/yaml/manifest.ts'
import { type Finding, readYaml, type YamlFile } from '../integration/yaml/yaml.ts'
import { checkBeyondShape } from './partial-manifest.ts'

/** A manifest's file, and its content if the file is valid. */
export interface SurveyedManifest {
  id: string
  yaml: YamlFile
  manifest?: Manifest
}

/** The texts of a further language. */
export interface SurveyedOverlay {
  locale: string
  yaml: YamlFile
}

/** One integration on disk. File names are relative to the root, with forward slashes. */
export interface Survey {
  root: string
  integration: { yaml: YamlFile; spec?: IntegrationSpec }
  /** Sorted by id. */
  manifests: SurveyedManifest[]
  /** Sorted by language. */
  overlays: SurveyedOverlay[]
  /** Every file in the folders that an author writes. */
  files: ReadonlySet<string>
  /** True if the root has a folder for tests. */
  tested: boolean
  /** True for a file anywhere below the root. */
  has(file: string): boolean
  /** Findings in integration.yaml and the manifests themselves. */
  findings: Finding[]
}

const FOLDERS = ['manifests', 'actions', 'connectors', 'test/actions', 'test/connectors']

/** Reads a folder. Throws INTEGRATION_INVALID if integration.yaml is missing; every other problem is a finding. */
export async function surveyIntegration(folder: string): Promise<Survey> {
  const root = resolve(folder)
  const file = 'integration.yaml'
  const content = await readFile(join(root, file)).catch((cause: NodeJS.ErrnoException) => {
    const reason = `it has no readable ${file}. Name the folder of an integration with --root or SOAR_ROOT`
    throw new ActionError('INTEGRATION_INVALID', { root, reason: quoted(reason) }, { cause })
  })
  const reading = await readIntegrationSpec(file, content)
  const files = (await Promise.all(FOLDERS.map((name) => listFiles(root, name)))).flat().sort()
  const manifests = await Promise.all(
    files.filter((name) => /^manifests\/[^/]+\.yaml$/.test(name)).map((name) => surveyManifest(root, name)),
  )
  const overlays = files.flatMap((name) => {
    const locale = /^manifests\/locales\/([^/]+)\.yaml$/.exec(name)?.[1]
    return locale === undefined ? [] : [{ locale, file: name }]
  })
  return {
    root,
    integration: { yaml: readYaml(file, content), ...(reading.ok ? { spec: reading.value.spec } : {}) },
    manifests: manifests.map(({ findings: _, ...manifest }) => manifest),
    overlays: await Promise.all(
      overlays.map(async ({ locale, file: name }) => ({
        locale,
        yaml: readYaml(name, await readFile(join(root, name))),
      })),
    ),
    files: new Set(files),
    tested: existsSync(join(root, 'test')),
    has: (name) => existsSync(join(root, name)),
    findings: [...(reading.ok ? [] : reading.findings), ...manifests.flatMap(({ findings }) => findings)],
  }
}

async function surveyManifest(
  root: string,
  file: string,
): Promise<SurveyedManifest & { findings: Finding[] }> {
  const content = await readFile(join(root, file))
  const reading = await readManifest(file, content)
  const id = file.slice('manifests/'.length, -'.yaml'.length)
  const yaml = readYaml(file, content)
  if (reading.ok) return { id, yaml, manifest: reading.value.manifest, findings: [] }
  const isMap = isRecord(yaml.data)
  return { id, yaml, findings: [...reading.findings, ...(isMap ? await checkBeyondShape(yaml) : [])] }
}

/** Lists the files of a folder and its subfolders, relative to the root. */
async function listFiles(root: string, folder: string): Promise<string[]> {
  if (!existsSync(join(root, folder))) return []
  const entries = await readdir(join(root, folder), { withFileTypes: true })
  const nested = entries.map((entry) => {
    const path = `${folder}/${entry.name}`
    return entry.isDirectory() ? listFiles(root, path) : [path]
  })
  return (await Promise.all(nested)).flat()
}
