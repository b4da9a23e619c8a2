/** Writes the reference of all actions, for people who build playbooks. */
import { isRecord, type Json } from '../../contract/json.ts'
import { type AreaGroup, byArea, categoryOf } from '../../integration/areas.ts'
import type { IntegrationSpec } from '../../integration/integration.ts'
import type { Manifest } from '../../integration/manifest.ts'
import type { ParameterSpec } from '../../schema/parameters.ts'
import type { JsonSchema } from '../../schema/validate.ts'
import type { NamedManifest } from './action-types.ts'
import { anchor, code, jsonBlock, page, plain, table } from './markdown.ts'

/** Returns the action reference: docs/actions.md, and a page for each area. */
export function actionDocs(
  head: string,
  spec: IntegrationSpec,
  actions: readonly NamedManifest[],
): Record<string, string> {
  const groups = byArea(actions, spec).map((group) => ({ ...group, category: categoryOf(group.area, spec) }))
  const pages = groups.flatMap(({ area, category = '', items }): [string, string][] => {
    const text = [
      `<!-- ${head} -->`,
      `# ${plain(category)}`,
      `Actions of ${plain(spec.name)}. [All actions and the configuration](../actions.md)`,
      ...items.map(actionDoc),
    ]
    return area === undefined ? [] : [[`docs/actions/${area}.md`, page(text)]]
  })
  return { 'docs/actions.md': indexDoc(head, spec, groups), ...Object.fromEntries(pages) }
}

type Group = AreaGroup<NamedManifest> & { category: string | undefined }

function indexDoc(head: string, spec: IntegrationSpec, groups: readonly Group[]): string {
  return page([
    `<!-- ${head} -->`,
    `# Actions of ${plain(spec.name)}`,
    plain(spec.description),
    ...groups.flatMap(({ area, category = '', items }) => [
      area === undefined ? '' : `## [${plain(category)}](actions/${area}.md)`,
      overview(items),
      ...(area === undefined ? items.map(actionDoc) : []),
    ]),
    ...configuration(spec),
  ])
}

function overview(actions: readonly NamedManifest[]): string {
  const rows = actions.map(({ id, area, manifest }) => [
    `[${plain(manifest.name)}](${area === undefined ? '' : `actions/${area}.md`}#${anchor(manifest.name)})`,
    code(id),
    manifest.kind === 'connector' ? 'connector' : manifest.effect,
    `${manifest.deprecated === undefined ? '' : 'Deprecated. '}${manifest.experimental === undefined ? '' : 'Experimental. '}${plain(manifest.description)}`,
  ])
  return table(['Action', 'Id', 'Effect', 'Description'], rows)
}

/** Returns the part of the reference about one action. */
export function actionDoc({ id, manifest }: NamedManifest): string {
  const { name, parameters, output, messages, notes, deprecated, experimental } = manifest
  const entries = Object.entries(parameters)
  return page([
    `## ${plain(name)}`,
    deprecated === undefined ? '' : `> **Deprecated.** ${plain(deprecated)}`,
    experimental === undefined
      ? ''
      : `> **Experimental.** ${plain(experimental)} Run it with \`--experimental\`.`,
    plain(manifest.description),
    facts(id, manifest).join('  \n'),
    notes.map((note) => `- ${plain(note)}`).join('\n'),
    '### Parameters',
    entries.length === 0
      ? 'None.'
      : table(
          ['Parameter', 'Id', 'Type', 'Required', 'Default', 'Description'],
          entries.map(([key, spec]) => parameterRow(key, spec, parameters)),
        ),
    '### Result',
    output.type === 'array' ? 'Rows. Each has:' : 'One object. It has:',
    table(['Field', 'Type', 'Always present', 'Description'], fieldRows(output)) || 'No fixed fields.',
    '### Messages',
    table(
      ['Key', 'Message'],
      Object.entries(messages).map(([key, text]) => [code(key), code(text)]),
    ),
    ...example(id, manifest),
  ]).trimEnd()
}

const EFFECTS = {
  read: 'reads only',
  write: 'changes the tenant',
  destructive: 'changes the tenant irreversibly',
} as const

const effectOf = ({ effect, undo }: Manifest): string =>
  effect === 'destructive' && undo?.action !== undefined ? 'deletes from the tenant' : EFFECTS[effect]

function facts(id: string, manifest: Manifest): string[] {
  const repeat = manifest.idempotent ? 'safe to retry' : 'not safe to retry blindly'
  return [
    `Id: ${code(id)}${manifest.kind === 'connector' ? ', a connector: it keeps its position in `state`' : ''}`,
    `Effect: ${effectOf(manifest)}; ${repeat}${manifest.lowers_protection ? '; can lower protection' : ''}`,
    ...(manifest.permissions.length ? [`Permissions: ${manifest.permissions.map(code).join(', ')}`] : []),
    ...(manifest.timeout_ms === undefined ? [] : [`Timeout: ${manifest.timeout_ms} ms`]),
    ...(manifest.objects === undefined
      ? []
      : [`Touches: each value of ${manifest.objects.map(code).join(', ')}`]),
    ...(manifest.check_with === undefined
      ? []
      : [`If the outcome is unknown, check with: ${code(manifest.check_with.action)}`]),
    ...undoFact(manifest),
    ...(manifest.max_rows === undefined ? [] : [`Rows without confirmation: ${manifest.max_rows}`]),
  ]
}

