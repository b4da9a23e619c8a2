/** Checks that prompts name declared arguments and existing actions, in every language. */
import { actionName, type Prompt, type PromptTexts } from '../../integration/prompts.ts'
import { type Surveyed, surveyPrompts } from '../../integration/yaml/prompts.ts'
import { asNote, type Finding } from '../../integration/yaml/yaml.ts'
import type { Survey } from '../survey.ts'
import { atTop } from './files.ts'

/** Checks the folder `prompts/`, if it exists. */
export async function checkPrompts(survey: Survey): Promise<Finding[]> {
  const { prompts, overlays, findings } = await surveyPrompts(survey.root)
  const tools = new Set(survey.manifests.map(({ id }) => actionName(id)))
  const named = prompts.flatMap((read) => checkNames(read, tools))
  if (prompts.length === 0 && overlays.length === 0) return findings
  const wanted = survey.integration.spec?.locales.slice(1) ?? []
  const missing = wanted
    .filter((locale) => !overlays.some(({ name }) => name === locale))
    .map((locale) => {
      const message = `There is no ${locale}.yaml. Translate every prompt, or take "${locale}" out of locales.`
      return asNote(atTop(`prompts/locales/${locale}.yaml`, message))
    })
  const compared = overlays.flatMap((overlay) =>
    wanted.includes(overlay.name)
      ? compare(prompts, overlay)
      : [
          atTop(
            overlay.yaml.file,
            `"${overlay.name}" is no further language in integration.yaml. Add it to locales.`,
          ),
        ],
  )
  return [...findings, ...named, ...missing, ...compared]
}

function checkNames({ yaml, value, reads }: Surveyed<Prompt>, tools: ReadonlySet<string>): Finding[] {
  if (!value) return []
  const read = new Set(reads[value.text] ?? [])
  const foreign = [...read].flatMap((path) => {
    const [root = '', name = ''] = path.split('.')
    if (root === 'args' && Object.hasOwn(value.arguments, name)) return []
    if (root === 'tools' && tools.has(name)) return []
    const remedy =
      root === 'args'
        ? `Declare "${name}" under arguments.`
        : 'A prompt reads args.<argument> and tools.<action>, dashes as underscores.'
    return [yaml.find(['text'], `There is no {{ ${path} }}. ${remedy}`)]
  })
  const unused = Object.keys(value.arguments)
    .filter((name) => !read.has(`args.${name}`))
    .map((name) => yaml.find(['arguments', name], `The text does not use {{ args.${name} }}.`, { key: true }))
  const sources = Object.entries(value.arguments).flatMap(([name, { values_from: from = {} }]) =>
    Object.keys(from)
      .filter((id) => !tools.has(actionName(id)))
      .map((id) =>
        yaml.find(['arguments', name, 'values_from', id], `There is no action "${id}".`, { key: true }),
      ),
  )
  return [...foreign, ...unused, ...sources]
}

/** Returns the translated texts of a prompt by their path. */
function textsOf({ title, description, arguments: blanks = {}, text }: PromptTexts): Map<string, string> {
  const entries: [string, string | undefined][] = [
    ['title', title],
    ['description', description],
    ['text', text],
    ...Object.entries(blanks).flatMap(([name, blank]): [string, string | undefined][] => [
      [`arguments.${name}.label`, blank.label],
      [`arguments.${name}.description`, blank.description],
    ]),
  ]
  return new Map(entries.flatMap(([path, value]) => (value === undefined ? [] : [[path, value] as const])))
}

function compare(
  prompts: readonly Surveyed<Prompt>[],
  { yaml, value, reads }: Surveyed<Record<string, PromptTexts>>,
): Finding[] {
  if (!value) return []
  const orphans = Object.keys(value)
    .filter((id) => !prompts.some(({ name }) => name === id))
    .map((id) =>
      yaml.find([id], `There is no prompts/${id}.yaml. Rename or delete these texts.`, { key: true }),
    )
  const differing = prompts.flatMap((original) => {
    if (!original.value) return []
    const wanted = textsOf(original.value)
    const translated = value[original.name] ?? {}
    const there = textsOf(translated)
    const at = (path: string): string[] => [original.name, ...path.split('.')]
    const lacking = [...wanted.keys()].filter((path) => !there.has(path))
    const foreign = [...there.keys()].filter((path) => !wanted.has(path))
    const same = (paths: readonly string[] = []): string => [...paths].sort().join()
    const names =
      translated.text === undefined ||
      same(reads[translated.text]) === same(original.reads[original.value.text])
    return [
      ...lacking.map((path) =>
        asNote(yaml.find(at(path), `"${original.name}" has no ${path}. Translate it.`, { key: true })),
      ),
      ...foreign.map((path) =>
        yaml.find(at(path), `The prompt has no ${path}. Rename or delete it.`, { key: true }),
      ),
      ...(names
        ? []
        : [
            yaml.find(
              at('text'),
              'It does not read the same names as the prompt. Use the same args and tools.',
            ),
          ]),
    ]
  })
  return [...orphans, ...differing]
}
