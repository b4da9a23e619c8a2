/** Workers of an engine as processes, the tenants that they reach, and a submitter. */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Result } from '../../runtime/contract/result.ts'
import { readAddress } from '../../runtime/service/engine/address.ts'
import { openEngine } from '../../runtime/service/engine/api/engine.ts'
import type { Engine } from '../../runtime/service/engine/engine.ts'
import { clearEnvelope, createEnvelope } from '../../runtime/service/engine/envelope.ts'
import { readKeys } from '../../runtime/service/engine/keys.ts'
import { openStore } from '../../runtime/service/engine/store/open.ts'
import { attemptMs, awaitTask, type Submission, startTask } from '../../runtime/service/engine/submit.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/index.ts'
import { type Ended, endOf, startNode } from '../process.ts'
import type { EngineServer } from './engine.ts'
import { product } from './repository.ts'

/** Simulated tenants by connection, and the connections file that leads to them. */
export interface Tenants {
  of(connection: string): Simulator
  file: string
  close(): Promise<void>
}

/** Starts one tenant per name. The file is written into a folder. */
export async function openTenants(
  names: readonly string[],
  folder: string,
  options: SimulatorOptions = {},
): Promise<Tenants> {
  const sizes = { archived: 0, held: 0, tracked: 0, logs: 0 }
  const started = await Promise.all(
    names.map(async (name) => [name, await startSimulator({ sizes, ...options })] as const),
  )
  const all = new Map(started)
  const file = join(folder, `connections-${randomUUID()}.yaml`)
  const connections = Object.fromEntries(started.map(([name, { config }]) => [name, config.api2]))
  writeFileSync(file, JSON.stringify(connections), { mode: 0o600 })
  return {
    file,
    of: (connection) => {
      const found = all.get(connection)
      if (found) return found
      throw new Error(`there is no tenant ${connection}`)
    },
    close: async () => {
      await Promise.all([...all.values()].map((simulator) => simulator.close()))
    },
  }
}

/** A worker process. */
export interface WorkerProcess {
  /** All it has written to standard error. */
  log(): string
  /** Waits until its log matches. Rejects if it ends before. */
  says(pattern: RegExp): Promise<void>
  signal(name: NodeJS.Signals): void
  ended: Promise<Ended>
  pid: number
}

/** How a worker is started. */
export interface WorkerStart {
  /** Its connections file. */
  connections: string
  slots?: number
  /** Further arguments. */
  more?: readonly string[]
  env?: Record<string, string>
}

/** Starts a worker of the built product, and waits until it polls. */
export async function startWorker(
  server: EngineServer,
  queues: readonly string[],
  { connections, slots = 1, more = [], env = {} }: WorkerStart,
): Promise<WorkerProcess> {
  const args = ['worker', '--on', server.worker, '--connections', connections, '--slots', `${slots}`]
  const child = startNode(product, [...args, ...more, ...queues.flatMap((queue) => ['--queue', queue])], {
    env,
  })
  const ended = endOf(child)
  let log = ''
  const listeners = new Set<() => void>()
  const hear = (chunk: Buffer): void => {
    log += String(chunk)
    for (const listener of listeners) listener()
  }
  child.stderr.on('data', hear)
  child.stdout.on('data', hear)
  const says = async (pattern: RegExp): Promise<void> => {
    const heard = new Promise<void>((found) => {
      const look = (): void => {
        if (pattern.test(log)) found()
      }
      listeners.add(look)
      look()
    })
    const over = ended.then(({ code, signal }) => {
      throw new Error(`the worker ended (${code ?? signal}) before it wrote ${pattern}: ${log}`)
    })
    await Promise.race([heard, over])
  }
  await says(/^Polling /m)
  return { log: () => log, says, signal: (name) => void child.kill(name), ended, pid: child.pid ?? 0 }
}

/** Submits actions from this process. */
export interface Submitter {
  engine: Engine
  /** Starts an action. The answer has the job's id and waits for its result. */
  start(action: Action): Promise<{ id: string; result: Promise<Result> }>
  close(): Promise<void>
}

/** One action for a queue. */
export interface Action {
  action: string
  queue: string
  /** Default: the environment of the worker. */
  connection?: string
  parameters?: Record<string, unknown>
  effect?: Submission['task']['effect']
  idempotent?: boolean
  retry?: boolean
  case?: string
  id?: string
  timeout_ms?: number
  options?: Partial<
    Pick<Submission, 'attempt_ms' | 'within_ms' | 'start_within_ms' | 'lost_after_ms' | 'priority'>
  >
}

/** Seals what travels: keys and store as in SOAR_ENGINE_KEYS and SOAR_ENGINE_STORE. */
export interface Sealing {
  keys: string
  store: string
}

/** Makes a key and an empty store in a folder. */
export function makeSealing(folder: string): Sealing {
  const [keys, store] = [join(folder, 'keys.json'), join(folder, 'store')]
  writeFileSync(keys, JSON.stringify({ test: randomBytes(32).toString('base64') }), { mode: 0o600 })
  mkdirSync(store)
  return { keys, store }
}

/** Opens a submitter. */
export async function openSubmitter(server: EngineServer, sealing?: Sealing): Promise<Submitter> {
  const engine = openEngine({
    address: readAddress(server.api, {}, 'submitter'),
    access: {},
    envelope: sealing ? await envelopeOf(sealing) : clearEnvelope,
    env: {},
    log: { line: () => {}, secret: () => {} },
    identity: 'test',
  })
  const { signal } = new AbortController()
  return {
    engine,
    start: async (action) => {
      const submission = submissionOf(action)
      await startTask(engine, submission, signal)
      return { id: submission.id, result: awaitTask(engine, submission, signal) }
    },
    close: () => engine.close(),
  }
}

const envelopeOf = async ({ keys, store }: Sealing) =>
  createEnvelope({ keys: await readKeys(keys), store: await openStore(store, { env: {}, cwd: '/' }) })

const MINUTE_MS = 60_000

function submissionOf(given: Action): Submission {
  const {
    action,
    queue,
    connection,
    parameters = {},
    effect = 'write',
    idempotent = false,
    retry,
    options,
  } = given
  const { timeout_ms = MINUTE_MS } = given
  return {
    id: given.id ?? `${action}:${randomUUID()}`,
    queue,
    attempt_ms: attemptMs(timeout_ms),
    within_ms: 10 * MINUTE_MS,
    priority: 3,
    ...options,
    task: {
      v: 1,
      request: { action, parameters, timeout_ms },
      ...(connection !== undefined && { connection }),
      integration: 'mimecast',
      integration_version: '1.0.0',
      effect,
      idempotent,
      ...(retry !== undefined && { retry }),
      ...(given.case !== undefined && { case: given.case }),
    },
  }
}
