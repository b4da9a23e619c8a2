/** `soar show`: one action, with an example request. */
import { isRecord, type Json } from '../../../contract/json.ts'
import type { Request } from '../../../contract/request.ts'
import type { LoadedAction } from '../../../integration/action.ts'
import { isTemplate, type Manifest } from '../../../integration/manifest.ts'
import { actionData, sampleRequest } from '../../../integration/shown.ts'
import { type ActionText, actionText, type ParameterText } from '../../../integration/texts.ts'
import { dataText } from '../../../safety/plain-data.ts'
import type { ParameterSpec } from '../../../schema/parameters.ts'
import type { JsonSchema } from '../../../schema/validate.ts'
import type { Call, Command } from '../line/command.ts'
import { jsonOption, localeOption } from '../line/options.ts'
import { localeOf } from '../line/read-options.ts'
import { write } from '../process/io.ts'
import { openFor } from '../request/action.ts'
import { pad, widthOf, wrap } from '../screen/width.ts'

export const command: Command = {
  name: 'show',
  summary: 'show the parameters, result and permissions of an action',
  arguments: [{ name: 'action', help: 'id of the action', required: true, complete: 'action' }],
  options: [
    { name: 'request', help: 'print only a sample request, to pipe into `soar run`' },
    { ...jsonOption, help: 'print one JSON object' },
    localeOption,
  ],
  examples: ['soar show ping', 'soar show ping --request | soar run', 'soar show ping --json'],
  run: show,
}

async function show(call: Call): Promise<number> {
  const { io, options, args } = call
  const { integration, id, shown: shownId } = await openFor(call, args[0] ?? '')
  const action = { ...(await integration.action(id)), id: shownId(id) }
  const request = sampleRequest(action)
  if (options.has('request')) {
    await write(io.stdout, `${JSON.stringify(request, null, 2)}\n`)
    return 0
  }
  const text = await actionText(integration, action, localeOf(call, integration))
  const columns = io.isTTY.stdout ? (io.columns ?? 100) : 100
  const shown = options.has('json')
    ? JSON.stringify(actionData(action, text))
    : asText(action, text, request, columns).join('\n')
  await write(io.stdout, `${shown}\n`)
  return 0
}

const EFFECTS: Record<Manifest['effect'], string> = {
  read: 'reads only',
  write: 'writes',
  destructive: 'destroys',
}

function asText(
  { id, manifest }: LoadedAction,
  text: ActionText,
  request: Request,
  columns: number,
): string[] {
  const effect = `${EFFECTS[manifest.effect]}${manifest.effect !== 'read' && manifest.idempotent ? ', may be repeated without harm' : ''}`
  const head = `${text.name} (${id}), ${manifest.kind}: ${effect}`
  const parameters = Object.entries(manifest.parameters)
  const results = resultFields(manifest.output)
  return [
    head,
    ...wrap(text.description, columns),
    ...(text.deprecated ? ['', ...wrap(`Deprecated. ${text.deprecated}`, columns)] : []),
    ...(text.experimental ? ['', ...wrap(`Experimental. ${text.experimental}`, columns)] : []),
    ...section(
      'Parameters',
      parameters.map(([name, spec]) => [
        name,
        `${heading(spec, text.parameters[name])} ${rules(spec, text)}`,
      ]),
      columns,
    ),
    ...section(manifest.output.type === 'array' ? 'Result, a list of rows' : 'Result', results, columns),
    ...section('Check whether it happened', lookLines(manifest), columns),
    ...section('Undo', undoLines(manifest, text), columns),
    ...section('Messages', Object.entries(text.messages), columns),
    ...section(
      'Permissions',
      manifest.permissions.map((permission) => [permission, '']),
      columns,
    ),
    ...section(
      'Notes',
      text.notes.map((note) => ['•', note]),
      columns,
    ),
    '',
    'Request',
    ...JSON.stringify(request, null, 2)
      .split('\n')
      .map((line) => `  ${line}`),
  ]
}

