/** Reads integration.yaml and texts in further languages; reports every problem with its position. */
import { isRecord } from '../../contract/json.ts'
import { integrationSchema } from '../../schema/published/integration.ts'
import type { TemplateTree } from '../../template/template.ts'
import type { IntegrationSpec } from '../integration.ts'
import { isTemplate } from '../manifest.ts'
import type { ActionTexts, Overlay } from '../overlay.ts'
import { checkShape } from './manifest.ts'
import { patternFindings, schemaPatternFindings } from './patterns.ts'
import { checkTemplates } from './templates.ts'
import { type Finding, readYaml, type YamlFile } from './yaml.ts'

/** Either the value, or every problem. */
export type Reading<T> = { ok: true; value: T } | { ok: false; findings: Finding[] }

/** Reads integration.yaml. */
export async function readIntegrationSpec(
  file: string,
  content: string | Uint8Array,
): Promise<Reading<{ spec: IntegrationSpec; trees: Record<string, TemplateTree> }>> {
  const yaml = readYaml(file, content)
  const findings = yaml.findings.length ? yaml.findings : await checkShape(yaml, integrationSchema)
  if (findings.length) return { ok: false, findings }
  const empty = { categories: [], areas: {}, messages: {}, config: {}, dialects: {}, release_notes: [] }
  const spec = { ...empty, ...(yaml.data as IntegrationSpec) }
  const templates = Object.entries(spec.messages)
    .filter(([, message]) => isTemplate(message))
    .map(([key, message]): [string[], string] => [['messages', key], message])
  const checked = await checkTemplates(yaml, templates)
  const faults = [...checked.findings, ...configFindings(yaml, spec.config)]
  if (faults.length) return { ok: false, findings: faults }
  return { ok: true, value: { spec, trees: checked.trees } }
}

/** What a connection says besides its configuration. */
const CONNECTION_WORDS = ['integration', 'kind', 'label', 'reference_values']

function configFindings(yaml: YamlFile, config: IntegrationSpec['config']): Finding[] {
  return Object.entries(config).flatMap(([name, spec]) => {
    const path = ['config', name]
    const own = CONNECTION_WORDS.includes(name)
      ? [yaml.find(path, `"${name}" has its own meaning in a connection. Rename the field.`, { key: true })]
      : []
    if (spec.pattern !== undefined)
      own.push(...patternFindings(yaml, [...path, 'pattern'], spec.pattern, spec.max_length))
    return spec.schema ? [...own, ...schemaPatternFindings(yaml, [...path, 'schema'], spec.schema)] : own
  })
}

/** Reads the texts of one action. */
export function readTexts(file: string, content: string | Uint8Array): Reading<ActionTexts> {
  const yaml = readYaml(file, content)
  if (yaml.findings.length) return { ok: false, findings: yaml.findings }
  if (isRecord(yaml.data)) return { ok: true, value: yaml.data as ActionTexts }
  return { ok: false, findings: [yaml.find([], 'The file must hold the texts of an action.')] }
}

/** Reads one overlay: action ids, and `integration` for the integration's own texts. */
export function readOverlay(file: string, content: string | Uint8Array): Reading<Overlay> {
  const yaml = readYaml(file, content)
  if (yaml.findings.length) return { ok: false, findings: yaml.findings }
  const { data } = yaml
  if (data === null || typeof data !== 'object' || Array.isArray(data)) {
    return { ok: false, findings: [yaml.find([], 'The file must map action ids to their texts.')] }
  }
  const { integration, ...actions } = data as { integration?: Overlay['integration'] } & Overlay['actions']
  return { ok: true, value: { ...(integration ? { integration } : {}), actions } }
}