function undoFact({ undo }: Manifest): string[] {
  if (undo === undefined) return []
  return [undo.action === undefined ? `No undo: ${plain(undo.none)}` : `Undo: ${code(undo.action)}`]
}

function parameterRow(name: string, spec: ParameterSpec, all: Record<string, ParameterSpec>): string[] {
  const required = spec.required ? 'yes' : spec.required_when ? conditions(spec.required_when, all) : ''
  return [
    plain(spec.label),
    code(name),
    typeWords(spec),
    required,
    spec.default === undefined ? '' : shown(spec.default),
    [plain(spec.description), ...limits(spec)].join(' '),
  ]
}

const shown = (value: Json): string => code(typeof value === 'string' ? value : JSON.stringify(value))

function typeWords({ type, format }: ParameterSpec): string {
  if (format === undefined) return type
  const words = format.replaceAll('_', ' ')
  return type === 'list' ? `list of ${words}` : `${type}, ${words}`
}

function conditions(when: Record<string, Json>, all: Record<string, ParameterSpec>): string {
  const each = Object.entries(when).map(([other, wanted]) => {
    const values = [wanted].flat().map(shown).join(' or ')
    return `${plain(all[other]?.label ?? other)} is ${values}`
  })
  return `when ${each.join(' and ')}`
}

function limits(spec: ParameterSpec): string[] {
  const sayings: [unknown, string][] = [
    [spec.enum, `Choices: ${(spec.enum ?? []).map(shown).join(', ')}.`],
    [spec.enum_aliases, `Also understood: ${spellings(spec.enum_aliases ?? {})}.`],
    [spec.aliases, `Also accepted as ${(spec.aliases ?? []).map(code).join(', ')}.`],
    [spec.minimum, `At least ${spec.minimum}.`],
    [spec.maximum, `At most ${spec.maximum}.`],
    [spec.min_length, `At least ${spec.min_length} characters.`],
    [spec.max_length, `At most ${spec.max_length} characters.`],
    [spec.min_items, `At least ${spec.min_items} entries.`],
    [spec.max_items, `At most ${spec.max_items} entries.`],
    [spec.pattern, `Must match ${code(spec.pattern ?? '')}.`],
    [spec.secret || undefined, 'Secret: never shown.'],
  ]
  return sayings.filter(([given]) => given !== undefined).map(([, saying]) => saying)
}

const spellings = (aliases: Record<string, Json>): string =>
  Object.entries(aliases)
    .map(([spelling, choice]) => `${code(spelling)} for ${shown(choice)}`)
    .join(', ')

/** Returns every field of a result by its path, `rows[].name`. */
function fieldRows(schema: JsonSchema, path = ''): string[][] {
  const inner = schema.type === 'array' ? schema.items : schema
  const base = schema.type === 'array' && path ? `${path}[]` : path
  if (!isSchema(inner) || !isSchema(inner.properties)) return []
  const required = Array.isArray(inner.required) ? inner.required : []
  return Object.entries(inner.properties).flatMap(([name, property]) => {
    if (!isSchema(property)) return []
    const field = base ? `${base}.${name}` : name
    const description = typeof property.description === 'string' ? plain(property.description) : ''
    const always = required.includes(name) ? 'yes' : ''
    return [[code(field), schemaWords(property), always, description], ...fieldRows(property, field)]
  })
}

function schemaWords(schema: JsonSchema): string {
  if (schema.const !== undefined) return shown(schema.const)
  if (Array.isArray(schema.enum)) return schema.enum.map(shown).join(', ')
  const types = [schema.type ?? 'anything'].flat()
  return types
    .map((type) =>
      type === 'array' && isSchema(schema.items) && typeof schema.items.type === 'string'
        ? `list of ${schema.items.type}`
        : String(type),
    )
    .join(' or ')
}

const isSchema = (value: Json | undefined): value is JsonSchema => isRecord(value)

function example(id: string, { example }: Manifest): string[] {
  const { description, parameters, templates, context, state, result, message } = example
  const request = { action: id, parameters, templates, context, state }
  return [
    '### Example',
    description === undefined ? '' : plain(description),
    jsonBlock(request),
    message === undefined ? 'returns' : `returns ${code(message)} and`,
    jsonBlock(result),
  ]
}

function configuration(spec: IntegrationSpec): string[] {
  const rows = Object.entries(spec.config).map(([name, field]) => {
    const [label = '', id = '', type = '', required = '', value = '', description = ''] = parameterRow(
      name,
      field,
      spec.config,
    )
    return [label, id, field.env === undefined ? '' : code(field.env), type, required, value, description]
  })
  if (rows.length === 0) return []
  const head = ['Setting', 'Id', 'Environment', 'Type', 'Required', 'Default', 'Description']
  return [
    '## Configuration',
    'Read from `config` of the request, then from the environment, then from the default.',
    table(head, rows),
  ]
}
