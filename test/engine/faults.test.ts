/** What becomes of actions when workers and servers of an engine are killed, frozen and started again. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Result } from '../../runtime/contract/result.ts'
import type { RecordedRequest, Simulator } from '../../simulator/index.ts'
import { type EngineServer, startEngine } from '../../testing/own/engine.ts'
import { nextRequest } from '../../testing/own/moments.ts'
import {
  type Action,
  makeSealing,
  openSubmitter,
  openTenants,
  type Submitter,
  startWorker,
  type Tenants,
  type WorkerProcess,
} from '../../testing/own/workers.ts'
import { needs } from '../support/needs.ts'

const WRITE = '/api/managedsender/permit-or-block-sender'
const TOKEN = '/oauth/token'

const block = {
  action: 'block-sender',
  parameters: { sender: 'mallory@evil.example', recipient: 'alice@example.com' },
}
const url = { action: 'block-url', parameters: { url: 'https://evil.example/' }, idempotent: true }
const read = { action: 'ping', effect: 'read' } as const

/** A worker that is gone is noticed after this time. Long enough for one that works on a busy machine. */
const NOTICED = { lost_after_ms: 3_000 }

/** How long a fault of the simulator holds a request back: longer than the test needs. */
const HELD_MS = 600_000
/** The response arrives while the worker is frozen: it is frozen in the same moment in which the request is held. */
const SOON_MS = 5_000

/** The cases: what is done to the worker of each, and which request it waits for then. */
const CASES = {
  'killed after the write': { ...block, hold: WRITE },
  'killed before the write': { ...block, hold: TOKEN },
  'killed after an idempotent write': { ...url, hold: '/api/ttp/url/create-managed-url' },
  'killed in a read': { ...read, hold: '/api/account/get-account' },
  'frozen before the write': { ...block, hold: TOKEN },
  'frozen after the write': { ...block, hold: WRITE },
  poison: { ...block, hold: TOKEN },
} as const
type Case = keyof typeof CASES

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

const queueOf = (name: string): string => `soar:${name.replaceAll(' ', '-')}`
const writesAt = (simulator: Simulator, path = WRITE): number => simulator.counters.paths.get(path) ?? 0

