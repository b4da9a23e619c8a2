/** `soar serve`: plans and runs per second beside a bare Fastify route, and memory, in processes of their own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { Pool } from 'undici'
import { median, plainEnvironment } from './measure.ts'
import { type Goal, type Measured, table } from './report.ts'
import { residentMiB } from './resident.ts'
import { startTenant } from './tenant.ts'

const CONCURRENCY = 16
const ROUNDS = 7

/** Requests of one measured stretch. */
const STRETCH = 400

/** Default number of runs after which the memory is measured. */
const RUNS = 10_000

const soar = resolve(import.meta.dirname, '../dist/soar.js')

/**
 * Measures and answers a table.
 *
 * @param args number of runs after which the memory is measured; default 10,000
 */
export async function measure([given]: readonly string[]): Promise<Measured> {
  const count = given === undefined ? RUNS : Number(given)
  const folder = mkdtempSync(join(tmpdir(), 'soar-bench-serve-'))
  const tenant = await startTenant(soar)
  const servers: Server[] = []
  try {
    const env = tenant.environment.api2
    const sqlite = await startServe(env, join(folder, 'runs.db'))
    const memory = await startServe(env, 'memory')
    servers.push(sqlite, memory)
    const idle = [residentMiB(sqlite.pid), residentMiB(memory.pid)]
    const bare = await startBare(await sqlite.post('ping/runs', {}))
    servers.push(bare)
    const kinds = kindsOf(bare, sqlite, memory)
    for (const { call } of kinds) await stretch(call, STRETCH)
    const spent = kinds.map((): number[] => [])
    for (let round = 0; round < ROUNDS; round++)
      for (const [at, { call }] of kinds.entries()) spent[at]?.push(await stretch(call, STRETCH))
    for (const { call } of kinds.slice(2, 3)) await stretch(call, count)
    for (const { call } of kinds.slice(4, 5)) await stretch(call, count)
    const after = [residentMiB(sqlite.pid), residentMiB(memory.pid)]
    const rate = (at: number): number => 1e3 / median(spent[at] ?? [])
    const rows = kinds.map(({ name }, at) => [
      name,
      String(Math.round(rate(at))),
      (rate(at) / rate(0)).toFixed(2),
    ])
    return { text: textOf(rows, count, idle, after), goals: goalsOf(rate) }
  } finally {
    for (const server of servers) await server.stop()
    await tenant.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Something that one request does. */
interface Kind {
  name: string
  call: () => Promise<unknown>
}

const BLOCK = { parameters: { sender: 'mallory@evil.example', recipient: 'alice@corp.example' } }

const kindsOf = (bare: Server, sqlite: Server, memory: Server): Kind[] => [
  { name: 'bare Fastify route', call: () => bare.post('', BLOCK) },
  { name: 'plan of block-sender', call: () => sqlite.post('block-sender/plan', BLOCK) },
  { name: 'run of ping, SQLite', call: () => sqlite.post('ping/runs', {}) },
  { name: 'run of block-sender, SQLite', call: () => sqlite.post('block-sender/runs', BLOCK) },
  { name: 'run of ping, memory', call: () => memory.post('ping/runs', {}) },
]

const goalsOf = (rate: (at: number) => number): Goal[] => [
  { name: 'serve: plans per second', value: rate(1), least: 500, soft: true },
  { name: 'serve: read runs per second', value: rate(2), least: 300, soft: true },
]

const textOf = (rows: string[][], count: number, idle: number[], after: number[]): string =>
  [
    `${CONCURRENCY} requests at once over kept connections, in turn; medians of ${ROUNDS} stretches of ${STRETCH}. Server, simulated tenant and client`,
    'are processes of their own on the same machine. The bare route reads the same body and answers as many bytes as a run of ping. A run',
    'of ping sends one request to the tenant, of block-sender one write, recorded and synced before it is sent.',
    '',
    table(['request', 'per second', 'share of the bare route'], rows),
    '',
    `Memory of the server at the start and after ${count} further runs of ping: ${mib(idle[0])} and ${mib(after[0])} with SQLite, ${mib(idle[1])} and ${mib(after[1])} with the`,
    'memory store, which keeps the last runs only.',
  ].join('\n')

const mib = (value = Number.NaN): string => `${value.toFixed(0)} MiB`

/** Milliseconds per request. */
async function stretch(call: () => Promise<unknown>, count: number): Promise<number> {
  let left = count
  const worker = async (): Promise<void> => {
    while (left-- > 0) await call()
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: CONCURRENCY }, worker))
  return (performance.now() - start) / count
}

/** A server in a process of its own. */
interface Server {
  pid: number
  post(path: string, body: object): Promise<unknown>
  stop(): Promise<void>
}

async function startServe(tenant: Record<string, string> | undefined, store: string): Promise<Server> {
  const limit = ['--runs-per-minute', '9999999']
  const args = [soar, 'serve', '--listen', '127.0.0.1:0', '--json', '--store', store, ...limit]
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...plainEnvironment(), ...tenant, SOAR_LOG: 'error' },
  })
  const [line] = await once(createInterface(child.stdout), 'line')
  const { url, token } = JSON.parse(line)
  return server(child, url, '/v1/actions/mimecast/', { authorization: `Bearer ${token}` })
}

async function startBare(answer: unknown): Promise<Server> {
  const script = resolve(import.meta.dirname, 'serve-bare.ts')
  const child = spawn(process.execPath, [script, JSON.stringify(answer)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: plainEnvironment(),
  })
  const [url] = await once(createInterface(child.stdout), 'line')
  return server(child, url, '/run', {})
}

function server(child: ChildProcess, url: string, base: string, own: Record<string, string>): Server {
  const pool = new Pool(new URL(url).origin, { connections: CONCURRENCY, pipelining: 1 })
  return {
    pid: child.pid ?? 0,
    post: async (path, body) => {
      const headers = { ...own, 'content-type': 'application/json', 'idempotency-key': randomUUID() }
      const answer = await pool.request({
        method: 'POST',
        path: `${base}${path}`,
        headers,
        body: JSON.stringify(body),
      })
      const text = await answer.body.text()
      if (answer.statusCode !== 200) throw new Error(text)
      return JSON.parse(text)
    },
    stop: async () => {
      await pool.close()
      child.stdin?.end()
      child.kill('SIGTERM')
      await once(child, 'close')
    },
  }
}
