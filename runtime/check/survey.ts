/** Everything an integration's folder holds, read for its author: nothing stops at the first fault. */
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ActionError } from '../errors.ts'
import type { IntegrationSpec } from '../integration.ts'
import type { Manifest } from '../manifest.ts'
import { readIntegrationSpec } from '../read-integration.ts'
import { readManifest } from '../read-manifest.ts'
import { type Finding, readYaml, type YamlFile } from '../yaml.ts'

/** A manifest's file, and what it says where nothing is wrong with it. */
export interface SurveyedManifest {
  id: string
  yaml: YamlFile
  manifest?: Manifest
}

/** One integration as it lies on the disk. File names are relative to the root, with forward slashes. */
export interface Survey {
  root: string
  integration: { yaml: YamlFile; spec?: IntegrationSpec }
  /** Sorted by id. */
  manifests: SurveyedManifest[]
  /** Every other file below the folders of an integration. */
  files: ReadonlySet<string>
  /** What is wrong with integration.yaml and the manifests themselves. */
  findings: Finding[]
}

/** Folders whose files belong to an author's work. */
const FOLDERS = ['manifests', 'actions', 'connectors', 'test']

/** Reads a folder. Throws INTEGRATION_INVALID where there is no integration.yaml; everything else is a finding. */
export async function surveyIntegration(folder: string): Promise<Survey> {
  const root = resolve(folder)
  const file = 'integration.yaml'
  if (!existsSync(join(root, file))) {
    const reason = `there is no ${file}. Name the folder of an integration with --root or SOAR_ROOT`
    throw new ActionError('INTEGRATION_INVALID', { root, reason })
  }
  const text = await readFile(join(root, file), 'utf8')
  const reading = await readIntegrationSpec(file, text)
  const files = new Set((await Promise.all(FOLDERS.map((name) => listFiles(root, name)))).flat())
  const manifests = await Promise.all(
    [...files]
      .filter((name) => /^manifests\/[^/]+\.yaml$/.test(name))
      .sort()
      .map((name) => surveyManifest(root, name)),
  )
  return {
    root,
    integration: { yaml: readYaml(file, text), ...(reading.ok ? { spec: reading.value.spec } : {}) },
    manifests: manifests.map(({ findings: _, ...manifest }) => manifest),
    files,
    findings: [...(reading.ok ? [] : reading.findings), ...manifests.flatMap(({ findings }) => findings)],
  }
}

async function surveyManifest(
  root: string,
  file: string,
): Promise<SurveyedManifest & { findings: Finding[] }> {
  const text = await readFile(join(root, file), 'utf8')
  const reading = await readManifest(file, text)
  const id = file.slice('manifests/'.length, -'.yaml'.length)
  const yaml = readYaml(file, text)
  return reading.ok
    ? { id, yaml, manifest: reading.value.manifest, findings: [] }
    : { id, yaml, findings: reading.findings }
}

async function listFiles(root: string, folder: string): Promise<string[]> {
  if (!existsSync(join(root, folder))) return []
  const entries = await readdir(join(root, folder), { withFileTypes: true })
  const nested = entries
    .filter((entry) => !['node_modules', 'fixtures'].includes(entry.name))
    .map((entry) =>
      entry.isDirectory() ? listFiles(root, `${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
    )
  return (await Promise.all(nested)).flat()
}
