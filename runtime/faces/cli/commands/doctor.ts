/** `soar doctor`: checks configuration, network, credentials and permissions, step by step. */
import { codes } from '../../../contract/codes.ts'
import { ActionError, toActionError } from '../../../contract/errors.ts'
import { isRecord } from '../../../contract/json.ts'
import { refuse } from '../../../contract/refuse.ts'
import { english, writeError } from '../../../i18n/sentences.ts'
import { environmentSource } from '../../../integration/config/config.ts'
import type { Integration } from '../../../integration/integration.ts'
import { ownId } from '../../../integration/several/ids.ts'
import { closeSessions } from '../../../run/client.ts'
import { parseRequest } from '../../../run/request.ts'
import { decodeOrRefuse } from '../../../safety/encoding.ts'
import type { ParameterSpec } from '../../../schema/parameters.ts'
import { examine } from '../../../service/doctor/examine.ts'
import { neededPermissions } from '../../../service/doctor/permissions.ts'
import type { RolePermission } from '../../../service/doctor/role.ts'
import {
  joinReports,
  namedReport,
  type Report,
  type Step,
  type StepLevel,
  stepOf,
} from '../../../service/doctor/step.ts'
import type { Subject } from '../../../service/doctor/subject.ts'
import type { Call, Command } from '../line/command.ts'
import { connectionOptions, jsonOption, localeOption } from '../line/options.ts'
import { readLocale } from '../line/read-options.ts'
import { readAll, write } from '../process/io.ts'
import { composeRequest } from '../request/compose.ts'
import { type RequestParts, requestParts } from '../request/parts.ts'
import { roleLines } from '../screen/role.ts'
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
  options: [
    ...connectionOptions,
    {
      name: 'role',
      help: 'print the least role for the actions, and test it with reads if a connection is given',
    },
    { ...jsonOption, help: 'print one JSON object: ok, connections, steps, permissions; with --role, role' },
    localeOption,
  ],
  examples: [
    'soar doctor',
    'soar doctor --role block-sender release-message',
    'soar doctor --connection acme ping',
    `echo '{"config":{"api_root":"http://127.0.0.1:8300"}}' | soar doctor --json`,
  ],
  run: doctor,
}

async function doctor(call: Call): Promise<number> {
  const { io, options } = call
  const several = await call.several()
  const report = several ? await reportOfAll(call, several) : await reportOfOne(call)
  await write(io.stdout, options.has('json') ? `${JSON.stringify(report)}\n` : toText(report))
  return report.ok ? 0 : 1
}

async function reportOfOne(call: Call): Promise<Report> {
  const { integration } = await call.open()
  const ids = call.args.map((written) => ownId(written, integration.spec.id))
  const begun = await begin(call, integration, ids, requestParts(call).connection)
  return begun(() => input(call))
}

/** The report of the integrations that have the given actions; without actions, of all. A broken one has one step. */
async function reportOfAll(call: Call, several: Several): Promise<Report> {
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
  const begun = await Promise.all(
    members.map(async ({ name, open }) => {
      const opened = await open().catch((thrown: unknown) => toActionError(thrown))
      if (opened instanceof ActionError) return async () => broken(opened)
      const { integration } = opened
      const ids = wanted.filter(({ id }) => id === name).map(({ written }) => ownId(written, name))
      const carryOut = await begin(call, integration, ids, connections.get(name))
      return () => carryOut(() => (members.length > 1 ? Promise.resolve(undefined) : input(call)))
    }),
  )
  const reports: Report[] = []
  for (const [index, carryOut] of begun.entries())
    reports.push(namedReport(members[index]?.name ?? '', await carryOut()))
  return joinReports(reports)
}

/** The report of an integration that cannot be opened. */
function broken(error: ActionError): Report {
  const { remedy } = codes[error.code]
  const step = stepOf('integration', 'failed', writeError(english, error), {
    remedy,
    data: { code: error.code },
  })
  return { ok: false, connections: [], steps: [step], permissions: [] }
}

/** Refuses invalid options and misspelt actions before anything is sent; returns what carries out the steps. */
async function begin(
  call: Call,
  integration: Integration,
  ids: readonly string[],
  connection: RequestParts['connection'],
): Promise<(request: () => Promise<unknown>) => Promise<Report>> {
  const parts = { ...requestParts(call, { connection }), action: integration.spec.check }
  const role = call.options.has('role')
  readLocale(parts.locale, integration.spec.locales)
  const permissions = await neededPermissions(integration, ids)
  return async (request) => {
    try {
      return await examine(integration, () => subjectOf(call, parts, integration, request), permissions, {
        role,
      })
    } finally {
      await closeSessions(integration)
    }
  }
}

async function subjectOf(
  { io }: Call,
  parts: RequestParts,
  integration: Integration,
  input: () => Promise<unknown>,
): Promise<Subject> {
  const { request, config, names, connection } = await composeRequest(parts, integration, await input(), io)
  const { spec, among } = integration
  const given = isRecord(request.config) ? request.config : {}
  const sources = [
    { source: { values: given }, nameOf: () => 'standard input' },
    ...config.map((source) => ({ source, nameOf: () => `connection ${parts.connection?.name}` })),
    {
      source: environmentSource(spec.config, io.env, among?.variables),
      nameOf: (field: ParameterSpec | undefined) => field?.env ?? 'environment',
    },
  ]
  return { sources, request, config, env: io.env, names, connection }
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

const STATES: Readonly<Record<StepLevel, string>> = {
  ok: 'ok    ',
  warn: 'warn  ',
  failed: 'FAILED',
  skipped: '-     ',
}

function toText({ steps, role }: Report): string {
  const lines = role ? roleText(role) : []
  return [stepsText(steps), ...lines].join('')
}

/** The checklists, one for each integration. */
function roleText(role: readonly RolePermission[]): string[] {
  const integrations = [...new Set(role.map(({ integration }) => integration))]
  return integrations.map((integration) => {
    const own = role.filter((one) => one.integration === integration)
    const heading = integration === undefined ? 'The role needs:' : `The role for ${integration} needs:`
    return `\n${[heading, ...roleLines(own)].join('\n')}\n`
  })
}

function stepsText(steps: readonly Step[]): string {
  const width = Math.max(...steps.map(({ step }) => step.length))
  return steps
    .map(({ integration, step, level, detail, remedy, data }, at) => {
      const isNext = integration !== undefined && integration !== steps[at - 1]?.integration
      const head = isNext ? `${at > 0 ? '\n' : ''}${integration}\n` : ''
      const result =
        step === 'credentials' && data?.result !== undefined ? ` ${JSON.stringify(data.result)}` : ''
      const line = `${head}${STATES[level]} ${step.padEnd(width)}  ${visibleLine(`${detail}${result}`)}\n`
      return remedy === undefined ? line : `${line}       ${' '.repeat(width)}  → ${visibleLine(remedy)}\n`
    })
    .join('')
}
