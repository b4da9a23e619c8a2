/** One action over an engine beside the same action in one process: latency, and processor time of each side. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadIntegration } from '../runtime/integration/folder.ts'
import { closeSessions } from '../runtime/run/client.ts'
import { runAction } from '../runtime/run/run-action.ts'
import { startEngine } from '../testing/own/engine.ts'
import { product, repository } from '../testing/own/repository.ts'
import { makeSealing, openSubmitter, startWorker } from '../testing/own/workers.ts'
import { median, quantile } from './measure.ts'
import { type Measured, table } from './report.ts'
import { residentMiB } from './resident.ts'
import { startTenant } from './tenant.ts'

const QUEUE = 'soar:mimecast'
const WARM_UP = 10
/** Actions one after another. */
const ONE_BY_ONE = 50
/** Actions of which some are under way at once. */
const TOGETHER = 200
const AT_ONCE = 16

/** Clock ticks per second in /proc, on every Linux. */
const TICKS = 100

/** Milliseconds of processor time that a process has used. Linux only. */
function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS
}

/** Measures and answers a table. */
export async function measure(): Promise<Measured> {
  const tenant = await startTenant(product)
  const server = await startEngine()
  const { api2: env = {} } = tenant.environment
  const sealing = makeSealing(server.folder)
  const submitter = await openSubmitter(server, sealing)
  const worker = await startWorker(server, [QUEUE], {
    connections: join(server.folder, 'none.yaml'),
    slots: 64,
    env: { ...env, SOAR_ENGINE_KEYS: sealing.keys, SOAR_ENGINE_STORE: sealing.store, SOAR_LOG: 'silent' },
  })
  const integration = await loadIntegration(repository)
  try {
    const action = 'block-sender'
    const parameters = { sender: 'mallory@evil.example', recipient: 'alice@example.com' }
    const here = async (): Promise<unknown> => runAction(integration, { action, parameters }, { env })
    const there = async (): Promise<unknown> =>
      (await submitter.start({ action, parameters, queue: QUEUE })).result
    for (let at = 0; at < WARM_UP; at++) {
      await here()
      await there()
    }
    const [hereMs, thereMs]: [number[], number[]] = [[], []]
    for (let at = 0; at < ONE_BY_ONE; at++) {
      hereMs.push(await timed(here))
      thereMs.push(await timed(there))
    }
    const local = await spent([process.pid], () => together(here))
    const [own = 0, workers = 0, servers = 0] = await spent([process.pid, worker.pid, server.pid()], () =>
      together(there),
    )
    const ratio = median(thereMs) / median(hereMs)
    const beyond = workers - (local[0] ?? 0)
    const ms = (value: number): string => value.toFixed(1)
    const rows = [
      ['in this process', ms(median(hereMs)), ms(quantile(hereMs, 0.95)), ms(local[0] ?? 0), '', ''],
      ['on the engine', ms(median(thereMs)), ms(quantile(thereMs, 0.95)), ms(own), ms(workers), ms(servers)],
    ]
    const head = ['block-sender', 'p50 ms', 'p95 ms', 'own processor ms', 'worker ms', 'server ms']
    const text = [
      'Each action over the engine is sealed, stored in SQLite (the development server), run by a worker, and its write recorded before it is sent.',
      `The tenant is a process of its own. Processor time is for each of ${TOGETHER} actions, ${AT_ONCE} at once.`,
      '',
      table(head, rows),
      '',
      `One action takes ${ratio.toFixed(0)} times as long on the engine. The worker has ${residentMiB(worker.pid).toFixed(0)} MiB after ${WARM_UP + ONE_BY_ONE + TOGETHER} actions.`,
    ].join('\n')
    return {
      text,
      goals: [
        { name: 'engine: one action, times as long as in one process', value: ratio, most: 60, soft: true },
        { name: 'engine: processor ms of the worker beyond the run', value: beyond, most: 4, soft: true },
      ],
    }
  } finally {
    worker.signal('SIGTERM')
    await worker.ended
    await closeSessions(integration)
    await submitter.close()
    await tenant.close()
    await server.stop()
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

async function together(work: () => Promise<unknown>): Promise<void> {
  let left = TOGETHER
  const lane = async (): Promise<void> => {
    while (left-- > 0) await work()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}

/** Processor milliseconds per action of each process. */
async function spent(pids: readonly number[], work: () => Promise<void>): Promise<number[]> {
  const before = pids.map(processorMs)
  await work()
  return pids.map((pid, at) => (processorMs(pid) - (before[at] ?? 0)) / TOGETHER)
}
