/** Compares the texts of one action, or of the integration, with their translation. */
import type { ActionTexts } from '../../integration/overlay.ts'
import { checkTemplates } from '../../integration/yaml/templates.ts'
import { asNote, type Finding, type YamlFile } from '../../integration/yaml/yaml.ts'
import type { SurveyedOverlay } from '../survey.ts'

type Path = (string | number)[]
type Texts = Map<string, { path: Path; text: string }>
type UnitTexts = ActionTexts & { areas?: Record<string, string> }

/** One unit of texts: the integration itself or an action. */
export interface Unit {
  id: string
  /** Its English texts. */
  yaml: YamlFile
  texts: UnitTexts
  /** The file beside the manifest with its texts, by language. */
  beside: readonly SurveyedOverlay[]
  /** The file to write if a language has no texts. */
  fileFor(locale: string): string
}

/** Where a unit's translation is: a file, and the path in it. */
export interface Place {
  yaml: YamlFile
  path: Path
  texts: UnitTexts
}

/** Compares one unit with its translation in one language, if there is one. A missing text is a note. */
export async function compareUnit(unit: Unit, locale: string, place: Place | undefined): Promise<Finding[]> {
  const wanted = textsOf(unit.texts, unit.id)
  if (!place) {
    const message = `"${unit.id}" has no texts in "${locale}". Write ${unit.fileFor(locale)} with ${[...wanted.keys()].join(', ')}.`
    return wanted.size ? [asNote(unit.yaml.find(unit.id === 'integration' ? ['locales'] : [], message))] : []
  }
  const there = textsOf(fromOverlay(unit.id, place.texts), unit.id)
  return [
    ...compareKeys(unit, locale, place, wanted, there),
    ...(await compareNames(unit.yaml, place, wanted, there)),
  ]
}

const CONFIG_KEY = { integration: 'config' } as Record<string, string>

/** Maps an overlay's "config", which holds the integration's settings, to "parameters" as in actions. */
function fromOverlay(id: string, texts: UnitTexts): UnitTexts {
  if (id !== 'integration') return texts
  const { config, ...others } = texts as UnitTexts & { config?: ActionTexts['parameters'] }
  return { ...others, ...(config ? { parameters: config } : {}) }
}

/** Returns all texts of one action by their path in the overlay. */
function textsOf(source: UnitTexts, id: string): Texts {
  const texts: Texts = new Map()
  const add = (path: Path, text: string | undefined) => {
    if (text !== undefined) texts.set(path.join('.'), { path, text })
  }
  if (id !== 'integration') add(['name'], source.name)
  add(['description'], source.description)
  add(['deprecated'], source.deprecated)
  add(['experimental'], source.experimental)
  source.notes?.forEach((note, index) => {
    add(['notes', index], note)
  })
  for (const [name, spec] of Object.entries(source.parameters ?? {})) {
    add([CONFIG_KEY[id] ?? 'parameters', name, 'label'], spec.label)
    add([CONFIG_KEY[id] ?? 'parameters', name, 'description'], spec.description)
  }
  add(['undo', 'none'], source.undo?.none)
  for (const [key, text] of Object.entries(source.messages ?? {})) add(['messages', key], text)
  for (const [area, text] of Object.entries(source.areas ?? {})) add(['areas', area], text)
  return texts
}

function compareKeys(
  unit: Unit,
  locale: string,
  { yaml, path: base }: Place,
  wanted: Texts,
  there: Texts,
): Finding[] {
  const at = (path: Path, message: string) => yaml.find([...base, ...path], message, { key: true })
  const missing = [...wanted].flatMap(([key, { path, text }]) => {
    const message = `"${unit.id}" has no ${key} in "${locale}". Translate ${quote(text)}.`
    return there.has(key) ? [] : [asNote(at(path, message))]
  })
  const orphans = [...there].flatMap(([key, { path }]) =>
    wanted.has(key) ? [] : [at(path, `The manifest of "${unit.id}" has no ${key}. Rename or delete it.`)],
  )
  return [...missing, ...orphans]
}

const quote = (text: string): string => `"${text.length > 80 ? `${text.slice(0, 80)}…` : text}"`

/** Checks that a translated message reads the manifest's variables: a missing one would hide information. */
async function compareNames(
  yaml: YamlFile,
  { yaml: overlay, path: base }: Place,
  wanted: Texts,
  there: Texts,
): Promise<Finding[]> {
  const pairs = [...there].flatMap(([key, translated]) => {
    const original = wanted.get(key)
    return original && translated.path[0] === 'messages' ? [{ original, translated }] : []
  })
  const at = (path: Path): Path => [...base, ...path]
  const [source, target] = await Promise.all([
    checkTemplates(
      yaml,
      pairs.map(({ original }) => [original.path, original.text]),
    ),
    checkTemplates(
      overlay,
      pairs.map(({ translated }) => [at(translated.path), translated.text]),
    ),
  ])
  const differing = pairs.flatMap(({ original, translated }) => {
    const names = target.trees[translated.text]?.names
    const expected = source.trees[original.text]?.names
    if (!names || !expected) return []
    const lacking = expected.filter((name) => !names.includes(name))
    const foreign = names.filter((name) => !expected.includes(name))
    if (lacking.length + foreign.length === 0) return []
    const message = [
      ...(lacking.length ? [`It lacks {{ ${lacking.join(' }}, {{ ')} }}.`] : []),
      ...(foreign.length ? [`The manifest's sentence has no {{ ${foreign.join(' }}, {{ ')} }}.`] : []),
      'Use the same variables.',
    ]
    return [overlay.find(at(translated.path), message.join(' '))]
  })
  return [...target.findings, ...differing]
}
