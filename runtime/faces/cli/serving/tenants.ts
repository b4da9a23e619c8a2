/** The tenants of a server: its connections, or what the environment configures. */
import { toActionError } from '../../../contract/errors.ts'
import { refuse } from '../../../contract/refuse.ts'
import { english, writeError } from '../../../i18n/sentences.ts'
import { connectionSource, listConnections, readConnection } from '../../../integration/config/connections.ts'
import type { Integration } from '../../../integration/integration.ts'
import type { LogSink } from '../../../safety/log.ts'
import type { NamedTenant } from '../../../service/tenants.ts'
import type { Call } from '../line/command.ts'
import { lookupOf } from '../process/io.ts'

/** Name of the tenant that environment variables configure. */
const ENVIRONMENT = 'environment'

/**
 * Reads the connections that --connection names, or else all of the connections file. Without a file, each integration has
 * one tenant, which the environment configures. A connection that was not named and cannot be used is left out.
 *
 * @throws ActionError REQUEST_INVALID or CONFIG_INVALID if a named connection cannot be used
 */
export async function tenantsOf(
  { io, options }: Call,
  integrations: readonly Integration[],
  log: LogSink,
): Promise<NamedTenant[]> {
  const lookup = lookupOf(io, options.text('connections'))
  const wanted = options.all('connection')
  const listed = await listConnections(lookup)
  if (listed === undefined && wanted.length === 0)
    return integrations.map((integration) => ({
      name: ENVIRONMENT,
      integration,
      config: [],
      env: io.env,
      names: {},
    }))
  const chosen = wanted.length > 0 ? wanted : (listed ?? []).map(({ name }) => name)
  const tenants: NamedTenant[] = []
  for (const name of chosen) {
    const named = listed?.find((one) => one.name === name)?.integration
    try {
      const integration = pick(name, named, integrations)
      const { kind, label, ...connection } = await readConnection(name, integration, lookup)
      tenants.push({
        name,
        integration,
        config: [connectionSource(connection)],
        env: io.env,
        names: connection.reference_values,
        ...(kind && { kind }),
        ...(label !== undefined && { label }),
      })
    } catch (thrown) {
      if (wanted.length > 0) throw thrown
      const { message } = { message: writeError(english, toActionError(thrown)) }
      log.line('warn', { connection: name }, message)
    }
  }
  return tenants
}

/** The integration of a connection; if it names none, the only one. */
function pick(name: string, named: unknown, integrations: readonly Integration[]): Integration {
  const [first] = integrations
  if (named === undefined && first && integrations.length === 1) return first
  const found = integrations.find(({ spec }) => spec.id === named)
  if (found) return found
  const ids = integrations.map(({ spec }) => spec.id).join(', ')
  throw refuse(
    `The connection "${name}" is not for an integration that is served. Add the line "integration: …" to it, with one of: ${ids}.`,
  )
}
