/** Step 5: the client of one run, on a transport and a cache that live as long as the process and one configuration. */
import type { Environment } from './config.ts'
import type { RunScope, Transport } from './http.ts'
import type { Load } from './http-gate.ts'
import type { Integration } from './integration.ts'
import type { Bag } from './params.ts'
import type { CreateClient } from './types.ts'

interface Session {
  transport: Transport
  createClient: CreateClient
  cache: Map<string, unknown>
}

/** Configurations kept at once; the one unused for longest is closed first. */
const MOST = 100

const keys = new WeakMap<Bag, string>()

/** Lives in the same memory as the configuration itself; a hash would only cost. */
function keyOf(config: Bag): string {
  const known = keys.get(config)
  if (known !== undefined) return known
  const key = JSON.stringify(config)
  keys.set(config, key)
  return key
}

/** The client for one run. Connections, tokens and learned limits are shared by all runs of the same configuration. */
export async function openSession(
  integration: Integration,
  config: Bag,
  env: Environment,
  scope: RunScope,
): Promise<unknown> {
  const { transport, createClient, cache } = await findSession(integration, config, env)
  return createClient({ config, http: transport.http(scope), log: scope.log, cache })
}

/** What all requests of a configuration have met so far. */
export async function loadOf(integration: Integration, config: Bag, env: Environment): Promise<Load> {
  return (await findSession(integration, config, env)).transport.load
}

async function findSession(integration: Integration, config: Bag, env: Environment): Promise<Session> {
  const sessions = integration.sessions as Map<string, Promise<Session>>
  const key = keyOf(config)
  const known = sessions.get(key)
  const opening = known ?? open(integration, config, env)
  // The latest stands last. Where there is one alone, moving it for each of a million runs would only make garbage.
  if (known === undefined || sessions.size > 1) {
    sessions.delete(key)
    sessions.set(key, opening)
  }
  try {
    return await opening
  } catch (error) {
    sessions.delete(key)
    throw error
  } finally {
    closeOldest(sessions)
  }
}

async function open(integration: Integration, config: Bag, env: Environment): Promise<Session> {
  const [{ createTransport }, createClient] = await Promise.all([
    import('./http.ts'),
    integration.createClient(),
  ])
  return { transport: createTransport({ ...config, env }), createClient, cache: new Map() }
}

/** The transport waits for what is under way before it closes; nobody waits for that here. */
function closeOldest(sessions: Map<string, Promise<Session>>): void {
  if (sessions.size <= MOST) return
  const [key, oldest] = sessions.entries().next().value ?? []
  if (key === undefined) return
  sessions.delete(key)
  oldest?.then((session) => session.transport.close()).catch(() => {})
}

/** Closes every connection of an integration, so that the process can end. */
export async function closeSessions(integration: Integration): Promise<void> {
  const sessions = [...(integration.sessions as Map<string, Promise<Session>>).values()]
  integration.sessions.clear()
  await Promise.allSettled(sessions.map(async (session) => (await session).transport.close()))
}
