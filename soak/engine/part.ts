/** Workers, servers and submitters of an engine, killed at random instants: no write is sent twice, and results are true. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Result } from '../../runtime/contract/result.ts'
import type { Simulator } from '../../simulator/index.ts'
import { type EngineServer, startEngine } from '../../testing/own/engine.ts'
import { product } from '../../testing/own/repository.ts'
import {
  makeSealing,
  openSubmitter,
  openTenants,
  type Sealing,
  type Submitter,
  startWorker,
  type Tenants,
  type WorkerProcess,
} from '../../testing/own/workers.ts'
import { endOf, runNode, startNode } from '../../testing/process.ts'
import { dice, type Part } from '../part.ts'

/** Kills of each target, unless the caller says. */
const KILLS = 200
/** Jobs that are under way at each kill. */
const JOBS = 4
/** Longest delay of a kill, in milliseconds: a job takes about as long. */
const LONGEST = { worker: 900, server: 900, submitter: 1_500 }
const TARGETS = ['worker', 'server', 'submitter'] as const
type Target = (typeof TARGETS)[number]

const QUEUE = 'soar:mimecast'
const WRITE = '/api/managedsender/permit-or-block-sender'

/** Everything of one soak. */
interface Scene {
  server: EngineServer
  tenants: Tenants
  submitter: Submitter
  sealing: Sealing
  worker: WorkerProcess
}

export const part: Part = async ({ seed, runs = KILLS, say }) => {
  const random = dice(seed)
  const scene = await openScene()
  const broken: string[] = []
  const unknown = { count: 0 }
  try {
    for (const target of TARGETS) {
      for (let round = 0; round < runs; round++) {
        const delay = Math.floor(random() * LONGEST[target])
        const jobs = Array.from(
          { length: target === 'submitter' ? 1 : JOBS },
          (_, at) => `${target}-${round}-${at}`,
        )
        const results = await KILL[target](scene, jobs, delay)
        for (const [at, id] of jobs.entries()) {
          const fault = faultOf(results[at], writesOf(scene.tenants.of('acme'), id))
          if (results[at]?.error?.code === 'OUTCOME_UNKNOWN') unknown.count++
          if (fault !== undefined) broken.push(`${id}, ${target} killed after ${delay} ms: ${fault}`)
        }
      }
      say(`${target}: killed ${runs} times, ${unknown.count} unknown outcomes so far`)
    }
  } finally {
    await closeScene(scene)
  }
  return { cases: runs * (2 * JOBS + 1), broken }
}

async function openScene(): Promise<Scene> {
  const server = await startEngine()
  const tenants = await openTenants(['acme'], server.folder, { requests_max: 1_000_000, latency_ms: 150 })
  const sealing = makeSealing(server.folder)
  const submitter = await openSubmitter(server, sealing)
  const scene = { server, tenants, sealing, submitter }
  return { ...scene, worker: await nextWorker(scene) }
}

const environment = ({ keys, store }: Sealing): Record<string, string> => ({
  SOAR_ENGINE_KEYS: keys,
  SOAR_ENGINE_STORE: store,
  SOAR_LOG: 'silent',
})

const nextWorker = ({ server, tenants, sealing }: Omit<Scene, 'worker'>): Promise<WorkerProcess> =>
  startWorker(server, [QUEUE], { connections: tenants.file, slots: JOBS, env: environment(sealing) })

async function closeScene({ worker, submitter, tenants, server }: Scene): Promise<void> {
  worker.signal('SIGKILL')
  await worker.ended
  await submitter.close()
  await tenants.close()
  await server.stop()
}

const begin = ({ submitter }: Scene, ids: readonly string[]) =>
  Promise.all(
    ids.map((id) =>
      submitter.start({
        id,
        action: 'block-sender',
        parameters: { sender: `${id}@evil.example`, recipient: 'alice@example.com' },
        queue: QUEUE,
        connection: 'acme',
        options: { lost_after_ms: 3_000 },
      }),
    ),
  )

/** Runs jobs, kills the target after a delay, and waits for the results. */
const KILL: Record<Target, (scene: Scene, ids: readonly string[], delay: number) => Promise<Result[]>> = {
  worker: async (scene, ids, delay) => {
    const started = begin(scene, ids)
    await sleep(delay)
    scene.worker.signal('SIGKILL')
    await scene.worker.ended
    scene.worker = await nextWorker(scene)
    return Promise.all((await started).map(({ result }) => result))
  },
  server: async (scene, ids, delay) => {
    const started = begin(scene, ids)
    await sleep(delay)
    await scene.server.kill()
    await scene.server.restart()
    return Promise.all((await started).map(({ result }) => result))
  },
  submitter: async ({ server, sealing }, [id = ''], delay) => {
    const parameters = ['--param', `sender=${id}@evil.example`, '--param', 'recipient=alice@example.com']
    const args = [
      'submit',
      'block-sender',
      '--id',
      id,
      '--connection',
      'acme',
      ...parameters,
      '--lost-after',
      '3s',
    ]
    const env = { ...environment(sealing), SOAR_ENGINE: server.api }
    const child = startNode(product, args, { env })
    child.stdin.end()
    const ended = endOf(child)
    await sleep(delay)
    child.kill('SIGKILL')
    await ended
    // The same id again is the same job.
    const { stdout } = await runNode(product, args, { env })
    return [JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Result]
  },
}

const writesOf = ({ requests }: Simulator, id: string): number =>
  requests.filter(({ path, body }) => path === WRITE && JSON.stringify(body).includes(`${id}@`)).length

/** What is wrong with a result, if anything. */
function faultOf(result: Result | undefined, writes: number): string | undefined {
  const code = result?.is_success ? 'success' : (result?.error?.code ?? 'no result')
  if (writes > 1) return `${writes} writes, and ${code}`
  if (code === 'success') return writes === 1 ? undefined : `success without a write`
  if (code === 'OUTCOME_UNKNOWN') return undefined
  return `${code}, and ${writes} writes: ${result?.output_message}`
}
