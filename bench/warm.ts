/** Warm runs: `runAction` again and again in one process, beside a bare undici loop, against a server in another process. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, writeSync } from 'node:fs'
import { devNull } from 'node:os'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { Pool } from 'undici'
import { loadIntegration } from '../runtime/integration/folder.ts'
import { closeSessions } from '../runtime/run/client.ts'
import { runAction } from '../runtime/run/run-action.ts'
import { createLog } from '../runtime/safety/log.ts'
import { createRedactor } from '../runtime/safety/redact.ts'
import { median, plainEnvironment, ratio } from './measure.ts'
import { type Goal, type Measured, table } from './report.ts'

const CONCURRENCIES = [1, 16, 64]
const ROUNDS = 11

/** Milliseconds after which the server answers: at once, so that nothing but processors counts, and as no vendor's does. */
const LATENCIES = [0, 5]

/** Runs before anything is measured. */
const WARM_UP = 20_000

/** Milliseconds that one measured stretch takes, about. */
const STRETCH = 250

/** Measures and answers a table. */
export async function measure(): Promise<Measured> {
  const log = openSync(devNull, 'w')
  const rows: string[][] = []
  const goals: Goal[] = []
  try {
    for (const latency of LATENCIES) {
      const server = spawn(
        process.execPath,
        [resolve(import.meta.dirname, 'warm-server.ts'), String(latency)],
        {
          stdio: ['pipe', 'pipe', 'inherit'],
          env: plainEnvironment(),
        },
      )
      const [port] = await once(createInterface(server.stdout), 'line')
      const root = `http://127.0.0.1:${port}`
      const ours = await action(root, log)
      const bare = bareLoop(root)
      for (const { once } of [bare, ours]) await stretch(once, 64, WARM_UP)
      for (const concurrency of CONCURRENCIES) {
        const found = await compare(ours.once, bare.once, concurrency)
        rows.push([`${latency} ms`, String(concurrency), ...cellsOf(found)])
        if (concurrency === 64) {
          const name = `warm, ${concurrency} at once, answers after ${latency} ms: share of undici`
          goals.push({ name, value: found.share, least: 0.75, soft: latency === 0 })
        }
      }
      await Promise.all([ours.close(), bare.close()])
      server.stdin.end()
      await once(server, 'close')
    }
    return { text: textOf(rows), goals }
  } finally {
    closeSync(log)
  }
}

const textOf = (rows: string[][]): string =>
  [
    '`runAction` for block-sender in one process, with one synchronous log line per run, alternating with a bare undici loop that',
    'sends the same headers and bodies and reads the answers as text. A `node:http` server in another process answers',
    `immediately or after 5 ms; medians of ${ROUNDS} rounds. "Processor" is the processor time of a run beyond a bare`,
    'request: the pipeline, its log line, the check of the answer and the message.',
    '',
    table(
      ['answers after', 'concurrency', 'undici per second', 'runs per second', 'share', 'processor'],
      rows,
    ),
  ].join('\n')

/** Something that can be done again and again. */
interface Loop {
  once(): Promise<unknown>
  close(): Promise<void>
}

const PARAMETERS = { sender: 'mallory@evil.example', recipient: 'alice@corp.example' }
const CONFIG = { client_id: 'bench', client_secret: 'bench-secret-0123456789' }

async function action(api_root: string, file: number): Promise<Loop> {
  const integration = await loadIntegration(resolve(import.meta.dirname, '..'))
  const log = await createLog('info', createRedactor(), (line) => writeSync(file, line))
  return {
    once: async () => {
      const request = { action: 'block-sender', parameters: PARAMETERS, config: { api_root, ...CONFIG } }
      const result = await runAction(integration, request, { log })
      if (!result.is_success) throw new Error(result.output_message)
    },
    close: () => closeSessions(integration),
  }
}

function bareLoop(root: string): Loop {
  const pool = new Pool(root, { connections: 128, pipelining: 1 })
  const headers = { authorization: `Bearer ${'a'.repeat(600)}`, 'content-type': 'application/json' }
  const { sender, recipient: to } = PARAMETERS
  return {
    once: async () => {
      const body = JSON.stringify({ data: [{ action: 'block', to, sender }] })
      const path = '/api/managedsender/permit-or-block-sender'
      const answer = await pool.request({ method: 'POST', path, headers, body })
      const text = await answer.body.text()
      if (answer.statusCode !== 200) throw new Error(text)
    },
    close: () => pool.close(),
  }
}

/** Microseconds per request. */
interface Spent {
  wall: number
  /** Of the processor. */
  cpu: number
}

interface Compared {
  own: Spent[]
  other: Spent[]
  /** How many times as fast as the other. */
  share: number
}

/** Stretches of both, in turn, each as many requests as the bare loop does in the time of a stretch. */
async function compare(ours: Loop['once'], bare: Loop['once'], concurrency: number): Promise<Compared> {
  const first = await stretch(bare, concurrency, concurrency * 20)
  const count = Math.ceil((STRETCH * 1000) / first.wall)
  const own: Spent[] = []
  const other: Spent[] = []
  for (let round = 0; round < ROUNDS; round++) {
    other.push(await stretch(bare, concurrency, count))
    own.push(await stretch(ours, concurrency, count))
  }
  const wall = (spent: Spent[]) => spent.map((each) => each.wall)
  return { own, other, share: ratio(wall(other), wall(own)) }
}

async function stretch(once: Loop['once'], concurrency: number, count: number): Promise<Spent> {
  let left = count
  const worker = async (): Promise<void> => {
    while (left-- > 0) await once()
  }
  const start = performance.now()
  const before = process.cpuUsage()
  await Promise.all(Array.from({ length: concurrency }, worker))
  const { user, system } = process.cpuUsage(before)
  return { wall: ((performance.now() - start) * 1000) / count, cpu: (user + system) / count }
}

function cellsOf({ own, other, share }: Compared): string[] {
  const perSecond = (spent: Spent[]) => String(Math.round(1e6 / median(spent.map(({ wall }) => wall))))
  const more = median(own.map(({ cpu }, at) => cpu - (other[at]?.cpu ?? 0)))
  return [perSecond(other), perSecond(own), share.toFixed(2), `${more.toFixed(0)} µs`]
}
