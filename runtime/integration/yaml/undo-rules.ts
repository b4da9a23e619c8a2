/** The rules of `undo` as far as one manifest goes. */
import { isRecord } from '../../contract/json.ts'
import type { JsonSchema } from '../../schema/validate.ts'
import type { TemplateTree } from '../../template/template.ts'
import { inputSpecs, isTemplate, type Manifest, type UndoAction } from '../manifest.ts'
import type { Path } from './templates.ts'
import type { Finding, YamlFile } from './yaml.ts'

/** Checks that `undo` says one of its two things, and that its templates read what exists. */
export function checkUndo(
  yaml: YamlFile,
  manifest: Manifest,
  trees: Readonly<Record<string, TemplateTree>>,
): Finding[] {
  const { undo, effect } = manifest
  if (undo === undefined) return []
  if (effect === 'read')
    return [yaml.find(['undo'], 'Only a write has "undo", and this action reads. Remove it.', { key: true })]
  const { action, none, ...more } = undo as Partial<Record<keyof UndoAction, unknown>>
  if ((action === undefined) === (none === undefined))
    return [yaml.find(['undo'], 'Name either "action" or "none" under undo.', { key: true })]
  const [extra] = Object.keys(more)
  if (none !== undefined && extra !== undefined)
    return [
      yaml.find(['undo', extra], `Without a way back, there is no "${extra}". Remove it.`, { key: true }),
    ]
  return templatesOf(undo as UndoAction).flatMap(([path, source]) =>
    (trees[source]?.names ?? []).flatMap((name) => {
      const message = unknownName(name, manifest)
      return message === undefined ? [] : [yaml.find(path, message)]
    }),
  )
}

function templatesOf({ when, parameters = {} }: UndoAction): [Path, string][] {
  const all: [Path, unknown][] = [
    [['undo', 'when'], when],
    ...Object.entries(parameters).map(([name, value]): [Path, unknown] => [
      ['undo', 'parameters', name],
      value,
    ]),
  ]
  return all.flatMap(([path, value]): [Path, string][] => (isTemplate(value) ? [[path, value]] : []))
}

/** What is wrong with a name that a template reads; undefined if nothing is. The fields of `before` are the module's. */
function unknownName(name: string, manifest: Manifest): string | undefined {
  const [root, field] = name.split('.')
  if (root === 'before') return undefined
  const inputs = inputSpecs(manifest)
  const known = Object.keys(inputs).filter((one) => inputs[one]?.secret !== true)
  if (root === 'inputs' && field !== undefined && known.includes(field)) return undefined
  const fields = fieldsOf(manifest.output)
  if (root === 'result' && (field === undefined || fields.length === 0 || fields.includes(field)))
    return undefined
  return `Templates here know inputs.NAME, result.NAME and before.NAME, not "${name}". Inputs that are not secret: ${known.join(', ')}. Fields of the result: ${fields.join(', ')}.`
}

const fieldsOf = ({ properties }: JsonSchema): string[] =>
  isRecord(properties) ? Object.keys(properties) : []
