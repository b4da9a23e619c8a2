/** The integrations that a server offers, each with its tenant. */
import { ActionError, toActionError } from '../../../contract/errors.ts'
import { chooseLocale } from '../../../i18n/choose-locale.ts'
import { english, writeError } from '../../../i18n/sentences.ts'
import { environmentSource, readConfig, secretsOf } from '../../../integration/config/config.ts'
import type { Integration } from '../../../integration/integration.ts'
import { noPrompts } from '../../../integration/prompts.ts'
import type { LogSink } from '../../../safety/log.ts'
import type { BrokenIntegration } from '../../../service/offers.ts'
import { servedWith } from '../../../service/served.ts'
import type { Served, ServedConnection } from '../../../service/service.ts'
import type { Call, Options } from '../line/command.ts'
import { chosenConnection, readLocale } from '../line/read-options.ts'
import { lookupOf } from '../process/io.ts'
import type { Opened } from '../process/open.ts'
import { type ChosenConnection, groupedConnections } from '../several/tenants.ts'

/** Integrations that could be opened, and those that could not. */
export interface OpenedIntegrations {
  opened: readonly Opened[]
  broken: readonly BrokenIntegration[]
}

/** Opens every integration of a command line. One that cannot be loaded is broken, unless it is the only one. */
export async function openAll(call: Call): Promise<OpenedIntegrations> {
  const several = await call.several()
  if (!several) return { opened: [await call.open()], broken: [] }
  const opened: Opened[] = []
  const broken: BrokenIntegration[] = []
  for (const { name, ids, open } of several.members) {
    const one = await open().catch((thrown: unknown) => toActionError(thrown))
    if (one instanceof ActionError) {
      if (several.members.length === 1) throw one
      broken.push({ name, ids, reason: writeError(english, one) })
    } else opened.push(one)
  }
  return { opened, broken }
}

/** The integrations to serve, each with the tenants that --connection names for it. */
export async function servedOf(
  call: Call,
): Promise<{ served: Served[]; broken: readonly BrokenIntegration[] }> {
  const { opened, broken } = await openAll(call)
  const several = await call.several()
  const grouped = several && (await groupedConnections(call, several))
  const only = several ? [] : onlyConnections(call.options)
  const served = opened.map((one) =>
    serve(call, one, grouped ? (grouped.get(one.integration.spec.id) ?? []) : only),
  )
  return { served: await Promise.all(served), broken }
}

/** The connections of the only integration. */
function onlyConnections(options: Options): ChosenConnection[] {
  const names = [...new Set(options.all('connection'))]
  if (names.length > 1) return names.map((name) => ({ name, file: options.text('connections') }))
  return [chosenConnection(options)].filter((one) => one !== undefined)
}

async function serve(
  { io }: Call,
  { integration, prompts }: Opened,
  chosen: readonly ChosenConnection[],
): Promise<Served> {
  const own = { integration, prompts: (await prompts?.()) ?? noPrompts }
  if (chosen.length === 0) return { ...own, env: io.env, config: [], names: {} }
  const { connectionSource, readConnection } = await import('../../../integration/config/connections.ts')
  const connections = chosen.map(async ({ name, file }): Promise<ServedConnection> => {
    const { kind, label, ...connection } = await readConnection(name, integration, lookupOf(io, file))
    return {
      connection: name,
      config: [connectionSource(connection)],
      env: io.env,
      names: connection.reference_values,
      ...(kind && { kind }),
      ...(label !== undefined && { label }),
    }
  })
  return servedWith(own, await Promise.all(connections))
}

/** Every tenant of an integration. */
export const tenantsIn = (served: Served): Pick<Served, 'integration' | 'config' | 'env'>[] =>
  served.connections?.map(({ config, env }) => ({ integration: served.integration, config, env })) ?? [served]

/** A language that one of the integrations has; the others use their first one. */
export function serverLocale({ options, io }: Call, integrations: readonly Integration[]): string {
  const locales = [...new Set(integrations.flatMap(({ spec }) => spec.locales))]
  return chooseLocale(locales, readLocale(options.text('locale'), locales), io.env)
}

/** Configuration problems are reported at startup and again by each call: a client shows only the latter. */
export function warnAboutConfig(
  { integration, config, env }: Pick<Served, 'integration' | 'config' | 'env'>,
  log: LogSink,
): void {
  try {
    const sources = [...config, environmentSource(integration.spec.config, env, integration.among?.variables)]
    const complete = readConfig(integration, sources)
    for (const secret of secretsOf(integration.spec.config, complete)) log.secret(secret)
  } catch (thrown) {
    log.line('warn', {}, writeError(english, toActionError(thrown)))
  }
}

/** Waits for a signal. */
export const stopped = (signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (signal.aborted) done()
    signal.addEventListener('abort', () => done(), { once: true })
  })
