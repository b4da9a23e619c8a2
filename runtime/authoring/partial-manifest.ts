/** Checks the valid parts of a manifest whose shape is invalid. */
import type { Manifest } from '../integration/manifest.ts'
import { readOutput } from '../integration/yaml/columns.ts'
import { checkManifest } from '../integration/yaml/manifest-rules.ts'
import type { Finding, YamlFile } from '../integration/yaml/yaml.ts'
import type { ParameterSpec } from '../schema/parameters.ts'
import { manifestSchema } from '../schema/published/manifest.ts'
import { compileRaw, toValidate } from '../schema/validate.ts'

/** Fields with entries by name: only their invalid entries are skipped; other fields are skipped as a whole. */
const MAPS = ['parameters', 'inputs', 'messages']

/** Checks the parts with a valid shape. Invalid parts are replaced by placeholders that cannot conflict with other parts. */
export async function checkBeyondShape(yaml: YamlFile): Promise<Finding[]> {
  const data = yaml.data as Partial<Manifest>
  const judge = toValidate(await compileRaw(manifestSchema))
  const broken = new Set(judge(data).map(({ where }) => partOf(where.split('.'))))
  if (MAPS.some((field) => broken.has(field))) return []
  const { findings } = await checkManifest(yaml, standIn(data, broken))
  const example = ['parameters', 'result'].map((field) => placeOf(yaml.find(['example', field], '')))
  return findings.filter((finding) => !example.includes(placeOf(finding)))
}

const partOf = ([field = '', name]: string[]): string =>
  MAPS.includes(field) && name !== undefined ? `${field}.${name}` : field

const placeOf = ({ line, column }: Finding): string => `${line}:${column}`

function standIn(data: Partial<Manifest>, broken: ReadonlySet<string>): Manifest {
  const { parameters = {}, inputs = {}, messages = {}, output } = data
  const right = <T>(field: string, entries: Record<string, T>): [string, T][] =>
    Object.entries(entries).filter(([name]) => !broken.has(`${field}.${name}`))
  const anyParameter = (name: string): ParameterSpec => ({ label: name, description: name, type: 'json' })
  const computed = Object.keys(inputs).filter((name) => !Object.hasOwn(parameters, name))
  return {
    name: '',
    description: '',
    kind: 'action',
    effect: 'read',
    idempotent: true,
    permissions: [],
    notes: [],
    dialects: {},
    parameters: {
      ...Object.fromEntries(Object.keys(parameters).map((name) => [name, anyParameter(name)])),
      ...Object.fromEntries(right('parameters', parameters)),
    },
    inputs: {
      ...Object.fromEntries(computed.map((name) => [name, { type: 'json', template: '' }])),
      ...Object.fromEntries(right('inputs', inputs)),
    },
    messages: Object.fromEntries(right('messages', messages)),
    ...(output === undefined || broken.has('output') ? { output: { type: 'object' } } : readOutput(output)),
    example: { parameters: {}, result: {} },
  }
}
