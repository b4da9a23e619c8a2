/** The client of one run, on a transport shared by all runs of a configuration. */
import type { CreateClient } from '../contract/http.ts'
import { proxyVariables } from '../http/proxy-variables.ts'
import type { Load } from '../http/rate-limit.ts'
import type { RunScope } from '../http/scope.ts'
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
 * the same configuration over the same kind of transport.
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

/** What all requests of a configuration have met so far. */
export async function loadOf(integration: Integration, config: Bag, options: SessionOptions): Promise<Load> {
  return (await findSession(integration, config, options)).transport.load
}

function findSession(
  integration: Integration,
  config: Bag,
  options: SessionOptions,
): Session | Promise<Session> {
  const sessions = sessionsOf(integration, options.transport?.create)
  // What the environment says of proxies decides where connections lead, so they are not shared across it.
  const key = keyOf(config) + proxyVariables(options.env ?? {})
  const known = sessions.get(key)
  // The latest stands last. Where there is one alone, moving it for each of a million runs would only make garbage.
  if (known !== undefined && sessions.size === 1) return known
  const session = known ?? open(integration, config, options)
  sessions.delete(key)
  sessions.set(key, session)
  closeOldest(sessions)
  if (known === undefined && session instanceof Promise) settleIn(sessions, key, session)
  return session
}

type Sessions = Map<string, Session | Promise<Session>>

/** Sessions over transports that a caller plugged in: those of each kind are its own. */
const plugged = new WeakMap<Integration, Map<CreateTransport, Sessions>>()

function sessionsOf(integration: Integration, create: CreateTransport | undefined): Sessions {
  if (create === undefined) return integration.sessions as Sessions
  const kinds = plugged.get(integration) ?? new Map<CreateTransport, Sessions>()
  plugged.set(integration, kinds)
  const sessions: Sessions = kinds.get(create) ?? new Map()
  kinds.set(create, sessions)
  return sessions
}

/** Once it is open nobody has to wait for it; one that cannot be opened is forgotten. */
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
  const all = [integration.sessions as Sessions, ...(plugged.get(integration)?.values() ?? [])]
  const sessions = all.flatMap((kind) => [...kind.values()])
  for (const kind of all) kind.clear()
  await Promise.allSettled(sessions.map(close))
}

const close = async (session: Session | Promise<Session> | undefined): Promise<void> =>
  (await session)?.transport.close()
