/** Tables against a host that sets limits: one pause for all rows, one token, identical reads asked once. */
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { fromFolder, type Open } from '../../runtime/faces/cli/process/open.ts'
import type { LoadedAction } from '../../runtime/integration/action.ts'
import { createReadCache } from '../../runtime/table/read-cache.ts'
import { type SimulatorOptions, startSimulator } from '../../simulator/index.ts'
import { stopClock } from '../support/clock.ts'
import { echoRoot } from '../support/echo.ts'
import { rows } from '../support/rows.ts'
import { json, serve } from '../support/server.ts'

const root = join(import.meta.dirname, '../..')
const BLOCK = '/api/managedsender/permit-or-block-sender'

async function openTenant(options: SimulatorOptions) {
  const simulator = await startSimulator({ sizes: { archived: 0, held: 0, tracked: 0, logs: 0 }, ...options })
  onTestFinished(() => simulator.close())
  const { api_root = '', client_id = '', client_secret = '' } = simulator.config.api2
  const env = {
    SOAR_LOG: 'silent',
    MIMECAST_API_ROOT: api_root,
    MIMECAST_CLIENT_ID: client_id,
    MIMECAST_CLIENT_SECRET: client_secret,
  }
  return { simulator, env }
}

/** A tenant with a quota. Time passes only while the quota is used up and no request is at the tenant. */
async function openLimited(limit: number, window_ms: number) {
  const clock = stopClock()
  const tenant = await openTenant({ rate_limit: { limit, window_ms } })
  let underWay = 0
  let done = 0
  tenant.simulator.watch(({ path, status }, moment) => {
    underWay += moment === 'arrived' ? 1 : moment === 'answered' ? -1 : 0
    if (moment === 'answered' && path === BLOCK && status === 200) done++
  })
  clock.flow(() => underWay === 0 && done > 0 && done % limit === 0)
  return tenant
}

const senders = (count: number) => Array.from({ length: count }, (_, at) => ({ from: `s${at}@evil.example` }))
const block = ['block-sender', '--column', 'sender=from', '--param', 'recipient=a@corp.example', '--yes']

describe('a table against a quota', () => {
  test('is answered whole: nobody asks during a pause, refused rows are sent again, one token serves all', async () => {
    const { simulator, env } = await openLimited(20, 3000)
    const { code, lines, summary } = await rows([...block, '--concurrency', '32'], senders(100), {
      env,
      root,
    })
    expect([code, lines.length, lines.filter(({ has_error }) => has_error).length]).toEqual([0, 100, 0])
    const sent = simulator.requests.filter(({ path }) => path === BLOCK)
    const done = sent.filter(({ status }) => status === 200)
    expect(done.length).toBe(100)
    // Those under way when the first answer tells of the quota; without a word of it, as many again in each window.
    expect(sent.length - done.length).toBeLessThan(30)
    expect(simulator.requests.filter(({ path }) => path === '/oauth/token').length).toBe(1)
    expect(summary.pauses).toBeGreaterThanOrEqual(4)
  })

  test('that is longer than a row may take is waited for all the same', async () => {
    const { simulator, env } = await openLimited(5, 7000)
    const { code, summary } = await rows([...block, '--timeout', '3s', '--concurrency', '4'], senders(12), {
      env,
      root,
    })
    expect([code, summary.succeeded]).toEqual([0, 12])
    expect(simulator.requests.filter(({ path, status }) => path === BLOCK && status === 200).length).toBe(12)
  })
})

describe('credentials that are refused', () => {
  test('are not tried for every row of a long table; each row is answered', async () => {
    const { simulator, env } = await openTenant({})
    const wrong = { ...env, MIMECAST_CLIENT_SECRET: 'wrong' }
    const { lines, summary } = await rows([...block, '--concurrency', '4'], senders(300), {
      env: wrong,
      root,
    })
    expect([lines.length, summary.failures]).toEqual([300, { AUTH_FAILED: 300 }])
    expect(simulator.requests.length).toBeLessThan(40)
    expect(lines.at(-1)?.error).toContain('the credentials were refused for 20 consecutive rows')
  })
})

describe('cache: run', () => {
  /** The echo integration with its call as a read that may be asked once. */
  const readingOpen: Open = async (folder) => {
    const opened = await fromFolder(echoRoot)(folder)
    const { integration } = opened
    const action = async (id: string): Promise<LoadedAction> => {
      const loaded = await integration.action(id)
      return { ...loaded, manifest: { ...loaded.manifest, effect: 'read', cache: 'run' } }
    }
    return { ...opened, integration: { ...integration, action } }
  }

  test('asks identical rows once, also those that come while the answer is on its way', async () => {
    const host = await serve((request, response) => json(response, { path: request.url }))
    onTestFinished(() => host.close())
    const table = Array.from({ length: 40 }, (_, at) => ({ p: `/${at % 4}` }))
    const { lines, summary } = await rows(['call', '--column', 'path=p', '--keep', 'p'], table, {
      env: { SOAR_LOG: 'silent', ECHO_BASE_URL: host.url },
      open: readingOpen,
    })
    expect([host.received.length, summary.shared]).toEqual([4, 36])
    expect(lines.map(({ p, body }) => [p, body])).toEqual(table.map(({ p }) => [p, { path: p }]))
  })

  test('keeps no failure, and forgets the oldest answers when there are too many', async () => {
    const once = createReadCache(3)
    const asked: string[] = []
    const ask = (key: string, is_success = true) =>
      once.answer(key, async () => {
        asked.push(key)
        return {
          result: {
            is_success,
            output_message: '',
            json_result: null,
            run: { action: '', version: '', locale: '', ms: 0, requests: 0 },
          },
          written: false,
          records: [{ n: 1 }],
        }
      })
    await ask('bad', false)
    await ask('bad', false)
    for (const key of ['a', 'a', 'b', 'c', 'c', 'a']) await ask(key)
    expect(asked).toEqual(['bad', 'bad', 'a', 'b', 'c', 'a'])
  })
})
