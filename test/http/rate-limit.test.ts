import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createGate } from '../../runtime/http/rate-limit.ts'
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
    expect([createGate().enter(place, signal), createGate().closedFor(place)]).toEqual([undefined, 0])
  })

  test('closes for all; then one goes first, and with each answer twice as many', async () => {
    const gate = createGate()
    gate.close(place, 1000)
    gate.close(place, 400)
    expect(gate.closedFor(place)).toBe(1000)
    expect(gate.enter('https://api.example/b', signal)).toBeUndefined()
    const entered: number[] = []
    const passes = Array.from({ length: 7 }, async (_, at) => {
      const pass = await gate.enter(place, signal)
      entered.push(at)
      return pass
    })
    await vi.advanceTimersByTimeAsync(999)
    expect(entered).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(entered).toEqual([0])
    ;(await passes[0])?.leave(true)
    await settle()
    expect(entered).toEqual([0, 1, 2])
    ;(await passes[1])?.leave(true)
    await settle()
    expect(entered.length).toBe(6)
    expect(gate.load).toMatchObject({ pauses: 1, paused_ms: 1000 })
  })

  test('closed again lets nobody through, and one more answer opens it no wider', async () => {
    const gate = createGate()
    gate.close(place, 10)
    const first = gate.enter(place, signal)
    await vi.advanceTimersByTimeAsync(10)
    gate.close(place, 50)
    ;(await first)?.leave(false)
    const second = gate.enter(place, signal)
    const third = gate.enter(place, signal)
    await vi.advanceTimersByTimeAsync(50)
    ;(await second)?.leave(false)
    await settle()
    ;(await third)?.leave(false)
    expect(gate.load.pauses).toBe(2)
  })

  test('lets in no more than an answer says are left', async () => {
    const gate = createGate()
    gate.learn(place, { left: 1_000_000, reset_ms: 10 })
    expect(gate.enter(place, signal)).toBeUndefined()
    gate.learn(place, { left: 2, reset_ms: 1000 })
    const entered: number[] = []
    const passes = [0, 1, 2].map(async (at) => {
      const pass = await gate.enter(place, signal)
      entered.push(at)
      return pass
    })
    await settle()
    expect(entered).toEqual([0, 1])
    gate.learn(place, { left: 1, reset_ms: 1000 })
    ;(await passes[0])?.leave(false)
    await settle()
    expect(entered).toEqual([0, 1])
    gate.learn(place, { left: 0, reset_ms: 500 })
    ;(await passes[1])?.leave(false)
    await vi.advanceTimersByTimeAsync(499)
    expect(entered).toEqual([0, 1])
    await vi.advanceTimersByTimeAsync(1)
    expect(entered).toEqual([0, 1, 2])
  })

  test('gives the turn of one who gives up to the next', async () => {
    const gate = createGate()
    gate.close(place, 1)
    const first = gate.enter(place, signal)
    await vi.advanceTimersByTimeAsync(1)
    const giving = new AbortController()
    const second = gate.enter(place, giving.signal)
    const third = gate.enter(place, signal)
    await settle()
    giving.abort()
    expect(await second).toBeUndefined()
    ;(await first)?.leave(true)
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
    const { http } = startRun({ repeats: false })
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
