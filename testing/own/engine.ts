/** A Temporal server of its own for tests, the soak and the benchmarks. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureEngine } from '../../scripts/engine/install.ts'
import { deadPort } from '../servers.ts'

/** A running server. */
export interface EngineServer {
  /** Address for workers. */
  worker: string
  /** Address for commands that submit. */
  api: string
  /** Its database and its log. */
  folder: string
  pid(): number
  /** Ends it at once, as a lost machine would. */
  kill(): Promise<void>
  /** Starts it again after `kill`, on the same database and ports. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Search attributes that `soar submit` sets. */
const ATTRIBUTES = ['SoarCase', 'SoarConnection', 'SoarAction', 'SoarIntegration', 'SoarEffect']

/** How often a server starts again on other ports, when another process has taken one meanwhile. */
const TRIES = 5

/** Starts a server on free ports and waits until it answers. */
export async function startEngine(): Promise<EngineServer> {
  const binary = await ensureEngine()
  const folder = await mkdtemp(join(tmpdir(), 'soar-engine-'))
  for (let attempt = 1; ; attempt++) {
    const ports = { grpc: await deadPort(), http: await deadPort() }
    const child = await start(binary, folder, ports)
    if (child) return running(binary, folder, ports, child)
    if (attempt === TRIES) throw new Error(`the Temporal server does not start: see server.log in ${folder}`)
  }
}

interface Ports {
  grpc: number
  http: number
}

/** Undefined when it ended before it answered. */
async function start(
  binary: string,
  folder: string,
  { grpc, http }: Ports,
): Promise<ChildProcess | undefined> {
  const log = openSync(join(folder, 'server.log'), 'a')
  const child = spawn(
    binary,
    [
      ...['server', 'start-dev', '--headless', '--ip', '127.0.0.1'],
      ...['--port', `${grpc}`, '--http-port', `${http}`, '--db-filename', join(folder, 'engine.db')],
      ...ATTRIBUTES.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
      ...['--dynamic-config-value', 'matching.enableFairness=true'],
    ],
    { stdio: ['ignore', log, log], env: { PATH: process.env.PATH, HOME: folder }, cwd: folder },
  )
  const ended = once(child, 'exit').then(() => undefined)
  return await Promise.race([ended, answers(http, () => child.exitCode !== null).then(() => child)])
}

const PAUSE_MS = 50

/** Waits for the first answer about the namespace, which the server makes last. */
async function answers(port: number, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/namespaces/default`).catch(() => undefined)
    if (answer?.ok) return
    await sleep(PAUSE_MS)
  }
}

function running(binary: string, folder: string, ports: Ports, first: ChildProcess): EngineServer {
  let child = first
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  return {
    worker: `temporal://127.0.0.1:${ports.grpc}/default`,
    api: `http://127.0.0.1:${ports.http}/default`,
    folder,
    pid: () => child.pid ?? 0,
    kill,
    restart: async () => {
      const again = await start(binary, folder, ports)
      if (!again) throw new Error(`the Temporal server does not start again: see server.log in ${folder}`)
      child = again
    },
    stop: async () => {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
