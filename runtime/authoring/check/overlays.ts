/** Checks the texts in further languages: every file, and every unit of texts. */
import { categoryOf } from '../../integration/areas.ts'
import type { IntegrationSpec } from '../../integration/integration.ts'
import { LOCALES, manifestPath } from '../../integration/layout.ts'
import type { ActionTexts } from '../../integration/overlay.ts'
import { checkShape } from '../../integration/yaml/manifest.ts'
import type { Finding, YamlFile } from '../../integration/yaml/yaml.ts'
import { overlaySchema, textsSchema } from '../../schema/published/overlay.ts'
import type { JsonSchema } from '../../schema/validate.ts'
import type { Survey } from '../survey.ts'
import { atTop } from './files.ts'
import { compareUnit, type Place, type Unit } from './translated.ts'

/** Compares the texts of each further language with the manifests, in both directions. */
export async function checkOverlays(survey: Survey): Promise<Finding[]> {
  const { spec } = survey.integration
  if (!spec) return []
  const wanted = spec.locales.slice(1)
  const files = [...survey.overlays, ...survey.manifests.flatMap(({ texts }) => texts)]
  const unwanted = Map.groupBy(
    files.filter(({ locale }) => !wanted.includes(locale)),
    ({ locale }) => locale,
  )
  const orphans = [...unwanted].flatMap(([locale, [first, ...more]]) => {
    const others = more.length ? ` So are ${more.length} more files.` : ''
    const message = `These texts are in "${locale}", which is not a further language in integration.yaml.${others} Add it to locales, or delete the texts.`
    return first ? [atTop(first.yaml.file, message)] : []
  })
  const compared = wanted.map((locale) => checkLanguage(survey, spec, locale))
  return [...orphans, ...(await Promise.all(compared)).flat()]
}

async function checkLanguage(survey: Survey, spec: IntegrationSpec, locale: string): Promise<Finding[]> {
  const overlay = survey.overlays.find((one) => one.locale === locale)?.yaml
  const shape = overlay ? await shapeFindings(overlay, overlaySchema) : []
  if (shape.length) return shape
  const shared = (overlay?.data ?? {}) as Record<string, ActionTexts>
  const findings: Finding[] = []
  const units = unitsOf(survey, spec)
  const ids = new Set(['integration', ...survey.manifests.map(({ id }) => id)])
  for (const id of Object.keys(shared)) {
    const message = `There is no action "${id}". Rename or delete these texts.`
    if (overlay && !ids.has(id)) findings.push(overlay.find([id], message, { key: true }))
  }
  for (const unit of units) {
    const own = unit.beside.find((one) => one.locale === locale)?.yaml
    const wrong = own ? await shapeFindings(own, textsSchema) : []
    findings.push(...wrong)
    if (wrong.length) continue
    const inShared = overlay && Object.hasOwn(shared, unit.id)
    if (own && inShared) {
      const message = `"${unit.id}" has texts here and in ${own.file}, which are used. Delete these.`
      findings.push(overlay.find([unit.id], message, { key: true }))
    }
    const place: Place | undefined = own
      ? { yaml: own, path: [], texts: own.data as ActionTexts }
      : inShared
        ? { yaml: overlay, path: [unit.id], texts: shared[unit.id] ?? {} }
        : undefined
    findings.push(...(await compareUnit(unit, locale, place)))
  }
  return findings
}

const shapeFindings = async (yaml: YamlFile, schema: JsonSchema): Promise<Finding[]> =>
  yaml.findings.length ? yaml.findings : checkShape(yaml, schema)

function unitsOf(survey: Survey, spec: IntegrationSpec): Unit[] {
  const { description, messages, config } = spec
  const folders = survey.manifests.flatMap(({ area }) => (area === undefined ? [] : [area]))
  const areas = Object.fromEntries(
    [...Object.keys(spec.areas), ...folders].map((area) => [area, categoryOf(area, spec) ?? area]),
  )
  const own = { description, messages, parameters: config, areas }
  const fileFor = (locale: string) => `"integration" in manifests/${LOCALES}/${locale}.yaml`
  return [
    { id: 'integration', yaml: survey.integration.yaml, texts: own, beside: [], fileFor },
    ...survey.manifests.flatMap(({ id, area, yaml, manifest, texts }) =>
      manifest
        ? [
            {
              id,
              yaml,
              texts: manifest,
              beside: texts,
              fileFor: (locale: string) => manifestPath({ id, area }, locale),
            },
          ]
        : [],
    ),
  ]
}
