/** The rules of what a manifest says about its writes and its table. */
import { isRecord } from '../../contract/json.ts'
import type { JsonSchema } from '../../schema/validate.ts'
import type { TemplateTree } from '../../template/template.ts'
import { inputSpecs, isTemplate, type Manifest } from '../manifest.ts'
import { checkUndo } from './undo-rules.ts'
import type { Finding, YamlFile } from './yaml.ts'

/** Checks `objects`, `check_with`, `undo` and `columns` as far as one manifest goes. */
export function checkMore(
  yaml: YamlFile,
  manifest: Manifest,
  trees: Readonly<Record<string, TemplateTree>>,
): Finding[] {
  return [
    ...checkObjects(yaml, manifest),
    ...checkLook(yaml, manifest, trees),
    ...checkUndo(yaml, manifest, trees),
    ...checkColumns(yaml, manifest),
  ]
}

function checkObjects(yaml: YamlFile, manifest: Manifest): Finding[] {
  const { objects, effect, parameters } = manifest
  if (objects === undefined) return []
  if (effect === 'read') return [ofReads(yaml, 'objects')]
  const list = Array.isArray((yaml.data as { objects?: unknown }).objects)
  return objects.flatMap((name, index) => {
    const path = list ? ['objects', index] : ['objects']
    const spec = Object.hasOwn(parameters, name) ? parameters[name] : undefined
    if (spec === undefined)
      return [yaml.find(path, `There is no parameter "${name}". Name one of the manifest.`)]
    return spec.secret === true
      ? [yaml.find(path, `"${name}" is secret. Name a parameter that people may see.`)]
      : []
  })
}

function checkLook(
  yaml: YamlFile,
  manifest: Manifest,
  trees: Readonly<Record<string, TemplateTree>>,
): Finding[] {
  const { check_with: check, effect } = manifest
  if (check === undefined) return []
  if (effect === 'read') return [ofReads(yaml, 'check_with')]
  const inputs = inputSpecs(manifest)
  return Object.entries(check.parameters ?? {}).flatMap(([name, value]) => {
    const read = isTemplate(value) ? (trees[value]?.names ?? []) : []
    return read.flatMap((path) => {
      const [root, input] = path.split('.')
      const spec = input !== undefined && Object.hasOwn(inputs, input) ? inputs[input] : undefined
      if (root === 'inputs' && spec !== undefined && spec.secret !== true) return []
      const known = Object.keys(inputs).filter((one) => inputs[one]?.secret !== true)
      const message = `Templates here know inputs.NAME, not "${path}". Inputs that are not secret: ${known.join(', ')}.`
      return [yaml.find(['check_with', 'parameters', name], message)]
    })
  })
}

function ofReads(yaml: YamlFile, field: string): Finding {
  return yaml.find([field], `Only a write has "${field}", and this action reads. Remove it.`, { key: true })
}

function checkColumns(yaml: YamlFile, { columns, output }: Manifest): Finding[] {
  if (columns === undefined) return []
  const fields = fieldsOf(output)
  return columns.flatMap((name, index) =>
    fields.includes(name)
      ? []
      : [
          yaml.find(
            ['columns', index],
            `There is no field "${name}" in the output. Fields: ${fields.join(', ')}.`,
          ),
        ],
  )
}

function fieldsOf(output: JsonSchema): string[] {
  const row = output.type === 'array' && isRecord(output.items) ? output.items : output
  return isRecord(row.properties) ? Object.keys(row.properties) : []
}
