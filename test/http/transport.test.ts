import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ActionError } from '../../runtime/contract/errors.ts'
import type { HttpRequest } from '../../runtime/contract/http.ts'
import { quoted } from '../../runtime/contract/phrases.ts'
import { english, writeError } from '../../runtime/i18n/sentences.ts'
import { deadPort } from '../../testing/servers.ts'
import { stopClock } from '../support/clock.ts'
import { failure, listen, reply, serve, startRun } from '../support/wire.ts'

// No waiting between attempts: the jitter is drawn from here.
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})
afterEach(() => {
  vi.restoreAllMocks()
})

const post = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'POST',
  url,
  body: '{"a":1}',
  ...more,
})

const timeout = () =>
  new ActionError('TIMED_OUT', { ms: 1500, reason: quoted('the action was not done in time') })

describe('an answer', () => {
  test('comes whole, with its header names in lower case and repeated headers joined', async () => {
    const wire = await serve((response) => {
      response.writeHead(404, { 'X-One': '1', 'Set-Cookie': ['a=1', 'b=2'] })
      response.write('half ')
      response.end('and half')
    })
    const { http, notes } = startRun()
    const answer = await http.request(post(`${wire.url}/path?q=1`, { headers: () => ({ 'x-mine': 'yes' }) }))
    expect(answer).toMatchObject({ status: 404, headers: { 'x-one': '1', 'set-cookie': 'a=1, b=2' } })
    expect(Buffer.from(answer.body).toString()).toBe('half and half')
    expect(wire.seen).toMatchObject([
      { method: 'POST', url: '/path?q=1', body: '{"a":1}', headers: { 'x-mine': 'yes' } },
    ])
    expect(wire.seen[0]?.headers).not.toHaveProperty('accept-encoding')
    expect(notes.requests).toBe(1)
  })

  test('may be empty, and a request may have no body', async () => {
    const wire = await serve((response) => response.writeHead(204).end())
    const answer = await startRun().http.request({ method: 'DELETE', url: wire.url })
    expect([answer.status, answer.body.length, wire.seen[0]?.body]).toEqual([204, 0, ''])
  })

  test('that is only informational is waited past', async () => {
    const wire = await serve((response) => {
      response.writeEarlyHints({ link: '</a>; rel=preload' })
      response.end('done')
    })
    const answer = await startRun().http.request(post(wire.url))
    expect([answer.status, Buffer.from(answer.body).toString()]).toEqual([200, 'done'])
  })

  test.each([
    ['announced', { 'content-length': '2000' }],
    ['streamed', {}],
  ])('larger than allowed is refused (%s)', async (_, headers) => {
    const wire = await serve((response) => response.writeHead(200, headers).end('x'.repeat(2000)))
    const error = await failure(startRun().http.request(post(`${wire.url}/big?sig=s3`, { max_bytes: 1000 })))
    expect(error).toMatchObject({
      code: 'RESPONSE_INVALID',
      values: { url: `${wire.url}/big`, reason: 'the response is larger than 1000 bytes' },
    })
    expect(wire.seen).toHaveLength(1)
  })

  test('of exactly the allowed size is taken', async () => {
    const wire = await serve((response) => response.end('x'.repeat(1000)))
    const answer = await startRun().http.request(post(wire.url, { max_bytes: 1000 }))
    expect(answer.body).toHaveLength(1000)
  })

  test('that redirects is refused, and nobody else is asked', async () => {
    const other = await serve((response) => response.end())
    const wire = await serve((response) =>
      response.writeHead(307, { location: `${other.url}/in?token=t0p` }).end(),
    )
    const error = await failure(startRun().http.request(post(wire.url)))
    expect(error.code).toBe('RESPONSE_INVALID')
    expect(error.values.reason).toBe(
      `it redirects to ${other.url}/in (status 307), and redirects are not followed`,
    )
    expect(other.seen).toEqual([])
  })

  test('that redirects nowhere is refused, too', async () => {
    const wire = await serve((response) => response.writeHead(302).end())
    const error = await failure(startRun().http.request(post(wire.url)))
    expect(error.values.reason).toContain('it redirects to nowhere (status 302)')
  })

  test('that is not HTTP is refused at once', async () => {
    const wire = await listen((socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.6\r\n')))
    const error = await failure(startRun().http.request(post(wire.url)))
    expect(error.code).toBe('RESPONSE_INVALID')
    expect(error.values.reason).toBe('the response is not HTTP')
  })
})

describe('repeats', () => {
  test.each([500, 502, 503, 504])(
    'a read is asked three times on %i, then its answer is handed out',
    async (status) => {
      const wire = await serve((response) => reply(response, { no: 1 }, status))
      const { http, notes } = startRun()
      expect((await http.request(post(wire.url))).status).toBe(status)
      expect([wire.seen.length, notes.requests]).toEqual([3, 3])
      expect(notes.lines.map((line) => line.fields.status)).toEqual([status, status])
    },
  )

  test('a read that succeeds the second time is a success, with headers made anew', async () => {
    const wire = await serve((response, _, number) => reply(response, {}, number === 1 ? 500 : 200))
    let made = 0
    const answer = await startRun().http.request(
      post(wire.url, { headers: () => ({ 'x-number': String(++made) }) }),
    )
    expect(answer.status).toBe(200)
    expect(wire.seen.map((seen) => seen.headers['x-number'])).toEqual(['1', '2'])
  })

  test.each([400, 401, 403, 404, 409, 418, 501])('nothing is repeated on %i', async (status) => {
    const wire = await serve((response) => reply(response, {}, status))
    expect((await startRun().http.request(post(wire.url))).status).toBe(status)
    expect(wire.seen).toHaveLength(1)
  })

  test('a write is not repeated on 500; the client is to judge it', async () => {
    const wire = await serve((response) => reply(response, {}, 500))
    expect((await startRun({ safe: false }).http.request(post(wire.url))).status).toBe(500)
    expect(wire.seen).toHaveLength(1)
  })

  test('a request says for itself whether it is safe', async () => {
    const wire = await serve((response) => reply(response, {}, 500))
    await startRun({ safe: false }).http.request(post(wire.url, { safe: true }))
    await startRun({ safe: true }).http.request(post(wire.url, { safe: false }))
    expect(wire.seen).toHaveLength(4)
  })

  test('without repeats everything is sent once', async () => {
    const wire = await serve((response) => reply(response, {}, 503))
    expect((await startRun({ retry: false }).http.request(post(wire.url))).status).toBe(503)
    expect(wire.seen).toHaveLength(1)
  })

  test('a 503 that asks for more than a minute is handed out at once', async () => {
    const wire = await serve((response) => reply(response, {}, 503, { 'retry-after': '90' }))
    expect((await startRun().http.request(post(wire.url))).status).toBe(503)
    expect(wire.seen).toHaveLength(1)
  })
})

describe('a rate limit', () => {
  test.each([true, false])(
    'is waited for, also with a write, as the client reads it (safe: %s)',
    async (safe) => {
      const wire = await serve((response, _, number) => reply(response, {}, number < 3 ? 429 : 200))
      const pause = vi.fn(() => 1)
      expect((await startRun({ safe }).http.request(post(wire.url, { pause }))).status).toBe(200)
      expect([wire.seen.length, pause.mock.calls.length]).toEqual([3, 2])
    },
  )

  test('that outlasts the attempts is told with the pause and the words of the vendor', async () => {
    const wire = await serve((response) => response.writeHead(429).end(`Slow down ${'x'.repeat(400)}`))
    const error = await failure(startRun({ safe: false }).http.request(post(wire.url, { pause: () => 2.5 })))
    expect(error).toMatchObject({
      code: 'RATE_LIMITED',
      values: { vendor: 'Acme', seconds: 1 },
      facts: { retry_after_ms: 3, unsent: true },
    })
    expect(error.values.reason).toHaveLength(300)
    expect(wire.seen).toHaveLength(3)
  })

  test.each([
    ['beyond the deadline', () => ({ deadline: Date.now() + 20_000 }), 30_000],
    ['of more than a minute', () => ({ deadline: Date.now() + 600_000 }), 61_000],
    ['when nothing is to be repeated', () => ({ retry: false }), 1],
  ])('%s ends at once', async (_, scope, pause) => {
    stopClock()
    const wire = await serve((response) => reply(response, {}, 429))
    const error = await failure(startRun(scope()).http.request(post(wire.url, { pause: () => pause })))
    expect([error.code, error.facts.retry_after_ms]).toEqual(['RATE_LIMITED', pause])
    expect(wire.seen).toHaveLength(1)
  })

  test('is read from Retry-After when the client has no opinion: seconds, a date, or nothing usable', async () => {
    stopClock()
    // Dates have no fractions of a second.
    vi.setSystemTime(1_773_138_600_000)
    const given = ['70', new Date(Date.now() + 3_600_000).toUTCString(), 'soon']
    const wire = await serve((response, _, number) =>
      reply(response, {}, 429, { 'retry-after': given[number - 1] ?? '99' }),
    )
    const { http } = startRun()
    expect((await failure(http.request(post(wire.url)))).facts.retry_after_ms).toBe(70_000)
    expect((await failure(http.request(post(wire.url)))).facts.retry_after_ms).toBe(3_600_000)
    const error = await failure(startRun({ retry: false }).http.request(post(wire.url)))
    expect(error.facts.retry_after_ms).toBeUndefined()
    expect(writeError(english, error)).toBe(
      'Acme received too many requests. The last request was not executed; retry it. Acme said: {}',
    )
  })

  test.each([
    ['a moment in place of a span', { 'retry-after': '1772000000' }],
    ['more digits than a number holds', { 'retry-after': '9'.repeat(400) }],
    ['a date in another century', { 'retry-after': 'Tue, 01 Jan 2080 00:00:00 GMT' }],
  ])('is a day at most: %s', async (_, headers) => {
    const wire = await serve((response) => reply(response, {}, 429, headers))
    const error = await failure(startRun().http.request(post(wire.url)))
    expect([error.code, error.facts.retry_after_ms]).toEqual(['RATE_LIMITED', 86_400_000])
    expect(wire.seen).toHaveLength(1)
  })

  test.each([1.8e12, Number.POSITIVE_INFINITY])(
    'is a day at most, also when a client reads %s',
    async (ms) => {
      const wire = await serve((response) => reply(response, {}, 429))
      const error = await failure(startRun().http.request(post(wire.url, { pause: () => ms })))
      expect(error.facts.retry_after_ms).toBe(86_400_000)
    },
  )

  test('after an earlier write is no longer harmless to repeat', async () => {
    const wire = await serve((response, _, number) => reply(response, {}, number === 1 ? 200 : 429))
    const { http } = startRun({ safe: false, retry: false })
    await http.request(post(wire.url))
    expect((await failure(http.request(post(wire.url)))).facts.unsent).toBe(false)
  })

  test('is not waited for when the run is stopped meanwhile', async () => {
    const controller = new AbortController()
    const wire = await serve((response) => reply(response, {}, 429))
    const { http } = startRun({ signal: controller.signal, safe: false })
    const pause = () => {
      queueMicrotask(() => controller.abort(timeout()))
      return 50_000
    }
    const error = await failure(http.request(post(wire.url, { pause })))
    expect(error).toMatchObject({
      code: 'TIMED_OUT',
      values: { ms: 1500, reason: `it was waiting to retry the request to ${wire.host}` },
      facts: { unsent: true },
    })
    expect(wire.seen).toHaveLength(1)
  })
})

test('a request does not leave after the deadline, though its timer could not go off', async () => {
  const wire = await serve((response) => reply(response, {}))
  for (const safe of [true, false]) {
    const { http, notes } = startRun({ deadline: Date.now() - 1, safe })
    const error = await failure(http.request(post(wire.url)))
    expect([error.code, error.facts.unsent, notes.requests]).toEqual(['TIMED_OUT', true, 0])
  }
  expect(wire.seen).toEqual([])
})

describe('a connection that fails before the request left', () => {
  test.each([true, false])('is tried again, then told as NETWORK_FAILED (safe: %s)', async (safe) => {
    const wire = await serve(() => undefined)
    const port = await deadPort()
    expect(port).not.toBe(wire.port)
    const { http, notes } = startRun({ safe })
    const error = await failure(http.request(post(`http://127.0.0.1:${port}`)))
    expect(error).toMatchObject({
      code: 'NETWORK_FAILED',
      values: { host: `127.0.0.1:${port}`, reason: 'connection refused (ECONNREFUSED)' },
      facts: { unsent: true },
    })
    expect(error.cause).toMatchObject({ code: 'ECONNREFUSED' })
    expect([notes.lines.length, notes.requests]).toEqual([2, 0])
  })

  test('names a host that does not exist', async () => {
    const error = await failure(startRun({ safe: false }).http.request(post('http://nowhere.invalid/')))
    expect(error).toMatchObject({ code: 'NETWORK_FAILED', facts: { unsent: true } })
    expect(error.values.reason).toMatch(/the host name (is unknown|cannot be resolved)/)
  })

  test('is not tried again when the deadline is too near', async () => {
    vi.mocked(Math.random).mockReturnValue(1)
    stopClock()
    const port = await deadPort()
    const { http, notes } = startRun({ deadline: Date.now() + 300 })
    expect((await failure(http.request(post(`http://127.0.0.1:${port}`)))).code).toBe('NETWORK_FAILED')
    expect(notes.lines).toEqual([])
  })

  test('stops the run when it is stopped, without having sent anything', async () => {
    const { http, notes } = startRun({ signal: AbortSignal.abort(new Error('never mind')), safe: false })
    const error = await failure(http.request(post('http://127.0.0.1:9')))
    expect(error).toMatchObject({
      code: 'CANCELLED',
      values: { reason: 'it was connecting to 127.0.0.1:9' },
      facts: { unsent: true },
    })
    expect(notes.requests).toBe(0)
  })
})

describe('an answer that never comes whole', () => {
  const cuts: [string, (socket: import('node:net').Socket) => void][] = [
    ['cut after the request was read', (socket) => socket.once('data', () => socket.resetAndDestroy())],
    ['closed without a word', (socket) => socket.once('data', () => socket.end())],
    [
      'closed after half the body',
      (socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf')),
    ],
    [
      'closed after half a chunk',
      (socket) =>
        socket.once('data', () =>
          socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\nhal'),
        ),
    ],
  ]

  test.each(cuts)('to a write is never asked for again: %s', async (_, accept) => {
    let connections = 0
    const wire = await listen((socket) => {
      connections++
      accept(socket)
    })
    const error = await failure(startRun({ safe: false }).http.request(post(wire.url)))
    expect(error.code).toBe('OUTCOME_UNKNOWN')
    expect(error.values.host).toBe(wire.host)
    expect(error.values.reason).toMatch(/the connection was (reset|closed)|the response ended/)
    expect(connections).toBe(1)
  })

  test.each(cuts)('to a read is asked for three times: %s', async (_, accept) => {
    let connections = 0
    const wire = await listen((socket) => {
      connections++
      accept(socket)
    })
    const error = await failure(startRun().http.request(post(wire.url)))
    expect(error.code).toBe('NETWORK_FAILED')
    expect(connections).toBe(3)
  })

  test('to a write on a connection that is cut at once counts as sent only when it had begun to leave', async () => {
    let connections = 0
    const wire = await listen((socket) => {
      connections++
      socket.resetAndDestroy()
    })
    const { http, notes } = startRun({ safe: false })
    const error = await failure(http.request(post(wire.url)))
    // Which of the two it is depends on whether the reset or the connection is noticed first.
    if (notes.requests === 0) expect(error).toMatchObject({ code: 'NETWORK_FAILED', facts: { unsent: true } })
    else expect([error.code, notes.requests]).toEqual(['OUTCOME_UNKNOWN', 1])
    expect(connections).toBeLessThanOrEqual(3)
  })

  test('to a write, too large, leaves its outcome open', async () => {
    const wire = await serve((response) => response.end('x'.repeat(20)))
    const error = await failure(startRun({ safe: false }).http.request(post(wire.url, { max_bytes: 10 })))
    expect([error.code, error.values.reason]).toEqual([
      'OUTCOME_UNKNOWN',
      'the response is larger than 10 bytes',
    ])
  })

  test.each([
    ['before any of it', () => undefined],
    ['after half of it', (response: import('node:http').ServerResponse) => response.write('half')],
  ])('by the deadline (%s) is TIMED_OUT to a read, OUTCOME_UNKNOWN to a write', async (_, begin) => {
    for (const [safe, code, reason] of [
      [true, 'TIMED_OUT', 'it was waiting for'],
      [false, 'OUTCOME_UNKNOWN', 'no response within the 1500 ms of the run'],
    ] as const) {
      const controller = new AbortController()
      const wire = await serve((response) => {
        begin(response)
        controller.abort(timeout())
      })
      const error = await failure(startRun({ safe, signal: controller.signal }).http.request(post(wire.url)))
      expect(error.code).toBe(code)
      expect(error.values.reason).toContain(reason)
      expect(wire.seen).toHaveLength(1)
    }
  })

  test('because the caller gave up is CANCELLED to a read, OUTCOME_UNKNOWN to a write', async () => {
    for (const [safe, code] of [
      [true, 'CANCELLED'],
      [false, 'OUTCOME_UNKNOWN'],
    ] as const) {
      const controller = new AbortController()
      const wire = await serve(() => controller.abort('enough'))
      const error = await failure(startRun({ safe, signal: controller.signal }).http.request(post(wire.url)))
      expect(error.code).toBe(code)
    }
  })

  test('knows a deadline by a TimeoutError, too, and counts its milliseconds from the start of the run', async () => {
    stopClock()
    const controller = new AbortController()
    const wire = await serve(() => controller.abort(new DOMException('late', 'TimeoutError')))
    const { http } = startRun({ signal: controller.signal, deadline: Date.now() + 5000 })
    const error = await failure(http.request(post(wire.url)))
    expect(error.code).toBe('TIMED_OUT')
    expect(error.values.ms).toBe(5000)
  })
})

describe('a dry run', () => {
  test('sends nothing, and shows the request without its credentials', async () => {
    const wire = await serve((response) => response.end())
    const { http, notes } = startRun({ dryRun: true, safe: false })
    const headers = () =>
      Promise.resolve({
        authorization: 'Bearer t0p',
        'x-app-key': 'k',
        cookie: 'c',
        'content-type': 'application/json',
      })
    const error = await failure(http.request(post(`${wire.url}/a?token=t0p&page=2`, { headers })))
    expect(error).toMatchObject({ code: 'CANCELLED', values: { reason: 'dry run' }, facts: { unsent: true } })
    expect(notes.dry).toEqual([
      {
        method: 'POST',
        url: `${wire.url}/a?token=***&page=2`,
        headers: {
          authorization: '***',
          'x-app-key': '***',
          cookie: '***',
          'content-type': 'application/json',
        },
        body: { a: 1 },
      },
    ])
    expect([wire.seen.length, notes.requests, http.dryRun]).toEqual([0, 0, true])
  })

  test.each([
    ['no body', undefined, null],
    ['text', 'a=1&b=2', 'a=1&b=2'],
    ['bytes', Buffer.from('[1]'), [1]],
  ])('shows %s as it is', async (_, body, shown) => {
    const { http, notes } = startRun({ dryRun: true })
    await failure(
      http.request({ method: 'GET', url: 'http://host.example/', ...(body !== undefined && { body }) }),
    )
    expect(notes.dry[0]?.body).toEqual(shown)
  })
})

describe('a transport', () => {
  test('serves many requests at once, each with its own answer', async () => {
    const wire = await serve((response, request) => response.end(`answer to ${request.body}`))
    const { http } = startRun({ safe: false })
    const bodies = Array.from({ length: 200 }, (_, index) => `request ${index}`)
    const answers = await Promise.all(bodies.map((body) => http.request(post(wire.url, { body }))))
    expect(answers.map((answer) => Buffer.from(answer.body).toString())).toEqual(
      bodies.map((body) => `answer to ${body}`),
    )
  })

  test('keeps its connection between requests', async () => {
    const ports = new Set<unknown>()
    const wire = await serve((response) => {
      ports.add(response.socket?.remotePort)
      response.end()
    })
    const { http } = startRun()
    for (let round = 0; round < 5; round++) await http.request(post(wire.url))
    expect(ports.size).toBe(1)
  })

  test('that is closed lets what is under way finish, and opens anew when asked again', async () => {
    let finish: (() => void) | undefined
    let arrived: (() => void) | undefined
    const begun = new Promise<void>((done) => {
      arrived = done
    })
    const wire = await serve((response, _, number) => {
      if (number > 1) return response.end('later')
      finish = () => response.end('finished')
      arrived?.()
    })
    const { http, close } = startRun()
    const first = http.request(post(wire.url))
    await begun
    const closed = close()
    expect(Buffer.from((await http.request(post(wire.url))).body).toString()).toBe('later')
    finish?.()
    expect(Buffer.from((await first).body).toString()).toBe('finished')
    await closed
  })

  test('that is closed ends connections that are still being made', async () => {
    const controller = new AbortController()
    const silent = await listen(() => controller.abort(timeout()))
    const { http, close } = startRun(
      { signal: controller.signal },
      { proxy_server_address: `http://127.0.0.1:${silent.port}` },
    )
    const error = await failure(http.request(post('https://host.example/')))
    expect(error).toMatchObject({
      code: 'TIMED_OUT',
      values: { reason: 'it was connecting to host.example' },
    })
    await close()
  })
})
