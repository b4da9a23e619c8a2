/** The Temporal server that the tests of the engine start. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ensureEngine } from '../../scripts/engine/install.ts'
import { startEngine } from '../../testing/own/engine.ts'
import { repository } from '../../testing/own/repository.ts'
import { runNode } from '../../testing/process.ts'
import { needs } from '../support/needs.ts'

test(
  'an activity that the server accepted is still there after the server was killed',
  needs('engine'),
  async () => {
    const server = await startEngine()
    onTestFinished(() => server.stop())
    const api = server.api.replace(/default$/, 'api/v1/namespaces/default/activities/one')
    const started = await fetch(api, {
      method: 'POST',
      body: JSON.stringify({
        activityType: { name: 'kept' },
        taskQueue: { name: 'unused' },
        scheduleToCloseTimeout: '3600s',
      }),
    })
    expect([started.status, await started.json()]).toEqual([200, expect.objectContaining({ started: true })])
    await server.kill()
    await server.restart()
    const found = await (await fetch(api)).json()
    expect(found).toMatchObject({ info: { activityId: 'one', status: 'ACTIVITY_EXECUTION_STATUS_RUNNING' } })
  },
)

test('the packages of worker/ are one release of the SDK, each with its hash', () => {
  const text = readFileSync(join(import.meta.dirname, '../../worker/package-lock.json'), 'utf8')
  const { packages } = JSON.parse(text) as {
    packages: Record<string, { version?: string; integrity?: string; resolved?: string }>
  }
  const installed = Object.entries(packages).filter(([path]) => path !== '')
  expect(installed.filter(([, { integrity, resolved }]) => !integrity || resolved)).toEqual([])
  const sdk = installed.filter(([path]) => /\/@temporalio\/[^/]+$/.test(path))
  expect(sdk.length).toBeGreaterThan(5)
  expect(new Set(sdk.map(([, { version }]) => version))).toEqual(new Set(['1.24.0']))
})

test('a worker uses the SDK as its types say', needs('engine'), async () => {
  await ensureEngine()
  const compiler = join(repository, 'node_modules/typescript/bin/tsc')
  const compiled = await runNode(compiler, ['-p', 'worker', '--noEmit'], { cwd: repository })
  expect(compiled).toMatchObject({ code: 0, stdout: '' })
})
