/** Reads a manifest from YAML; reports all problems at once with their positions. */
import { english, writeProblems } from '../../i18n/sentences.ts'
import { manifestSchema } from '../../schema/published/manifest.ts'
import { type AjvFunction, compileRaw, type JsonSchema, toValidate } from '../../schema/validate.ts'
import type { Manifest, ReadManifest } from '../manifest.ts'
import { readOutput } from './columns.ts'
import { checkManifest } from './manifest-rules.ts'
import { type Finding, readYaml, type YamlFile } from './yaml.ts'

/** Either the manifest, or every problem in it. */
export type ManifestReading = { ok: true; value: ReadManifest } | { ok: false; findings: Finding[] }

/** Reads the YAML of one manifest. `file` is only used in findings. */
export async function readManifest(file: string, content: string | Uint8Array): Promise<ManifestReading> {
  const yaml = readYaml(file, content)
  if (yaml.findings.length) return { ok: false, findings: yaml.findings }
  const shape = await checkShape(yaml, manifestSchema)
  if (shape.length) return { ok: false, findings: shape }
  const manifest = complete(yaml.data as Partial<Manifest>)
  const { findings, trees } = await checkManifest(yaml, manifest)
  return findings.length ? { ok: false, findings } : { ok: true, value: { manifest, trees } }
}

function complete(data: Partial<Manifest>): Manifest {
  const defaults = { kind: 'action', idempotent: data.effect === 'read' } as const
  const empty = { permissions: [], notes: [], parameters: {}, inputs: {}, dialects: {} }
  const objects = data.objects === undefined ? {} : { objects: [data.objects].flat() }
  return { ...defaults, ...empty, ...data, ...objects, ...readOutput(data.output ?? {}) } as Manifest
}

const judges = new WeakMap<JsonSchema, Promise<AjvFunction>>()

function judgeOf(schema: JsonSchema): Promise<AjvFunction> {
  const known = judges.get(schema)
  if (known) return known
  const made = compileRaw(schema)
  judges.set(schema, made)
  return made
}

/** Checks a parsed file against one of the published schemas; each broken rule becomes a finding with its position. */
export async function checkShape(yaml: YamlFile, schema: JsonSchema): Promise<Finding[]> {
  if (yaml.data === null || typeof yaml.data !== 'object' || Array.isArray(yaml.data)) {
    return [yaml.find([], 'The file must hold a map of fields; it is empty or something else.')]
  }
  const validate = toValidate(await judgeOf(schema), (path) => path.join('.'))
  return validate(yaml.data).map((problem) => {
    const path = problem.where.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))
    const [written] = writeProblems(english, [problem])
    const key = problem.rule === 'not_allowed' || problem.rule === 'required'
    const allowed = problem.rule === 'not_allowed' ? ` Fields that exist: docs/manifest.md.` : ''
    return yaml.find(path, `${written?.message ?? problem.rule}${allowed}`, { key })
  })
}
