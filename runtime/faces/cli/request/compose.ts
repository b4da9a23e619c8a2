/**
 * Composes one request from standard input, arguments, context file and connection.
 *
 * Arguments take precedence over standard input.
 */

import { ActionError, type RawProblem } from '../../../contract/errors.ts'
import { quoted } from '../../../contract/phrases.ts'
import type { ConfigSource } from '../../../integration/config/config.ts'
import type { ConnectionFacts } from '../../../integration/config/labels.ts'
import type { Integration } from '../../../integration/integration.ts'
import { ownId } from '../../../integration/several/ids.ts'
import { nameFinder, type ParameterSpecs } from '../../../schema/parameters.ts'
import { merged } from '../../../template/values/key-order.ts'
import { readContextFile } from '../line/context.ts'
import { readLocale } from '../line/read-options.ts'
import { type Io, lookupOf } from '../process/io.ts'
import type { RequestParts } from './parts.ts'

type Fields = Record<string, unknown>

/** The connection that a request uses. */
export interface NamedConnection extends ConnectionFacts {
  name: string
}

/** A request with its surroundings. */
export interface Composed {
  request: Fields
  /** Further sources of configuration, besides the request itself and the environment. */
  config: ConfigSource[]
  /** Names that templates see besides `params`, `context` and `run`: reference values of the connection. */
  names: Fields
  /** The connection, if one is used. */
  connection?: NamedConnection
}

const isObject = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

const refuse = (reason: string, problems: RawProblem[] = []): ActionError =>
  new ActionError('REQUEST_INVALID', { reason: quoted(reason) }, { problems, unsent: true })

/**
 * Merges the parts. `input` is a parsed request that is not validated yet; anything but an object is passed on, and
 * validation reports it.
 *
 * @throws ActionError REQUEST_INVALID for parts that cannot be used, CONFIG_INVALID for the connection
 */
export async function composeRequest(
  parts: RequestParts,
  integration: Integration,
  input: unknown,
  io: Pick<Io, 'env' | 'cwd'>,
): Promise<Composed> {
  if (input !== undefined && !isObject(input)) return { request: input as Fields, config: [], names: {} }
  const request: Fields = { ...input }
  nameAction(request, parts.action, integration.spec.id)
  await refuseSecrets(parts, integration, request.action)
  merge(request, 'parameters', parts.parameters)
  merge(request, 'templates', parts.templates)
  if (parts.contextFile !== undefined) merge(request, 'context', await readContextFile(parts.contextFile, io))
  const locale = readLocale(parts.locale, integration.spec.locales)
  if (locale !== undefined) request.locale = locale
  if (parts.dryRun) request.dry_run = true
  if (parts.timeout !== undefined) request.timeout_ms = parts.timeout
  if (parts.connection === undefined) return { request, config: [], names: {} }
  const { connectionSource, readConnection } = await import('../../../integration/config/connections.ts')
  const { name, file } = parts.connection
  const connection = await readConnection(name, integration, lookupOf(io, file))
  const { kind, label, reference_values } = connection
  return {
    request,
    config: [connectionSource(connection)],
    names: reference_values,
    connection: { name, ...(kind && { kind }), ...(label !== undefined && { label }) },
  }
}

/** The action under its own id in the integration. */
function nameAction(request: Fields, written: string | undefined, integration: string): void {
  if (typeof request.action === 'string') request.action = ownId(request.action, integration)
  if (written === undefined) return
  const action = ownId(written, integration)
  if (request.action !== undefined && request.action !== action) {
    throw refuse(
      `Two actions are named: "${written.slice(0, 80)}" as an argument and ${JSON.stringify(request.action)?.slice(0, 80)} in the request. Name one.`,
    )
  }
  request.action = action
}

/** Adds to an object of the request; a field of another type is left for validation to report. */
function merge(request: Fields, field: string, more: Fields): void {
  if (Object.keys(more).length === 0) return
  const present = request[field] ?? {}
  if (isObject(present)) request[field] = merged(present, more)
}

/** Refuses secrets as arguments: every user can list arguments, and the shell keeps them in its history. */
async function refuseSecrets(
  { parameters: given, templates }: RequestParts,
  integration: Integration,
  action: unknown,
): Promise<void> {
  const written = [...Object.keys(given), ...Object.keys(templates)]
  if (written.length === 0) return
  const loaded =
    typeof action === 'string' ? await integration.action(action).catch(() => undefined) : undefined
  const parameters: ParameterSpecs = loaded?.manifest.parameters ?? {}
  const { config } = integration.spec
  const problems: RawProblem[] = []
  for (const name of written) {
    const parameter = nameFinder(parameters)(name)
    const spec = parameter === undefined ? undefined : parameters[parameter]
    const field = parameter === undefined ? nameFinder(config)(name) : undefined
    if (spec?.secret) {
      problems.push(wrong(name, `"${spec.label}" is secret: send it in "parameters" on standard input.`))
    } else if (field !== undefined) {
      const { label, env } = config[field] ?? { label: field }
      const places = [
        env && `in the environment as ${env}`,
        'in a connection (--connection)',
        `in "config" on standard input`,
      ]
      problems.push(
        wrong(
          name,
          `"${label}" is configuration, not a parameter: set it ${places.filter(Boolean).join(', ')}.`,
        ),
      )
    }
  }
  if (problems.length === 0) return
  const details = problems.map((problem) => problem.values.detail).join(' ')
  throw refuse(
    `${details} Every user of this machine can read arguments, and the shell keeps them in its history: replace any secret that was given this way.`,
    problems,
  )
}

const wrong = (where: string, detail: string): RawProblem => ({ where, rule: 'request', values: { detail } })
