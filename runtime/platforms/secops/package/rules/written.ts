/** Package rules over written files: YAML 1.1, shapes, sources of development packages. */
import { isDeepStrictEqual } from 'node:util'
import { atTop } from '../../../../authoring/check/files.ts'
import { english, writeProblems } from '../../../../i18n/sentences.ts'
import type { Finding } from '../../../../integration/yaml/yaml.ts'
import { compileRaw, type JsonSchema, toValidate, type Validate } from '../../../../schema/validate.ts'
import { aiDocuments } from '../files/descriptions.ts'
import { DEVELOPMENT } from '../files/project.ts'
import { assistantSchemas } from '../schemas/assistant.ts'
import { builtSchemas } from '../schemas/built.ts'
import { treeSchemas } from '../schemas/tree.ts'
import { stemOf } from '../source.ts'
import { treeDocuments } from '../source-tree.ts'
import { readYaml11 } from '../yaml.ts'
import type { PackageFiles } from '../zip.ts'
import { packageOf, type Subject, treeOf } from './subject.ts'

/** One fault in a file of the package or of the source tree; the message names the path. */
export interface FileFault {
  path: string
  message: string
}

const textOf = (content: Uint8Array | undefined): string => Buffer.from(content ?? '').toString('utf8')

/** Finds YAML files whose meaning changes for a reader of YAML 1.1, such as the platform's packer. */
export const misread = (files: PackageFiles, documents: Record<string, unknown>): FileFault[] =>
  Object.entries(documents).flatMap(([path, meant]) => {
    try {
      if (isDeepStrictEqual(readYaml11(textOf(files[path])), meant)) return []
      return [{ path, message: `${path} is read as something else by readers of YAML 1.1.` }]
    } catch (error) {
      const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
      return [{ path, message: `${path} cannot be read as YAML 1.1: ${why}` }]
    }
  })

/** Files that are not definitions and have no shape. */
const FREE = /^resources\/(?:sbom\.cdx\.json|[^/]+_example\.json)$/

const DATA = /\.(?:ya?ml|json|def|actiondef|connectordef|jobdef|fulldetails)$/

const SCHEMAS: readonly [path: RegExp, schema: JsonSchema][] = [
  ...builtSchemas,
  ...assistantSchemas,
  ...treeSchemas,
]

const validators = new Map<JsonSchema, Promise<Validate>>()

function validatorOf(schema: JsonSchema): Promise<Validate> {
  const known = validators.get(schema)
  if (known) return known
  const made = compileRaw(schema).then((judge) => toValidate(judge, (path) => path.join('.') || 'content'))
  validators.set(schema, made)
  return made
}

/** Finds definition files that differ from the platform's shape: a field is missing, unknown or of another type. */
export async function misshapen(files: PackageFiles): Promise<FileFault[]> {
  const paths = Object.keys(files).filter((path) => DATA.test(path) && !FREE.test(path))
  const found = paths.map(async (path): Promise<FileFault[]> => {
    const [, schema] = SCHEMAS.find(([pattern]) => pattern.test(path)) ?? []
    if (!schema) return [{ path, message: `${path} is not a file that the platform expects.` }]
    const validate = await validatorOf(schema)
    try {
      const text = textOf(files[path])
      const data: unknown = /ya?ml$/.test(path) ? readYaml11(text) : JSON.parse(text)
      return writeProblems(english, validate(data)).map(({ message }) => ({
        path,
        message: `${path}: ${message}`,
      }))
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      return [{ path, message: `${path} cannot be read: ${why}` }]
    }
  })
  return (await Promise.all(found)).flat()
}

/** Finds development packages that are missing, that uv could not find, or that uv would install from an untrusted source. */
export function unsourced(files: PackageFiles): FileFault[] {
  const path = 'pyproject.toml'
  const toml = textOf(files[path])
  const [, list = ''] = /^dev = \[([^\]]*)\]/m.exec(toml) ?? []
  const names = [...list.matchAll(/"([A-Za-z0-9._-]+)/g)].map(([, name = '']) => name)
  const sources = /^\[tool\.uv\.sources\]\n((?:.+\n)*)/m.exec(toml)?.[1] ?? ''
  const index = /^\[\[tool\.uv\.index\]\]\nurl = "[^"]*pypi[^"]*"\ndefault = true$/m.test(toml)
  const registered = DEVELOPMENT.filter(({ git }) => git === undefined).map(({ name }) => name)
  const fault = (text: string): FileFault => ({ path, message: `${path} ${text}` })
  return [
    ...DEVELOPMENT.filter(({ name }) => !names.includes(name)).map(({ name }) =>
      fault(`has no "${name}" in the group dev.`),
    ),
    ...names
      .filter((name) => !sources.split('\n').some((line) => line.startsWith(`${name} = {`)))
      .filter((name) => !index || !registered.includes(name))
      .map((name) => fault(`names neither a source for "${name}" nor an index that has it.`)),
  ]
}

/** Rule "YAML 1.1". */
export const checkYaml = (subject: Subject): Finding[] =>
  [
    ...misread(packageOf(subject), aiDocuments(subject.source)),
    ...misread(treeOf(subject), treeDocuments(subject.source)),
  ].map((fault) => findingOf(subject, fault))

/** Rule "File Shapes". */
export async function checkShapes(subject: Subject): Promise<Finding[]> {
  const faults = [...(await misshapen(packageOf(subject))), ...(await misshapen(treeOf(subject)))]
  return faults.map((fault) => findingOf(subject, fault))
}

/** Rules 4 and 23: the development packages exist, and uv knows the source of each. */
export const checkDependencies = (subject: Subject): Finding[] =>
  unsourced(treeOf(subject)).map((fault) => findingOf(subject, fault))

/** A finding in the manifest that the file is generated from, else in integration.yaml. */
function findingOf({ manifests }: Subject, { path, message }: FileFault): Finding {
  const stem = path.replace(/^.*\//, '').replace(/\.[^.]*$/, '')
  const of = manifests.find(({ manifest }) => stemOf(manifest) === stem)
  return atTop(of?.yaml.file ?? 'integration.yaml', message)
}
