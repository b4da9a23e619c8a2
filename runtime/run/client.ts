/** Step 5: the client of one run, on a transport and a cache that live as long as the process and one configuration. */
import type { CreateClient } from '../contract/http.ts'
import type { Load } from '../http/rate-limit.ts'
import type { RunScope } from '../http/scope.ts'
import type { Transport } from '../http/transport.ts'
import type { Environment } from '../integration/config/config.ts'
import type { Integration } from '../integration/integration.ts'
import type { Bag } from '../schema/parameters.ts'

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

/**
 * The client for one run; a promise only the first time. Connections, tokens and learned limits are shared by all runs of
 * the same configuration.
 */
export function openSession(
  integration: Integration,
  config: Bag,
  env: Environment,
  scope: RunScope,
): unknown {
  const session = findSession(integration, config, env)
  return session instanceof Promise
    ? session.then((opened) => clientOf(opened, config, scope))
    : clientOf(session, config, scope)
}

const clientOf = ({ transport, createClient, cache }: Session, config: Bag, scope: RunScope): unknown =>
  createClient({ config, http: transport.http(scope), log: scope.log, cache })

/** What all requests of a configuration have met so far. */
export async function loadOf(integration: Integration, config: Bag, env: Environment): Promise<Load> {
  return (await findSession(integration, config, env)).transport.load
}

function findSession(integration: Integration, config: Bag, env: Environment): Session | Promise<Session> {
  const sessions = sessionsOf(integration)
  const key = keyOf(config)
  const known = sessions.get(key)
  // The latest stands last. Where there is one alone, moving it for each of a million runs would only make garbage.
  if (known !== undefined && sessions.size === 1) return known
  const session = known ?? open(integration, config, env)
  sessions.delete(key)
  sessions.set(key, session)
  closeOldest(sessions)
  if (known === undefined && session instanceof Promise) settleIn(sessions, key, session)
  return session
}

type Sessions = Map<string, Session | Promise<Session>>

const sessionsOf = ({ sessions }: Integration): Sessions => sessions as Sessions

/** Once it is open nobody has to wait for it; one that cannot be opened is forgotten. */
function settleIn(sessions: Sessions, key: string, opening: Promise<Session>): void {
  const put = (session: Session | undefined): void => {
    if (sessions.get(key) !== opening) return
    if (session) sessions.set(key, session)
    else sessions.delete(key)
  }
  opening.then(put, () => put(undefined))
}

async function open(integration: Integration, config: Bag, env: Environment): Promise<Session> {
  const [{ createTransport }, createClient] = await Promise.all([
    import('../http/transport.ts'),
    integration.createClient(),
  ])
  return { transport: createTransport({ ...config, env }), createClient, cache: new Map() }
}

/** The transport waits for what is under way before it closes; nobody waits for that here. */
function closeOldest(sessions: Sessions): void {
  if (sessions.size <= MOST) return
  const [key, oldest] = sessions.entries().next().value ?? []
  if (key === undefined) return
  sessions.delete(key)
  close(oldest).catch(() => {})
}

/** Closes every connection of an integration, so that the process can end. */
export async function closeSessions(integration: Integration): Promise<void> {
  const sessions = [...sessionsOf(integration).values()]
  integration.sessions.clear()
  await Promise.allSettled(sessions.map(close))
}

const close = async (session: Session | Promise<Session> | undefined): Promise<void> =>
  (await session)?.transport.close()
