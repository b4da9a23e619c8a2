/** `soar doctor`: checks configuration, network, credentials and permissions, step by step. */
import { codes } from '../../../contract/codes.ts'
import { ActionError, toActionError } from '../../../contract/errors.ts'
import { isRecord } from '../../../contract/json.ts'
import { refuse } from '../../../contract/refuse.ts'
import type { Result } from '../../../contract/result.ts'
import { english, writeError } from '../../../i18n/sentences.ts'
import {
  type ConfigSource,
  environmentSource,
  readConfig,
  secretsOf,
} from '../../../integration/config/config.ts'
import { decide } from '../../../integration/config/sources.ts'
import type { Integration } from '../../../integration/integration.ts'
import { ownId } from '../../../integration/several/ids.ts'
import { closeSessions } from '../../../run/client.ts'
import { parseRequest } from '../../../run/request.ts'
import { runAction } from '../../../run/run-action.ts'
import { decodeOrRefuse } from '../../../safety/encoding.ts'
import { createRedactor } from '../../../safety/redact.ts'
import type { Bag, ParameterSpec } from '../../../schema/parameters.ts'
import { probeHost } from '../doctor/probe.ts'
import type { Step } from '../doctor/step.ts'
import type { Call, Command } from '../line/command.ts'
import { connectionOptions, jsonOption, localeOption } from '../line/options.ts'
import { readLocale } from '../line/read-options.ts'
import { type Io, readAll, write } from '../process/io.ts'
import { type Composed, composeRequest } from '../request/compose.ts'
import { type RequestParts, requestParts } from '../request/parts.ts'
import { visibleLine } from '../screen/width.ts'
import type { Several } from '../several/members.ts'
import { connectionsByIntegration } from '../several/tenants.ts'

export const command: Command = {
  name: 'doctor',
  summary: 'check configuration, network, credentials and permissions',
  readsInput: () => true,
  arguments: [
    { name: 'actions', help: 'list permissions for these actions only', many: true, complete: 'action' },
  ],
  options: [...connectionOptions, { ...jsonOption, help: 'print one JSON object: ok, steps' }, localeOption],
  examples: [
    'soar doctor',
    'soar doctor --connection acme ping',
    `echo '{"config":{"api_root":"http://127.0.0.1:8300"}}' | soar doctor --json`,
  ],
  run: doctor,
}

async function doctor(call: Call): Promise<number> {
  const { io, options } = call
  const several = await call.several()
  const steps = several ? await stepsOfAll(call, several) : await stepsOfOne(call)
  const ok = steps.every((step) => step.ok !== false)
  await write(io.stdout, options.has('json') ? `${JSON.stringify({ ok, steps })}\n` : toText(steps))
  return ok ? 0 : 1
}

async function stepsOfOne(call: Call): Promise<Step[]> {
  const { integration } = await call.open()
  const ids = call.args.map((written) => ownId(written, integration.spec.id))
  const begun = await begin(call, integration, ids, requestParts(call).connection)
  return begun(() => input(call))
}

/** The steps of the integrations that have the given actions; without actions, of all. A broken one has one step. */
async function stepsOfAll(call: Call, several: Several): Promise<Step[]> {
  const { args } = call
  const connections = await connectionsByIntegration(call, several)
  const wanted = await Promise.all(
    args.map(async (written) => ({ written, id: (await several.find(written)).integration.spec.id })),
  )
  const members = several.members.filter(
    ({ name }) => args.length === 0 || wanted.some(({ id }) => id === name),
  )
  const request = members.length > 1 ? await input(call) : undefined
  if (request !== undefined) {
    throw refuse(
      'Standard input has the configuration of one integration. Name that integration with --integration.',
    )
  }
  const all: Step[] = []
  const begun = await Promise.all(
    members.map(async ({ name, open }) => {
      const opened = await open().catch((thrown: unknown) => toActionError(thrown))
      if (opened instanceof ActionError) {
        const { remedy } = codes[opened.code]
        return async (): Promise<Step[]> => [
          { integration: name, step: 'integration', ok: false, detail: writeError(english, opened), remedy },
        ]
      }
      const { integration } = opened
      const ids = wanted.filter(({ id }) => id === name).map(({ written }) => ownId(written, name))
      const examineIt = await begin(call, integration, ids, connections.get(name))
      return async () =>
        (await examineIt(() => (members.length > 1 ? Promise.resolve(undefined) : input(call)))).map(
          (step) => ({ integration: name, ...step }),
        )
    }),
  )
  for (const examineIt of begun) all.push(...(await examineIt()))
  return all
}

/** Refuses invalid options and misspelt actions before anything is sent; returns what carries out the steps. */
async function begin(
  call: Call,
  integration: Integration,
  ids: readonly string[],
  connection: RequestParts['connection'],
): Promise<(request: () => Promise<unknown>) => Promise<Step[]>> {
  const parts = { ...requestParts(call, { connection }), action: integration.spec.check }
  readLocale(parts.locale, integration.spec.locales)
  const permissions = await permissionsOf(integration, ids)
  return async (request) => {
    const steps: Step[] = []
    try {
      await examine(call, parts, integration, request, steps)
    } finally {
      await closeSessions(integration)
    }
    return [...steps, permissions]
  }
}

