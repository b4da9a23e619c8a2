/** The client of one run, on a transport shared by all runs of a configuration. */
import type { CreateClient } from '../contract/http.ts'
import type { Load } from '../http/rate-limit.ts'
import type { RunScope } from '../http/scope.ts'
import { proxyVariables } from '../http/settings.ts'
import type { Transport } from '../http/transport.ts'
import type { Integration } from '../integration/integration.ts'
import type { Bag } from '../schema/parameters.ts'
import type { CreateTransport, RunOptions } from './options.ts'

/** What decides how a session reaches the vendor. */
type SessionOptions = Pick<RunOptions, 'env' | 'transport'>

interface Session {
  transport: Transport
  createClient: CreateClient
  cache: Map<string, unknown>
}

/** Maximum number of cached sessions; the least recently used one is closed first. */
const MOST = 100

const keys = new WeakMap<Bag, string>()

/** The plain text, not a hash: the configuration is in the same memory anyway, and hashing costs time. */
function keyOf(config: Bag): string {
  const known = keys.get(config)
  if (known !== undefined) return known
  const key = JSON.stringify(config)
  keys.set(config, key)
  return key
}

/**
 * Returns the client for one run; a promise only the first time. All runs with the same configuration and the same kind of
 * transport share connections, tokens and learned limits.
 */
export function openSession(
  integration: Integration,
  config: Bag,
  options: SessionOptions,
  scope: RunScope,
): unknown {
  const session = findSession(integration, config, options)
  return session instanceof Promise
    ? session.then((opened) => clientOf(opened, config, scope))
    : clientOf(session, config, scope)
}

const clientOf = ({ transport, createClient, cache }: Session, config: Bag, scope: RunScope): unknown =>
  createClient({ config, http: transport.http(scope), log: scope.log, cache })

/** Returns the load statistics of all requests of a configuration so far. */
export async function loadOf(integration: Integration, config: Bag, options: SessionOptions): Promise<Load> {
  return (await findSession(integration, config, options)).transport.load
}

function findSession(
  integration: Integration,
  config: Bag,
  options: SessionOptions,
): Session | Promise<Session> {
  const sessions = sessionsOf(integration, options.transport?.create)
  // Proxy variables of the environment decide where connections go, so they are part of the key.
  const key = keyOf(config) + proxyVariables(options.env ?? {})
  const known = sessions.get(key)
  // The most recently used session is last. A single session need not be moved: a million runs would only create garbage.
  if (known !== undefined && sessions.size === 1) return known
  const session = known ?? open(integration, config, options)
  sessions.delete(key)
  sessions.set(key, session)
  closeOldest(sessions)
  if (known === undefined && session instanceof Promise) settleIn(sessions, key, session)
  return session
}

type Sessions = Map<string, Session | Promise<Session>>

/** Sessions over custom transports, separate for each factory. */
const plugged = new WeakMap<Integration, Map<CreateTransport, Sessions>>()

function sessionsOf(integration: Integration, create: CreateTransport | undefined): Sessions {
  if (create === undefined) return integration.sessions as Sessions
  const kinds = plugged.get(integration) ?? new Map<CreateTransport, Sessions>()
  plugged.set(integration, kinds)
  const sessions: Sessions = kinds.get(create) ?? new Map()
  kinds.set(create, sessions)
  return sessions
}

/** Replaces the promise with the open session; removes a session that cannot be opened. */
function settleIn(sessions: Sessions, key: string, opening: Promise<Session>): void {
  const put = (session: Session | undefined): void => {
    if (sessions.get(key) !== opening) return
    if (session) sessions.set(key, session)
    else sessions.delete(key)
  }
  opening.then(put, () => put(undefined))
}

async function open(integration: Integration, config: Bag, options: SessionOptions): Promise<Session> {
  const [create, createClient] = await Promise.all([
    options.transport?.create ?? import('../http/transport.ts').then((http) => http.createTransport),
    integration.createClient(),
  ])
  const transport = await create({ ...config, env: options.env ?? {} })
  return { transport, createClient, cache: new Map() }
}

/** Closes the oldest session in the background: the transport first waits for requests in progress. */
function closeOldest(sessions: Sessions): void {
  if (sessions.size <= MOST) return
  const [key, oldest] = sessions.entries().next().value ?? []
  if (key === undefined) return
  sessions.delete(key)
  close(oldest).catch(() => {})
}

/** Closes every connection of an integration, so that the process can end. */
export async function closeSessions(integration: Integration): Promise<void> {
  const all = [integration.sessions as Sessions, ...(plugged.get(integration)?.values() ?? [])]
  const sessions = all.flatMap((kind) => [...kind.values()])
  for (const kind of all) kind.clear()
  await Promise.allSettled(sessions.map(close))
}

const close = async (session: Session | Promise<Session> | undefined): Promise<void> =>
  (await session)?.transport.close()
