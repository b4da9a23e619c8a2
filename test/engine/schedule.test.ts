/** A connector on a schedule: its place, overlaps, failing deliveries, killed workers. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandLine } from '../../testing/command-line.ts'
import { type EngineServer, startEngine } from '../../testing/own/engine.ts'
import { repository } from '../../testing/own/repository.ts'
import {
  makeSealing,
  openTenants,
  startWorker,
  type Tenants,
  type WorkerProcess,
} from '../../testing/own/workers.ts'
import { needs } from '../support/needs.ts'

const ID = 'connect:message-tracking:acme'
const PARAMETERS = ['--param', 'domains=example.com', '--param', 'max_hours_backwards=2']

describe('a connector on a schedule', needs('engine'), () => {
  let server: EngineServer
  let tenants: Tenants
  let worker: WorkerProcess
  let folder = ''
  let env: Record<string, string> = {}

  const start = async () => {
    const options = { connections: tenants.file, slots: 4, more: ['--deliver', folder], env }
    worker = await startWorker(server, [], options)
  }
  beforeAll(async () => {
    server = await startEngine()
    tenants = await openTenants(['acme'], server.folder)
    const { keys, store } = makeSealing(server.folder)
    env = { SOAR_ENGINE_KEYS: keys, SOAR_ENGINE_STORE: store, SOAR_ENGINE: server.api }
    folder = join(server.folder, 'alerts')
    mkdirSync(folder)
    await start()
  })
  afterAll(async () => {
    worker?.signal('SIGKILL')
    await worker?.ended
    await tenants?.close()
    await server?.stop()
  })

  const soar = (...argv: string[]) =>
    commandLine(argv, { env: { ...env, SOAR_LOG: 'silent' }, root: repository })
  /** The ids of the alerts of each delivery, in order. */
  const delivered = (): string[][] =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')).json_result.alerts)
      .map((alerts: { id: string }[]) => alerts.map(({ id }) => id))
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await sleep(50)
  }
  const seed = (held: number) => tenants.of('acme').seed({ held, minutes: 1 })

  test('is created once, delivers what is there, and continues from there', async () => {
    seed(4)
    const asked = ['schedule', 'message-tracking', '--every', '1s', '--connection', 'acme', ...PARAMETERS]
    expect(await soar(...asked)).toMatchObject({ code: 0, stdout: `{"id":"${ID}"}\n` })
    expect(await soar(...asked)).toMatchObject({ code: 2, stderr: expect.stringContaining('exists') })
    expect((await soar('schedule', 'list')).stdout).toMatch(
      /^connect:message-tracking:acme {2}every 1 s {2}next /,
    )
    await until(() => delivered().length > 0)
    expect(delivered().map((ids) => ids.length)).toEqual([4])
    seed(1)
    await until(() => delivered().length > 1)
    expect(delivered().map((ids) => ids.length)).toEqual([4, 1])
  })

  test('keeps its place while alerts cannot be delivered, skips overlapping runs, and loses none', async () => {
    renameSync(folder, `${folder}-away`)
    writeFileSync(folder, 'a file in the place of the folder')
    seed(2)
    await worker.says(/Activity failed[\s\S]*Activity failed/)
    const address = server.api.replace(/default$/, `api/v1/namespaces/default/schedules/${ID}`)
    let skipped = 0
    while (skipped === 0) {
      const { info } = (await (await fetch(address)).json()) as { info: { overlapSkipped?: string } }
      skipped = Number(info.overlapSkipped ?? 0)
    }
    rmSync(folder)
    renameSync(`${folder}-away`, folder)
    await until(() => delivered().length > 2)
    expect(delivered().map((ids) => ids.length)).toEqual([4, 1, 2])
  })

  test('goes on when its worker is killed, with the same ids', async () => {
    worker.signal('SIGKILL')
    await worker.ended
    seed(3)
    await start()
    await until(() => new Set(delivered().flat()).size === 10)
    expect(new Set(delivered().flat()).size).toBe(10)
  })

  test('is paused, resumed, triggered and deleted by its id', async () => {
    for (const change of ['pause', 'resume', 'trigger', 'delete']) {
      expect(await soar('schedule', change, ID)).toMatchObject({ code: 0, stderr: '' })
    }
    expect(await soar('schedule', 'pause', ID)).toMatchObject({ code: 1, stdout: '' })
    expect(await soar('schedule', 'pause')).toMatchObject({ code: 2 })
    expect(await soar('schedule', 'ping', '--every', '1s')).toMatchObject({ code: 2 })
  })
})