describe('when workers are killed and frozen', needs('engine'), () => {
  let server: EngineServer
  let tenants: Tenants
  let submitter: Submitter
  const workers: WorkerProcess[] = []
  const results = new Map<string, Promise<Result>>()

  let env: Record<string, string> = {}

  const names = Object.keys(CASES) as Case[]
  const work = async (
    queues: readonly string[],
    slots = 1,
    more: readonly string[] = [],
  ): Promise<WorkerProcess> => {
    const worker = await startWorker(server, queues, { connections: tenants.file, slots, more, env })
    workers.push(worker)
    return worker
  }
  /** Waits until a request is held back. */
  const heldAt = (name: string, path: string, delay_ms = HELD_MS): Promise<RecordedRequest> => {
    const simulator = tenants.of(name)
    simulator.fault({ path, delay_ms, times: 1 })
    return nextRequest(simulator, 'waiting')
  }
  const start = async (name: string, action: Omit<Action, 'queue' | 'connection'>): Promise<void> => {
    const given = { queue: queueOf(name), connection: name, ...action }
    results.set(name, (await submitter.start(given)).result)
  }
  const resultOf = async (name: string): Promise<Result | undefined> => results.get(name)

  beforeAll(async () => {
    server = await startEngine()
    tenants = await openTenants([...names, 'fine', 'outage', 'lasting', 'steady', 'later'], server.folder)
    const sealing = makeSealing(server.folder)
    env = { SOAR_ENGINE_KEYS: sealing.keys, SOAR_ENGINE_STORE: sealing.store }
    submitter = await openSubmitter(server, sealing)
    const killed = names.filter((name) => /^killed|poison/.test(name))
    const frozen = ['frozen after the write', 'frozen before the write'] as const
    const [first, second] = await Promise.all([work(killed.map(queueOf)), work(frozen.map(queueOf))])
    const begin = async (name: Case, delay_ms?: number): Promise<void> => {
      const { hold, ...action } = CASES[name]
      const held = heldAt(name, hold, delay_ms)
      await start(name, { ...action, options: NOTICED })
      await held
    }
    await begin(frozen[0])
    await begin(frozen[1], SOON_MS)
    second.signal('SIGSTOP')
    await Promise.all(killed.map((name) => begin(name)))
    const poisoned = heldAt('poison', TOKEN)
    first.signal('SIGKILL')
    // The next two workers die of the same task.
    const third = await work([queueOf('poison')])
    await poisoned
    const again = heldAt('poison', TOKEN)
    third.signal('SIGKILL')
    const fourth = await work([queueOf('poison')])
    await again
    fourth.signal('SIGKILL')
    await work([...names, 'fine', 'lasting', 'steady'].map(queueOf), 4)
    for (const name of frozen) await resultOf(name)
    second.signal('SIGCONT')
    await second.says(/Action finished[\s\S]*Action finished/)
  })

  afterAll(async () => {
    for (const worker of workers) worker.signal('SIGKILL')
    await Promise.all(workers.map(({ ended }) => ended))
    await submitter?.close()
    await tenants?.close()
    await server?.stop()
  })

  test('a write that was sent is not repeated, and its outcome is unknown', async () => {
    expect((await resultOf('killed after the write'))?.error).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      retryable: false,
    })
    expect(writesAt(tenants.of('killed after the write'))).toBe(1)
  })

  test('a write that was not sent is sent once, by another worker', async () => {
    expect(await resultOf('killed before the write')).toMatchObject({ is_success: true })
    expect(writesAt(tenants.of('killed before the write'))).toBe(1)
  })

  test('an idempotent write is sent again', async () => {
    expect(await resultOf('killed after an idempotent write')).toMatchObject({ is_success: true })
    expect(writesAt(tenants.of('killed after an idempotent write'), '/api/ttp/url/create-managed-url')).toBe(
      2,
    )
  })

  test('a read is run again', async () => {
    expect(await resultOf('killed in a read')).toMatchObject({ is_success: true })
  })

  test('a frozen worker that wakes after another one has sent the write sends nothing', async () => {
    expect(await resultOf('frozen before the write')).toMatchObject({ is_success: true })
    expect(writesAt(tenants.of('frozen before the write'))).toBe(1)
  })

  test('a worker that froze after the write changes nothing when it wakes', async () => {
    expect((await resultOf('frozen after the write'))?.error?.code).toBe('OUTCOME_UNKNOWN')
    expect(writesAt(tenants.of('frozen after the write'))).toBe(1)
  })

  test('a task that ends three workers is not run a fourth time, and the next one is', async () => {
    expect((await resultOf('poison'))?.error?.code).toBe('INTERNAL')
    expect(writesAt(tenants.of('poison'))).toBe(0)
    await start('fine', block)
    expect(await resultOf('fine')).toMatchObject({ is_success: true })
  })

  test('a job that waits is cancelled, and nothing is sent', async () => {
    const { id, result } = await submitter.start({ ...block, queue: 'soar:unused', connection: 'fine' })
    await submitter.engine.cancel(id)
    expect((await result).error?.code).toBe('CANCELLED')
  })

  test('a job that no worker takes in time ends, and can be repeated', async () => {
    const options = { start_within_ms: 500 }
    const { result } = await submitter.start({ ...block, queue: 'soar:unused', connection: 'fine', options })
    expect((await result).error).toMatchObject({ code: 'TIMED_OUT', retryable: true })
  })

  test('a job that is cancelled while its write is under way has an unknown outcome', async () => {
    const before = writesAt(tenants.of('fine'))
    const held = heldAt('fine', WRITE)
    const { id, result } = await submitter.start({
      ...block,
      queue: queueOf('fine'),
      connection: 'fine',
      options: NOTICED,
    })
    await held
    await submitter.engine.cancel(id)
    expect((await result).error?.code).toBe('OUTCOME_UNKNOWN')
    expect(writesAt(tenants.of('fine'))).toBe(before + 1)
  })

  test('a read that never ends is given up when its time is used up', async () => {
    tenants.of('lasting').fault({ path: '/api/account/get-account', delay_ms: HELD_MS })
    const options = { attempt_ms: 1_000, within_ms: 3_000 }
    const { result } = await submitter.start({
      ...read,
      queue: queueOf('lasting'),
      connection: 'lasting',
      options,
    })
    expect((await result).error).toMatchObject({ code: 'TIMED_OUT', retryable: true })
    tenants.of('lasting').clearFaults()
  })

  test('the same id submitted twice at once and once later is one job with one result', async () => {
    const before = writesAt(tenants.of('fine'))
    const same = { ...block, queue: queueOf('fine'), connection: 'fine', id: 'one-job' }
    const [one, two] = await Promise.all([submitter.start(same), submitter.start(same)])
    const results = [await one.result, await two.result, await (await submitter.start(same)).result]
    expect(results[0]?.is_success).toBe(true)
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1)
    expect(writesAt(tenants.of('fine'))).toBe(before + 1)
    const other = submitter.start({ ...read, queue: queueOf('fine'), connection: 'fine', id: 'one-job' })
    await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' })
  })

  test('a worker that is stopped hands its read to another one, and ends', async () => {
    const one = await work([queueOf('stopping')], 1, ['--grace', '0ms'])
    const held = heldAt('fine', '/api/account/get-account')
    const { result } = await submitter.start({ ...read, queue: queueOf('stopping'), connection: 'fine' })
    await held
    one.signal('SIGTERM')
    expect(await one.ended).toMatchObject({ code: 0 })
    await work([queueOf('stopping'), queueOf('outage')], 2)
    expect(await result).toMatchObject({ is_success: true })
  })

  test('after a crash of the server with a worker, no write is repeated, and everything else goes on', async () => {
    const lost = workers.at(-1)
    const sent = heldAt('outage', WRITE)
    await start('outage', { ...block, options: NOTICED })
    await sent
    const token = heldAt('steady', TOKEN, SOON_MS)
    await start('steady', block)
    await token
    const waiting = await submitter.start({ ...block, queue: 'soar:later', connection: 'later' })
    lost?.signal('SIGKILL')
    await server.kill()
    await server.restart()
    await work([queueOf('outage'), queueOf('later')], 2)
    expect((await resultOf('outage'))?.error?.code).toBe('OUTCOME_UNKNOWN')
    expect(await resultOf('steady')).toMatchObject({ is_success: true })
    expect(await waiting.result).toMatchObject({ is_success: true })
    expect(['outage', 'steady', 'later'].map((name) => writesAt(tenants.of(name)))).toEqual([1, 1, 1])
  })

  test('a result that is too large for the engine goes through the store', async () => {
    tenants.of('fine').seed({ archived: 1_500 })
    const search = {
      action: 'simple-archive-search',
      effect: 'read',
      parameters: { time_frame: 'Last 24 Hours', max_emails_to_return: 1_500 },
    } as const
    const { result } = await submitter.start({ ...search, queue: queueOf('fine'), connection: 'fine' })
    expect(JSON.stringify(await result).length).toBeGreaterThan(300_000)
    expect(filesUnder(env.SOAR_ENGINE_STORE ?? '').length).toBeGreaterThan(0)
  })

  test('no parameter, result or secret of all these jobs is in the database, the store or a log', async () => {
    const secrets = [
      'mallory@evil',
      'alice@example',
      'evil.example',
      'simulator-client-secret',
      'Successfully',
    ]
    for (const worker of workers)
      expect(secrets.filter((secret) => worker.log().includes(secret))).toEqual([])
    await server.kill()
    const files = filesUnder(server.folder).filter((path) => path !== tenants.file)
    expect(files.some((path) => path.endsWith('engine.db'))).toBe(true)
    const found = files.flatMap((path) => {
      const bytes = readFileSync(path)
      return secrets.filter((secret) => bytes.includes(secret)).map((secret) => `${secret} in ${path}`)
    })
    expect(found).toEqual([])
  })
})