/** Adds the steps up to the credentials; each runs only if the previous ones succeeded. */
async function examine(
  call: Call,
  parts: RequestParts,
  integration: Integration,
  request: () => Promise<unknown>,
  steps: Step[],
): Promise<void> {
  const redactor = createRedactor()
  const add = (step: Step): boolean => {
    const remedy = step.remedy === undefined ? {} : { remedy: redactor.redact(step.remedy) }
    steps.push({ ...step, detail: redactor.redact(step.detail), ...remedy })
    return step.ok !== false
  }
  const pointless = (...names: string[]): void => {
    for (const step of names) add({ step, ok: null, detail: 'not tried' })
  }
  let composed: Composed
  let sources: NamedSource[]
  let config: Bag
  try {
    composed = await composeRequest(parts, integration, await request(), call.io)
    sources = sourcesOf(composed, parts, integration, call.io)
    config = readConfig(
      integration,
      sources.map(({ source }) => source),
    )
  } catch (thrown) {
    const error = toActionError(thrown)
    add({
      step: 'configuration',
      ok: false,
      detail: writeError(english, error),
      remedy: codes[error.code].remedy,
    })
    return pointless('network', 'credentials')
  }
  for (const secret of secretsOf(integration.spec.config, config)) redactor.add(secret)
  const attempt = (dry: boolean): Promise<Result> =>
    runAction(
      integration,
      { ...composed.request, dry_run: dry },
      { env: call.io.env, config: composed.config, reading: { names: composed.names } },
    )
  const rehearsal = await attempt(true)
  if (!rehearsal.is_success) {
    add({ step: 'configuration', ok: false, ...reasonOf(rehearsal) })
    return pointless('network', 'credentials')
  }
  add({ step: 'configuration', ok: true, detail: whatIsSet(integration, sources) })
  const url = rehearsal.dry_run?.request?.url
  if (url !== undefined) {
    const network = await probeHost(new URL(url), { ...config, env: call.io.env })
    const reached = network.map(add).every(Boolean)
    if (!reached) return pointless('credentials')
  }
  const result = await attempt(false)
  if (!result.is_success) add({ step: 'credentials', ok: false, ...reasonOf(result) })
  else
    add({
      step: 'credentials',
      ok: true,
      detail: `${result.output_message} ${JSON.stringify(result.json_result)}`,
    })
  for (const warning of result.warnings ?? []) add({ step: 'warning', ok: true, detail: warning })
}

/** A request on standard input supplies its configuration; empty input is allowed. */
async function input({ io }: Call): Promise<unknown> {
  if (io.isTTY.stdin) return undefined
  const bytes = await readAll(io.stdin)
  const text = decodeOrRefuse(bytes ?? new Uint8Array(), 'the request on standard input')
  if (text.trim() === '') return undefined
  const request = await parseRequest(text)
  return isRecord(request) ? { config: request.config } : request
}

function reasonOf({ error, output_message }: Result): Pick<Step, 'detail' | 'remedy'> {
  if (!error) return { detail: output_message }
  return { detail: `${error.reason} (${error.code})`, remedy: codes[error.code].remedy }
}

/** A source of configuration with its display name; for the environment, the variable of the field. */
interface NamedSource {
  source: ConfigSource
  nameOf: (spec: ParameterSpec | undefined) => string
}

function sourcesOf(
  { request, config }: Composed,
  { connection }: RequestParts,
  { spec, among }: Integration,
  { env }: Io,
): NamedSource[] {
  const given = isRecord(request.config) ? request.config : {}
  return [
    { source: { values: given }, nameOf: () => 'standard input' },
    ...config.map((source) => ({ source, nameOf: () => `connection ${connection?.name}` })),
    {
      source: environmentSource(spec.config, env, among?.variables),
      nameOf: (field) => field?.env ?? 'environment',
    },
  ]
}

/** Which fields have a value and where it came from; never the value itself. */
function whatIsSet({ spec: { config } }: Integration, sources: readonly NamedSource[]): string {
  const decided = decide(
    config,
    sources.map(({ source }) => source),
    [],
  )
  const parts = Object.entries(config).flatMap(([name, field]) => {
    const from = sources.find(({ source }) => source === decided.get(name)?.source)
    return from === undefined ? [] : [`${field.label} (${from.nameOf(field)})`]
  })
  return `complete: ${parts.join(', ') || 'defaults only'}`
}

/** The permissions that the role of the credentials needs. Throws ACTION_UNKNOWN. */
async function permissionsOf(integration: Integration, wanted: readonly string[]): Promise<Step> {
  const ids = wanted.length > 0 ? wanted : await integration.ids()
  const needs = new Map<string, string[]>()
  for (const id of ids) {
    const { manifest } = await integration.action(id)
    for (const permission of manifest.permissions)
      needs.set(permission, [...(needs.get(permission) ?? []), id])
  }
  const lines = [...needs].map(([permission, by]) => `${permission} (${by.join(', ')})`)
  const detail = lines.length > 0 ? `the role needs: ${lines.join('; ')}` : 'these actions need none'
  return { step: 'permissions', ok: true, detail }
}

function toText(steps: readonly Step[]): string {
  const width = Math.max(...steps.map(({ step }) => step.length))
  return steps
    .map(({ integration, step, ok, detail, remedy }, at) => {
      const isNext = integration !== undefined && integration !== steps[at - 1]?.integration
      const head = isNext ? `${at > 0 ? '\n' : ''}${integration}\n` : ''
      const state = ok === null ? '-     ' : ok ? 'ok    ' : 'FAILED'
      const line = `${head}${state} ${step.padEnd(width)}  ${visibleLine(detail)}\n`
      return ok === false && remedy ? `${line}       ${' '.repeat(width)}  → ${visibleLine(remedy)}\n` : line
    })
    .join('')
}
