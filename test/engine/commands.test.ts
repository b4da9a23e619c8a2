/** The commands that submit to an engine, against a real server and a worker. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Result } from '../../runtime/contract/result.ts'
import { commandLine } from '../../testing/command-line.ts'
import { type EngineServer, startEngine } from '../../testing/own/engine.ts'
import { repository } from '../../testing/own/repository.ts'
import { openTenants, startWorker, type Tenants, type WorkerProcess } from '../../testing/own/workers.ts'
import { needs } from '../support/needs.ts'

const BLOCK = ['--param', 'sender=mallory@evil.example', '--param', 'recipient=alice@example.com']

describe('commands of an engine', needs('engine'), () => {
  let server: EngineServer
  let tenants: Tenants
  let worker: WorkerProcess

  beforeAll(async () => {
    server = await startEngine()
    tenants = await openTenants(['acme'], server.folder)
    worker = await startWorker(server, [], { connections: tenants.file, slots: 4 })
  })
  afterAll(async () => {
    worker?.signal('SIGTERM')
    await worker?.ended
    await tenants?.close()
    await server?.stop()
  })

  const soar = async (...argv: string[]) => {
    const env = { SOAR_ENGINE: server.api, SOAR_LOG: 'silent' }
    const { code, stdout, stderr } = await commandLine(argv, { env, root: repository })
    const lines = stdout.split('\n').slice(0, -1)
    return { code, stdout, stderr, lines, last: () => JSON.parse(lines.at(-1) ?? '') as Result }
  }

  test('run --on prints one result, as a run in this process does', async () => {
    const ran = await soar('run', 'ping', '--connection', 'acme', '--on', server.api)
    expect([ran.code, ran.lines.length]).toEqual([0, 1])
    expect(ran.last()).toMatchObject({ is_success: true, run: { action: 'ping', version: '1.0.0' } })
  })

  test('a connection that the worker does not have is refused there', async () => {
    const ran = await soar('run', 'ping', '--connection', 'globex', '--on', server.api)
    expect([ran.code, ran.last().error?.code]).toEqual([1, 'CONFIG_INVALID'])
  })

  test('submit prints the id, then the result, which can be read again and found by its case', async () => {
    const asked = ['--connection', 'acme', '--id', 'first', '--case', 'C-1']
    const submitted = await soar('submit', 'block-sender', ...BLOCK, ...asked)
    expect([submitted.code, submitted.lines[0]]).toEqual([0, '{"id":"first"}'])
    const read = await soar('result', 'first')
    expect([read.code, read.last()]).toEqual([0, submitted.last()])
    // The engine's list follows a moment later.
    let found = await soar('jobs', '--case', 'C-1', '--status', 'completed', '--json')
    while (found.lines.length === 0)
      found = await soar('jobs', '--case', 'C-1', '--status', 'completed', '--json')
    expect(JSON.parse(found.lines[0] ?? '')).toMatchObject({
      id: 'first',
      kind: 'soar.action',
      queue: 'soar:mimecast',
      facts: { action: 'block-sender', connection: 'acme', effect: 'write' },
    })
    expect((await soar('jobs', '--case', 'C-2', '--json')).stdout).toBe('')
    expect((await soar('jobs')).lines.find((line) => line.includes('first'))).toMatch(
      /completed +first +acme$/,
    )
  })

  test('jobs --workers lists who polls a queue', async () => {
    const polling = await soar('jobs', '--workers', 'soar:mimecast', '--json')
    expect(polling.lines.map((line) => JSON.parse(line))).toEqual([
      { identity: expect.stringContaining(`${worker.pid}@`), polled: expect.stringMatching(/^20/) },
    ])
    expect(await soar('jobs', '--workers', 'soar:unused')).toMatchObject({ code: 0, stdout: '' })
  })

  test('a job that waits is left, cancelled and cannot be cancelled again', async () => {
    const left = await soar('submit', 'ping', '--queue', 'soar:unused', '--id', 'left', '--no-wait')
    expect([left.code, left.stdout]).toEqual([0, '{"id":"left"}\n'])
    expect((await soar('result', 'left', '--wait', '1ms')).last().error?.code).toBe('TIMED_OUT')
    expect((await soar('cancel', 'left', '--reason', 'not needed')).code).toBe(0)
    const ended = await soar('result', 'left')
    expect([ended.code, ended.last().error?.code]).toEqual([1, 'CANCELLED'])
    const again = await soar('cancel', 'left')
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('has ended')])
  })

  test('jobs, ids and namespaces that do not exist are refused with their names', async () => {
    expect((await soar('result', 'no-such-job')).stderr).toContain('The engine has no job "no-such-job"')
    const nowhere = await soar('jobs', '--on', server.api.replace(/default$/, 'nowhere'))
    expect([nowhere.code, nowhere.stderr]).toEqual([1, expect.stringContaining('nowhere')])
    const quote = await soar('jobs', '--case', "C-1' OR 'a' = 'a")
    expect([quote.code, quote.stderr]).toEqual([2, expect.stringContaining('quotation marks')])
    const slash = await soar('submit', 'ping', '--connection', 'acme', '--id', 'a/b')
    expect([slash.code, slash.last().error?.code]).toEqual([2, 'REQUEST_INVALID'])
  })

  test('configuration, and options of a local run, are refused before anything is sent', async () => {
    const env = { SOAR_ENGINE: server.api }
    const stdin = JSON.stringify({ action: 'ping', config: { api_root: 'https://api.example.com' } })
    const config = await commandLine(['submit'], { env, stdin, root: repository })
    expect([config.code, config.stdout]).toEqual([2, expect.stringContaining('configuration never travels')])
    const local = await soar('run', 'ping', '--on', server.api, '--no-retry')
    expect([local.code, local.stdout]).toEqual([2, expect.stringContaining('--no-retry')])
  })

  test('a worker that names a namespace that does not exist ends with a sentence', async () => {
    const nowhere = { ...server, worker: server.worker.replace(/default$/, 'nowhere') }
    await expect(startWorker(nowhere, [], { connections: tenants.file })).rejects.toThrow(/nowhere/)
  })
})

test('an engine that cannot be reached is named, and the job can be submitted again', async () => {
  const on = ['--on', 'http://127.0.0.1:9/default']
  const { code, stderr } = await commandLine(['jobs', ...on], {
    root: repository,
    env: { SOAR_LOG: 'silent' },
  })
  expect([code, stderr]).toEqual([1, expect.stringContaining('127.0.0.1:9')])
})

test('a worker without the SDK says how to get it', async () => {
  const { loadSdk } = await import('../../runtime/faces/worker/sdk.ts')
  const home = join(repository, 'test/fixtures')
  expect(() => loadSdk(home)).toThrow(`npm ci --prefix ${join(home, 'worker')}`)
})
