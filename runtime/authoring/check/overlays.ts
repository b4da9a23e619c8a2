/** Checks that every text is translated, with the same variables. */
import type { ActionTexts } from '../../integration/overlay.ts'
import { checkShape } from '../../integration/yaml/manifest.ts'
import { checkTemplates } from '../../integration/yaml/templates.ts'
import type { Finding, YamlFile } from '../../integration/yaml/yaml.ts'
import { overlaySchema } from '../../schema/published/overlay.ts'
import type { Survey } from '../survey.ts'
import { atTop } from './files.ts'

type Path = (string | number)[]
type Texts = Map<string, { path: Path; text: string }>

/** Compares the overlay of each further language with the manifests, in both directions. */
export async function checkOverlays(survey: Survey): Promise<Finding[]> {
  const { spec, yaml } = survey.integration
  if (!spec) return []
  const wanted = spec.locales.slice(1)
  const missing = wanted.flatMap((locale) =>
    survey.overlays.some((overlay) => overlay.locale === locale)
      ? []
      : [
          yaml.find(
            ['locales', spec.locales.indexOf(locale)],
            `There is no manifests/locales/${locale}.yaml. Write it, or take "${locale}" out of locales.`,
          ),
        ],
  )
  const orphans = survey.overlays.flatMap(({ locale, yaml: overlay }) =>
    wanted.includes(locale)
      ? []
      : [atTop(overlay.file, `"${locale}" is no further language in integration.yaml. Add it to locales.`)],
  )
  const compared = survey.overlays
    .filter(({ locale }) => wanted.includes(locale))
    .map(({ locale, yaml: overlay }) => checkOverlay(survey, locale, overlay))
  return [...missing, ...orphans, ...(await Promise.all(compared)).flat()]
}

async function checkOverlay(survey: Survey, locale: string, overlay: YamlFile): Promise<Finding[]> {
  const shape = overlay.findings.length ? overlay.findings : await checkShape(overlay, overlaySchema)
  if (shape.length) return shape
  const data = overlay.data as Record<string, ActionTexts>
  const { spec, yaml } = survey.integration
  const findings: Finding[] = []
  const ids = new Set(survey.manifests.map(({ id }) => id))
  for (const id of Object.keys(data)) {
    if (id !== 'integration' && !ids.has(id)) {
      const message = `There is no action "${id}". Rename or delete these texts.`
      findings.push(overlay.find([id], message, { key: true }))
    }
  }
  const { description, messages, config } = spec ?? {}
  const units = [
    { id: 'integration', yaml, texts: spec ? { description, messages, parameters: config } : undefined },
    ...survey.manifests.map(({ id, yaml, manifest }) => ({ id, yaml, texts: manifest })),
  ]
  for (const { id, yaml, texts } of units) {
    if (!texts) continue
    const wanted = textsOf(texts as ActionTexts, id)
    const there = textsOf(fromOverlay(id, data[id]), id)
    findings.push(...compareKeys(overlay, locale, id, wanted, there, data[id] !== undefined))
    findings.push(...(await compareNames(yaml, overlay, id, wanted, there)))
  }
  return findings
}

const CONFIG_KEY = { integration: 'config' } as Record<string, string>

/** Maps an overlay's "config", which holds the integration's settings, to "parameters" as in actions. */
function fromOverlay(id: string, texts: ActionTexts | undefined): ActionTexts {
  if (id !== 'integration' || !texts) return texts ?? {}
  const { config, ...others } = texts as ActionTexts & { config?: ActionTexts['parameters'] }
  return { ...others, ...(config ? { parameters: config } : {}) }
}

/** Returns all texts of one action by their path in the overlay. */
function textsOf(source: ActionTexts, id: string): Texts {
  const texts: Texts = new Map()
  const add = (path: Path, text: string | undefined) => {
    if (text !== undefined) texts.set(path.join('.'), { path, text })
  }
  if (id !== 'integration') add(['name'], source.name)
  add(['description'], source.description)
  add(['deprecated'], source.deprecated)
  source.notes?.forEach((note, index) => {
    add(['notes', index], note)
  })
  for (const [name, spec] of Object.entries(source.parameters ?? {})) {
    add([CONFIG_KEY[id] ?? 'parameters', name, 'label'], spec.label)
    add([CONFIG_KEY[id] ?? 'parameters', name, 'description'], spec.description)
  }
  for (const [key, text] of Object.entries(source.messages ?? {})) add(['messages', key], text)
  return texts
}

function compareKeys(
  overlay: YamlFile,
  locale: string,
  id: string,
  wanted: Texts,
  there: Texts,
  begun: boolean,
): Finding[] {
  if (!begun && wanted.size) {
    const message = `"${id}" has no texts in "${locale}". Add ${[...wanted.keys()].join(', ')}.`
    return [overlay.find([], message)]
  }
  const missing = [...wanted].flatMap(([key, { path, text }]) =>
    there.has(key)
      ? []
      : [
          overlay.find([id, ...path], `"${id}" has no ${key} in "${locale}". Translate ${quote(text)}.`, {
            key: true,
          }),
        ],
  )
  const orphans = [...there].flatMap(([key, { path }]) =>
    wanted.has(key)
      ? []
      : [
          overlay.find([id, ...path], `The manifest of "${id}" has no ${key}. Rename or delete it.`, {
            key: true,
          }),
        ],
  )
  return [...missing, ...orphans]
}

const quote = (text: string): string => `"${text.length > 80 ? `${text.slice(0, 80)}…` : text}"`

/** Checks that a translated message reads the manifest's variables: a missing one would hide information. */
async function compareNames(
  yaml: YamlFile,
  overlay: YamlFile,
  id: string,
  wanted: Texts,
  there: Texts,
): Promise<Finding[]> {
  const pairs = [...there].flatMap(([key, translated]) => {
    const original = wanted.get(key)
    return original && translated.path[0] === 'messages' ? [{ original, translated }] : []
  })
  const at = (path: Path): Path => [id, ...path]
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