/** The read of `check_with`, with its parameters. */
const lookLines = ({ check_with: check }: Manifest): [string, string][] =>
  check === undefined ? [] : [[check.action, givenText(check.parameters)]]

/** The action that takes back the write, with its parameters; or why there is none. */
function undoLines({ undo }: Manifest, { no_undo: reason }: ActionText): [string, string][] {
  if (undo === undefined) return []
  return undo.action === undefined
    ? [['not possible', reason ?? undo.none]]
    : [[undo.action, givenText(undo.parameters)]]
}

const givenText = (parameters: Readonly<Record<string, Json>> = {}): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${name}: ${dataText(value)}`)
    .join(', ')

/** A title, and lines of name and text with the texts aligned; nothing if the list is empty. */
function section(title: string, entries: readonly (readonly [string, string])[], columns: number): string[] {
  if (entries.length === 0) return []
  const left = Math.min(32, Math.max(...entries.map(([name]) => widthOf(name))))
  const lines = entries.flatMap(([name, text]) => {
    const wrapped = wrap(text, Math.max(30, columns - left - 4))
    const first = `  ${pad(name, left)}  ${wrapped[0] ?? ''}`.trimEnd()
    return [first, ...wrapped.slice(1).map((line) => `${' '.repeat(left + 4)}${line}`)]
  })
  return ['', title, ...lines]
}

/** The name to fill in. If the language has its own name, that one comes first; requests do not use it. */
const heading = (spec: ParameterSpec, { label, description }: ParameterText = spec): string =>
  label === spec.label ? description : `${label} — ${description}`

/** The constraints of a value, in one pair of brackets. */
function rules(spec: ParameterSpec, text: ActionText): string {
  const list = (values: readonly Json[] = []): string => values.map(dataText).join(', ')
  const conditions = Object.entries(spec.required_when ?? {}).map(
    ([other, value]) =>
      `${text.parameters[other]?.label ?? other} is ${list(Array.isArray(value) ? value : [value])}`,
  )
  const facts = [
    spec.format ? `${spec.type} of ${spec.format}` : spec.type,
    spec.required ? 'required' : '',
    conditions.length > 0 ? `required when ${conditions.join(' and ')}` : '',
    spec.secret ? 'secret' : '',
    spec.enum ? `one of: ${list(spec.enum)}` : '',
    spec.minimum === undefined ? '' : `at least ${spec.minimum}`,
    spec.maximum === undefined ? '' : `at most ${spec.maximum}`,
    spec.default === undefined
      ? ''
      : `default ${isTemplate(spec.default) ? spec.default : JSON.stringify(spec.default)}`,
    `also "${[spec.label, ...(spec.aliases ?? [])].join('", "')}"`,
  ]
  return `[${facts.filter(Boolean).join('; ')}]`
}

const isSchema = (value: unknown): value is JsonSchema => isRecord(value)

/** The fields of a result, or of one of its rows. */
function resultFields(output: JsonSchema): [string, string][] {
  const row = output.type === 'array' && isSchema(output.items) ? output.items : output
  const properties = isSchema(row.properties) ? row.properties : {}
  return Object.entries(properties).map(([name, schema]) => [name, isSchema(schema) ? fieldText(schema) : ''])
}

function fieldText(schema: JsonSchema): string {
  const type = Array.isArray(schema.type) ? schema.type.join(' or ') : schema.type
  const values = Array.isArray(schema.enum) ? `one of ${schema.enum.map(dataText).join(', ')}` : ''
  const constant = schema.const === undefined ? '' : JSON.stringify(schema.const)
  const kind = [type, values, constant].filter(Boolean).join(', ')
  return [typeof schema.description === 'string' ? schema.description : '', kind ? `[${kind}]` : '']
    .filter(Boolean)
    .join(' ')
}
