/** Reads the prompts of an integration and their translations. */

import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ActionError } from '../../contract/errors.ts'
import { quoted } from '../../contract/phrases.ts'
import { promptSchema, promptTextsSchema } from '../../schema/published/prompt.ts'
import { noPrompts, type Prompt, type PromptSet, type PromptTexts } from '../prompts.ts'
import { checkShape } from './manifest.ts'
import { checkTemplates } from './templates.ts'
import { type Finding, readYaml, writeFinding, type YamlFile } from './yaml.ts'

/** One file, and its content if the file is valid. */
export interface Surveyed<T> {
  /** The prompt's id, or the language: the file's name. */
  name: string
  yaml: YamlFile
  value?: T
  /** Dotted paths that each template reads, by template. */
  reads: Record<string, readonly string[]>
}

/** Everything in `prompts/`. */
export interface PromptSurvey {
  prompts: Surveyed<Prompt>[]
  overlays: Surveyed<Record<string, PromptTexts>>[]
  findings: Finding[]
}

/** Reads the folder and collects all findings instead of stopping at the first. The folder is optional. */
export async function surveyPrompts(root: string): Promise<PromptSurvey> {
  const findings: Finding[] = []
  const read = async <T>(folder: string, schema: typeof promptSchema): Promise<Surveyed<T>[]> => {
    const files = (await yamlFiles(join(root, folder))).map((name) => `${folder}/${name}`)
    return Promise.all(files.map((file) => readOne<T>(root, file, schema, findings)))
  }
  return {
    prompts: await read<Prompt>('prompts', promptSchema),
    overlays: await read<Record<string, PromptTexts>>('prompts/locales', promptTextsSchema),
    findings,
  }
}

/** Reads the prompts of an integration. Throws INTEGRATION_INVALID with every problem. */
export async function readPrompts(root: string): Promise<PromptSet> {
  if (!existsSync(join(root, 'prompts'))) return noPrompts
  const { prompts, overlays, findings } = await surveyPrompts(root)
  if (findings.length > 0) {
    throw new ActionError('INTEGRATION_INVALID', {
      root,
      reason: quoted(findings.map(writeFinding).join(' ')),
    })
  }
  return { prompts: valuesOf(prompts), overlays: valuesOf(overlays) }
}

function valuesOf<T>(read: readonly Surveyed<T>[]): Record<string, T> {
  return Object.fromEntries(read.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])))
}

async function yamlFiles(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  return (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()
}

async function readOne<T>(
  root: string,
  file: string,
  schema: typeof promptSchema,
  findings: Finding[],
): Promise<Surveyed<T>> {
  const name = file.slice(file.lastIndexOf('/') + 1, -'.yaml'.length)
  const yaml = readYaml(file, await readFile(join(root, file)))
  const found = yaml.findings.length ? yaml.findings : await checkShape(yaml, schema)
  if (found.length > 0) {
    findings.push(...found)
    return { name, yaml, reads: {} }
  }
  const data = schema === promptSchema ? { arguments: {}, ...(yaml.data as object) } : yaml.data
  const parsed = await checkTemplates(yaml, textsOf(data as object))
  findings.push(...parsed.findings)
  const reads = Object.fromEntries(Object.entries(parsed.trees).map(([text, { names }]) => [text, names]))
  return { name, yaml, reads, ...(parsed.findings.length ? {} : { value: data as T }) }
}

/** Returns the templates of a file with their paths: `text`, or `<id>.text`. */
function textsOf(data: object): [string[], string][] {
  return Object.entries(data).flatMap(([key, value]): [string[], string][] => {
    if (key === 'text' && typeof value === 'string') return [[['text'], value]]
    const text: unknown = (value as PromptTexts | null)?.text
    return typeof text === 'string' ? [[[key, 'text'], text]] : []
  })
}
