import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createRateLimiter } from '../../runtime/http/rate-limit.ts'
import { createTransport } from '../../runtime/http/transport.ts'
import { stopClock, until } from '../support/clock.ts'
import { failure, reply, scopeOf, serve, startRun } from '../support/wire.ts'

const place = 'https://api.example/a'

/** Lets everything go on that waits for nothing but its turn. */
const settle = () => vi.advanceTimersByTimeAsync(0)

describe('a gate', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const { signal } = new AbortController()

  test('is open where nobody was told to wait', () => {
    expect([createRateLimiter().acquire(place, signal), createRateLimiter().pausedFor(place)]).toEqual([
      undefined,
      0,
    ])
  })

  test('closes for all; then one goes first, and with each answer twice as many', async () => {
    const gate = createRateLimiter()
    gate.pause(place, 1000)
    gate.pause(place, 400)
    expect(gate.pausedFor(place)).toBe(1000)
    expect(gate.acquire('https://api.example/b', signal)).toBeUndefined()
    const entered: number[] = []
    const passes = Array.from({ length: 7 }, async (_, at) => {
      const pass = await gate.acquire(place, signal)
      entered.push(at)
      return pass
    })
    await vi.advanceTimersByTimeAsync(999)
    expect(entered).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(entered).toEqual([0])
    ;(await passes[0])?.release(true)
    await settle()
    expect(entered).toEqual([0, 1, 2])
    ;(await passes[1])?.release(true)
    await settle()
    expect(entered.length).toBe(6)
    expect(gate.load).toMatchObject({ pauses: 1, paused_ms: 1000 })
  })

  test('closed again lets nobody through, and one more answer opens it no wider', async () => {
    const gate = createRateLimiter()
    gate.pause(place, 10)
    const first = gate.acquire(place, signal)
    await vi.advanceTimersByTimeAsync(10)
    gate.pause(place, 50)
    ;(await first)?.release(false)
    const second = gate.acquire(place, signal)
    const third = gate.acquire(place, signal)
    await vi.advanceTimersByTimeAsync(50)
    ;(await second)?.release(false)
    await settle()
    ;(await third)?.release(false)
    expect(gate.load.pauses).toBe(2)
  })

  test('lets in no more than an answer says are left', async () => {
    const gate = createRateLimiter()
    gate.applyQuota(place, { left: 1_000_000, reset_ms: 10 })
    expect(gate.acquire(place, signal)).toBeUndefined()
    gate.applyQuota(place, { left: 2, reset_ms: 1000 })
    const entered: number[] = []
    const passes = [0, 1, 2].map(async (at) => {
      const pass = await gate.acquire(place, signal)
      entered.push(at)
      return pass
    })
    await settle()
    expect(entered).toEqual([0, 1])
    gate.applyQuota(place, { left: 1, reset_ms: 1000 })
    ;(await passes[0])?.release(false)
    await settle()
    expect(entered).toEqual([0, 1])
    gate.applyQuota(place, { left: 0, reset_ms: 500 })
    ;(await passes[1])?.release(false)
    await vi.advanceTimersByTimeAsync(499)
    expect(entered).toEqual([0, 1])
    await vi.advanceTimersByTimeAsync(1)
    expect(entered).toEqual([0, 1, 2])
  })

  test('gives the turn of one who gives up to the next', async () => {
    const gate = createRateLimiter()
    gate.pause(place, 1)
    const first = gate.acquire(place, signal)
    await vi.advanceTimersByTimeAsync(1)
    const giving = new AbortController()
    const second = gate.acquire(place, giving.signal)
    const third = gate.acquire(place, signal)
    await settle()
    giving.abort()
    expect(await second).toBeUndefined()
    ;(await first)?.release(true)
    expect(await third).toBeDefined()
  })
})

describe('runs of one configuration', () => {
  test('all wait when one of them is told to', async () => {
    const clock = stopClock()
    const wire = await serve((response, _, number) => {
      if (number === 1) reply(response, {}, 429, { 'retry-after': '1' })
      else reply(response, {})
    })
    const transport = createTransport({ env: {} })
    const request = (path: string) =>
      transport.http(scopeOf().http).request({ method: 'POST', url: `${wire.url}${path}`, body: '{}' })
    const arrived = () => wire.seen.filter(({ url }) => url === '/a').length
    const first = request('/a')
    await until(() => transport.load.pauses === 1)
    const others = Array.from({ length: 5 }, () => request('/a'))
    clock.pass(999)
    // What goes elsewhere is not held back; had one of the six been sent before it, it had arrived before it.
    await request('/b')
    expect(arrived()).toBe(1)
    clock.pass(1)
    await Promise.all([first, ...others])
    await transport.close()
    expect(arrived()).toBe(7)
    expect(transport.load).toMatchObject({ requests: 8, repeats: 1, pauses: 1 })
  })

  test('wait before the limit is met where an answer says that it was the last one', async () => {
    stopClock()
    const wire = await serve((response) => reply(response, {}, 200, { left: '0' }))
    const { http } = startRun({ deadline: Date.now() + 500 })
    const request = { method: 'GET', url: wire.url, quota: () => ({ left: 0, reset_ms: 800 }) }
    await http.request(request)
    const error = await failure(http.request(request))
    expect([error.code, error.facts.unsent, wire.seen.length]).toEqual(['RATE_LIMITED', true, 1])
    expect(error.facts.retry_after_ms).toBe(800)
  })

  test('that want every request sent once do not wait', async () => {
    const wire = await serve((response) => reply(response, {}, 429, { 'retry-after': '50' }))
    const { http } = startRun({ retry: false })
    const request = { method: 'GET', url: wire.url }
    for (const _ of [1, 2]) expect((await failure(http.request(request))).code).toBe('RATE_LIMITED')
    expect(wire.seen.length).toBe(2)
  })
})

describe('before a write leaves', () => {
  test('its record is waited for, once for each sending; reads need none', async () => {
    const wire = await serve((response) => reply(response, {}))
    let recorded = 0
    const { http } = startRun({
      safe: false,
      beforeWrite: async () => {
        await new Promise(setImmediate)
        expect(wire.seen.length).toBe(recorded++)
      },
    })
    await http.request({ method: 'POST', url: wire.url })
    await http.request({ method: 'POST', url: wire.url })
    await http.request({ method: 'GET', url: wire.url, safe: true })
    expect([recorded, wire.seen.length]).toEqual([2, 3])
  })

  test('it does not leave when the record fails', async () => {
    const wire = await serve((response) => reply(response, {}))
    const { http } = startRun({ safe: false, beforeWrite: () => Promise.reject(new Error('disk full')) })
    await expect(http.request({ method: 'POST', url: wire.url })).rejects.toThrow('disk full')
    expect(wire.seen.length).toBe(0)
  })
})
