/** Reads an integration's folder and collects all findings instead of stopping at the first. */

import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ActionError } from '../contract/errors.ts'
import { isRecord } from '../contract/json.ts'
import { quoted } from '../contract/phrases.ts'
import type { IntegrationSpec } from '../integration/integration.ts'
import { type ActionFiles, LOCALES, layoutOf } from '../integration/layout.ts'
import type { Manifest } from '../integration/manifest.ts'
import { readIntegrationSpec } from '../integration/yaml/integration.ts'
import { readManifest } from '../integration/yaml/manifest.ts'
import { type Finding, readYaml, type YamlFile } from '../integration/yaml/yaml.ts'
import { checkBeyondShape } from './partial-manifest.ts'

/** A manifest's file, and its content if the file is valid. */
export interface SurveyedManifest {
  id: string
  /** Folder of the manifest within `manifests/`. */
  area?: string
  yaml: YamlFile
  manifest?: Manifest
  /** Its texts in further languages, from the files beside it. */
  texts: SurveyedOverlay[]
}

/** Texts in a further language. */
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
  /** The integration's files in `manifests/locales/`, sorted by language. */
  overlays: SurveyedOverlay[]
  /** Files below `manifests/` that are not used. */
  strays: string[]
  /** Every file in the folders that an author writes. */
  files: ReadonlySet<string>
  /** True if the root has a folder for tests. */
  tested: boolean
  /** True for a file anywhere below the root. */
  has(file: string): boolean
  /** Findings in integration.yaml and the manifests themselves. */
  findings: Finding[]
}

const LANGUAGE_FILE = new RegExp(`^manifests/${LOCALES}/([^/]+)\\.yaml$`)

/** An area has no folders of its own. */
const TOO_DEEP = /^manifests\/[^/]+\/[^/]+\/.*\.yaml$/

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
  const layout = layoutOf(files)
  const manifests = await Promise.all(layout.actions.map((action) => surveyManifest(root, action)))
  const overlays = files.flatMap((name): [string, string][] => {
    const locale = LANGUAGE_FILE.exec(name)?.[1]
    return locale === undefined ? [] : [[locale, name]]
  })
  return {
    root,
    integration: { yaml: readYaml(file, content), ...(reading.ok ? { spec: reading.value.spec } : {}) },
    manifests: manifests.map(({ findings: _, ...manifest }) => manifest),
    overlays: await readTexts(root, overlays),
    strays: [...layout.orphans, ...files.filter((name) => TOO_DEEP.test(name))],
    files: new Set(files),
    tested: existsSync(join(root, 'test')),
    has: (name) => existsSync(join(root, name)),
    findings: [...(reading.ok ? [] : reading.findings), ...manifests.flatMap(({ findings }) => findings)],
  }
}

async function surveyManifest(
  root: string,
  { id, area, manifest: file, texts: files }: ActionFiles,
): Promise<SurveyedManifest & { findings: Finding[] }> {
  const content = await readFile(join(root, file))
  const reading = await readManifest(file, content)
  const yaml = readYaml(file, content)
  const texts = await readTexts(root, Object.entries(files))
  const surveyed = { id, ...(area === undefined ? {} : { area }), yaml, texts }
  if (reading.ok) return { ...surveyed, manifest: reading.value.manifest, findings: [] }
  const isMap = isRecord(yaml.data)
  return { ...surveyed, findings: [...reading.findings, ...(isMap ? await checkBeyondShape(yaml) : [])] }
}

const readTexts = (root: string, files: readonly [string, string][]): Promise<SurveyedOverlay[]> =>
  Promise.all(
    files.map(async ([locale, file]) => ({
      locale,
      yaml: readYaml(file, await readFile(join(root, file))),
    })),
  )

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
