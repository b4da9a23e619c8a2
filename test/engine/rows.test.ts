/** `soar rows --on` against a real server: worker and submitter are killed. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandLine } from '../../testing/command-line.ts'
import { type EngineServer, startEngine } from '../../testing/own/engine.ts'
import { arrivalOf } from '../../testing/own/moments.ts'
import { product, repository } from '../../testing/own/repository.ts'
import { openTenants, startWorker, type Tenants, type WorkerProcess } from '../../testing/own/workers.ts'
import { endOf, startNode } from '../../testing/process.ts'
import { needs } from '../support/needs.ts'

const ROWS = 240
const PATH = '/api/policy/blockedsenders/create-policy'

describe('rows on an engine', needs('engine'), () => {
  let server: EngineServer
  let tenants: Tenants
  let folder: string
  const workers: WorkerProcess[] = []
  const start = async (): Promise<WorkerProcess> => {
    const worker = await startWorker(server, [], { connections: tenants.file, slots: 2 })
    workers.push(worker)
    return worker
  }

  beforeAll(async () => {
    server = await startEngine()
    folder = await mkdtemp(join(tmpdir(), 'soar-rows-on-'))
    tenants = await openTenants(['acme'], folder)
  })
  afterAll(async () => {
    for (const worker of workers) worker.signal('SIGKILL')
    await tenants?.close()
    await server?.stop()
  })

  const argsOf = (name: string, ...more: string[]): string[] => [
    ...[
      'rows',
      'create-block-sender-policy',
      '--in',
      join(folder, 'in.csv'),
      '--out',
      join(folder, `${name}.jsonl`),
    ],
    ...[
      '--column',
      'description=name',
      '--param',
      'sender_type=Everyone',
      '--param',
      'recipient_type=Everyone',
    ],
    ...['--keep', 'name'],
    ...['--connection', 'acme', '--ledger', join(folder, `${name}.ledger`), '--chunk', '20', '--yes'],
    ...['--on', server.api, '--progress', 'none', ...more],
  ]
  const env = { SOAR_LOG: 'silent' }
  const soar = (args: string[]) => commandLine(args, { env, root: repository })
  const linesOf = async (name: string): Promise<Record<string, unknown>[]> =>
    (await readFile(join(folder, `${name}.jsonl`), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  /** How often a policy of each name was created. */
  const created = (prefix: string): Map<string, number> => {
    const counts = new Map<string, number>()
    const pattern = new RegExp(`"description":"(${prefix}-\\d+)"`, 'g')
    for (const { path, body } of tenants.of('acme').requests) {
      if (path !== PATH) continue
      for (const [, name = ''] of JSON.stringify(body).matchAll(pattern))
        counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    return counts
  }
  const table = async (prefix: string): Promise<string[]> => {
    const names = Array.from({ length: ROWS }, (_, at) => `${prefix}-${at}`)
    await writeFile(join(folder, 'in.csv'), `name\n${names.join('\n')}\n`)
    return names
  }
  /** Every row has one line, in order, and the line is true. */
  const judge = (lines: Record<string, unknown>[], names: string[], counts: Map<string, number>): void => {
    expect(lines.map(({ name }) => name)).toEqual(names)
    expect(Math.max(...counts.values())).toBe(1)
    for (const { name, error_code } of lines) {
      if (error_code === null) expect(counts.get(String(name))).toBe(1)
      else expect(error_code).toBe('OUTCOME_UNKNOWN')
    }
  }

  test('a table is finished by other workers when one is killed, and no row is written twice', async () => {
    const names = await table('killed')
    const victim = await start()
    const running = soar(argsOf('killed', '--within', '10m'))
    await arrivalOf(tenants.of('acme'), 30, PATH)
    victim.signal('SIGKILL')
    await victim.ended
    await start()
    const { code, stderr } = await running
    const lines = await linesOf('killed')
    judge(lines, names, created('killed'))
    const unknown = lines.filter(({ error_code }) => error_code !== null).length
    expect(unknown).toBeLessThan(ROWS / 2)
    expect(code).toBe(unknown > 0 ? 1 : 0)
    expect(JSON.parse(stderr.trim().split('\n').at(-1) ?? '').summary).toMatchObject({ rows: ROWS })
  })

  test('a submitter that is killed is resumed: the answers are fetched, and nothing is sent again', async () => {
    const names = await table('resumed')
    const before = tenants.of('acme').counters.paths.get(PATH) ?? 0
    const child = startNode(product, argsOf('resumed'), { env })
    await arrivalOf(tenants.of('acme'), before + 25, PATH)
    child.kill('SIGKILL')
    await endOf(child)
    const { code } = await soar(argsOf('resumed', '--resume'))
    expect(code).toBe(0)
    const lines = await linesOf('resumed')
    judge(lines, names, created('resumed'))
    expect(lines.every(({ error_code }) => error_code === null)).toBe(true)
  })

  test('what an engine cannot do is refused before anything is sent', async () => {
    await table('refused')
    const without = argsOf('refused').filter(
      (arg, at, all) => arg !== '--ledger' && all[at - 1] !== '--ledger',
    )
    const cases: [string[], string][] = [
      [without, '--on needs --ledger FILE'],
      [argsOf('refused', '--dialect', 'devo'), '--dialect cannot be used with --on'],
      [argsOf('refused', '--chunk', '0'), '--chunk must be a whole number from 1 to 5000'],
      [argsOf('refused').filter((arg) => arg !== '--yes'), 'more than 100 rows'],
    ]
    for (const [args, text] of cases) {
      const { code, stderr } = await soar(args)
      expect([code, stderr]).toEqual([2, expect.stringContaining(text)])
    }
    expect(created('refused').size).toBe(0)
  })
})
