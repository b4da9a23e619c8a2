import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { ActionError } from '../../runtime/contract/errors.ts'
import type { Row } from '../../runtime/contract/json.ts'
import { quoted } from '../../runtime/contract/phrases.ts'
import type { Integration } from '../../runtime/integration/integration.ts'
import { closeSessions } from '../../runtime/run/client.ts'
import type { PerformOptions, RunOptions } from '../../runtime/run/options.ts'
import { runAction } from '../../runtime/run/run-action.ts'
import type { LogSink } from '../../runtime/safety/log.ts'
import { stopClock, until } from '../support/clock.ts'
import { loadEcho } from '../support/echo.ts'
import { json, serve, type TestServer } from '../support/server.ts'

const KEY = 'k3y/with+odd="chars"&more'

let echo: Integration
let server: TestServer

beforeAll(async () => {
  echo = await loadEcho()
  server = await serve((request, response) => {
    if (request.url === '/no') json(response, { message: 'no' }, 422)
    else if (request.url === '/cut') request.socket.destroy()
    else if (request.url === '/echo-key') json(response, { you_sent: request.headers['x-api-key'] })
    else if (request.url !== '/silence') json(response, { ok: true })
  })
})

afterAll(async () => {
  await closeSessions(echo)
  await server.close()
})

const run = (request: unknown, options?: RunOptions & PerformOptions) => runAction(echo, request, options)
const say = (parameters: Record<string, unknown>, more: object = {}) =>
  run({ action: 'say', parameters, ...more })
const call = (path: string, more: object = {}, options?: RunOptions) =>
  run(
    { action: 'call', parameters: { path }, config: { base_url: server.url, api_key: KEY }, ...more },
    options,
  )

describe('a run that cannot begin', () => {
  test('answers what was not a request', async () => {
    const result = await run([])
    expect(result).toMatchObject({
      is_success: false,
      json_result: null,
      error: { code: 'REQUEST_INVALID', retryable: false },
    })
    expect(result.output_message).toContain('one JSON object')
  })

  test('names the nearest action there is', async () => {
    const result = await run({ action: 'sya' })
    expect(result.error?.code).toBe('ACTION_UNKNOWN')
    expect(result.output_message).toContain('Did you mean "say"?')
    for (const action of ['../say', 'manifests/say', '', '__proto__', 'x'.repeat(10_000)]) {
      expect((await run({ action })).is_success).toBe(false)
    }
  })

  test('names every parameter that is wrong at once, with what came in and what is allowed', async () => {
    const result = await say({ text: { deep: 1 }, times: 9, tone: 'angry', to: 'nobody', lod: true })
    expect(result.error?.code).toBe('PARAMETER_INVALID')
    const by = Object.fromEntries(
      (result.error?.problems ?? []).map((problem) => [problem.where, problem.message]),
    )
    expect(by).toEqual({
      text: '"Text" must be text; got {"deep":1}.',
      times: '"Times" must be at most 5; got 9.',
      tone: '"Tone" must be one of "Calm", "Angry"; got "angry". Did you mean "Angry"?',
      'to.0': expect.stringContaining('email address such as'),
      lod: expect.stringContaining('Did you mean "Loud"?'),
    })
    expect(result.output_message).toMatch(/^Echo could not run Say: Invalid parameters: /)
  })

  test('asks for what another parameter makes necessary', async () => {
    const result = await say({ text: 'x', tone: 'Angry' })
    expect(result.error?.problems).toEqual([
      {
        where: 'until',
        rule: 'required_when',
        message: '"Until" is required when "Tone" is "Angry".',
      },
    ])
  })

  test('refuses a configuration with what is wrong in it, and without the secret', async () => {
    const result = await say(
      { text: 'x' },
      { config: { base_url: 'nowhere', api_key: { a: 'hunter22' }, vrify: 1 } },
    )
    expect(result.error?.code).toBe('CONFIG_INVALID')
    expect(result.error?.problems?.map((problem) => problem.where).sort()).toEqual([
      'api_key',
      'base_url',
      'vrify',
    ])
    expect(JSON.stringify(result)).not.toContain('hunter22')
  })
})

describe('inputs', () => {
  test('come from parameters, defaults and computed templates, each of its type', async () => {
    const result = await say({
      Words: ' hi ',
      times: '2',
      loud: 'True',
      to: 'a@b.test,, c@d.test',
      extra: '{"a":1}',
      volume: '1.5',
    })
    expect(result.json_result).toEqual({
      said: ['HI', 'HI'],
      inputs: {
        text: 'HI',
        times: 2,
        loud: true,
        to: ['a@b.test', 'c@d.test'],
        extra: { a: 1 },
        volume: 1.5,
        tone: 'Calm',
        greeting: 'hello',
        length: 2,
      },
    })
    expect(result.output_message).toBe('Said HI 2 times.')
  })

  test('take a template of the request over the case, of its own type, and win over the parameter', async () => {
    const result = await say(
      { text: 'ignored', times: 1 },
      {
        templates: { text: '{{ context.event.subject }}', times: '{{ context.n }}', to: '{{ context.to }}' },
        context: { event: { subject: 'Invoice' }, n: 3, to: ['a@b.test'], greeting: 'bonjour' },
      },
    )
    expect(result.json_result).toMatchObject({
      said: ['Invoice', 'Invoice', 'Invoice'],
      inputs: { greeting: 'bonjour', to: ['a@b.test'] },
    })
  })

  test('never render what came as data, however many braces it has', async () => {
    const hostile = "{{ ''.constructor }}{% for i in range(9999999) %}x{% endfor %}"
    const direct = await say({ text: hostile })
    expect(direct.json_result).toMatchObject({ said: [hostile] })
    const throughCase = await say(
      {},
      { templates: { text: '{{ context.subject }}' }, context: { subject: hostile } },
    )
    expect(throughCase.json_result).toMatchObject({ said: [hostile] })
    expect(throughCase.output_message).toBe(`Said ${hostile} 1 times.`)
  })

  test('fail on a name that is not there, and say which template and which name', async () => {
    const result = await say(
      {},
      { templates: { text: '{{ context.event.form }}' }, context: { event: { from: 'x' } } },
    )
    expect(result.error?.code).toBe('TEMPLATE_FAILED')
    expect(result.output_message).toContain('"text"')
    expect(result.output_message).toContain('form')
  })

  test('fail on a template that reaches for a constructor or never ends, within the budget', async () => {
    for (const text of [
      "{{ ''.constructor }}",
      '{% for i in range(1000000000) %}{{ i }}{% endfor %}',
      '{{ unclosed',
    ]) {
      expect((await say({}, { templates: { text } })).error?.code).toBe('TEMPLATE_FAILED')
    }
  })

  test('that fail are all reported, each with its place, in the language of the run', async () => {
    const templates = {
      text: '{{ context.event.fron | lower }}',
      tone: 'ok\n{{ nowhere }}',
      greeting: '{{ 1 }}',
    }
    const result = await say({}, { templates, context: { event: { from: 'a' } } })
    expect(result.error).toMatchObject({
      code: 'TEMPLATE_FAILED',
      problems: [
        { where: 'text', rule: 'template', line: 1, column: 4, end_column: 22 },
        { where: 'tone', rule: 'template', line: 2, column: 4, end_column: 11 },
      ],
    })
    expect(result.error?.reason).toMatch(
      /^Template error in "text": .*\. Template error in "tone": "nowhere" is undefined/,
    )
    const french = await say({}, { templates, context: { event: { from: 'a' } }, locale: 'fr' })
    expect(french.error?.reason).toMatch(/«\u00a0text\u00a0».*«\u00a0tone\u00a0»/)
    expect(french.error?.problems).toHaveLength(2)
  })

  test('keep to the budget that the caller gives', async () => {
    const request = { action: 'say', parameters: {}, templates: { text: '{{ "a" * 100 }}' } }
    const limited = await run(request, { reading: { budget: { size: 50 } } })
    expect(limited.error?.reason).toContain('more than 50 characters')
    expect((await run(request)).is_success).toBe(true)
  })

  test('end a template that goes on beyond the time of the run, and say so', async () => {
    const text = '{% for i in range(400000) %}{% endfor %}'
    const result = await say({}, { templates: { text }, timeout_ms: 1 })
    expect(result.error).toMatchObject({
      code: 'TEMPLATE_FAILED',
      reason: expect.stringMatching(/"text".*time of the run was over.*while it works on "for".*timeout_ms/),
    })
  })

  test('survive keys that would change a prototype, deep data and megabytes of text', async () => {
    const result = await run(
      JSON.parse('{"action":"say","parameters":{"text":"x","extra":{"__proto__":{"polluted":1}}}}'),
    )
    expect(result.is_success).toBe(true)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    const big = await say({ text: 'y'.repeat(5_000_000) })
    expect(big.error?.problems?.[0]?.rule).toBe('max_length')
    expect(JSON.stringify(big).length).toBeLessThan(2_000)
    let deep: unknown = 'end'
    for (let i = 0; i < 5_000; i++) deep = [deep]
    expect(typeof (await say({ text: 'x', extra: deep })).is_success).toBe('boolean')
    for (const config of [{ extra: deep }, { base_url: 'x', extra: { more: [deep] } }]) {
      const { error } = await run({ action: 'say', parameters: { text: 'x' }, config })
      expect(error?.code).toBe('REQUEST_INVALID')
      expect(error?.reason).toContain('"config" is nested deeper than 200 levels.')
    }
    const state = await run({ action: 'say', parameters: { text: 'x' }, state: deep })
    expect(state.error).toMatchObject({
      code: 'REQUEST_INVALID',
      reason: expect.stringContaining('"state" is nested'),
    })
  })
})

describe('a module', () => {
  const misbehave = (how: string, more: object = {}, options?: RunOptions & PerformOptions) =>
    run({ action: 'misbehave', parameters: { how }, config: { api_key: KEY }, ...more }, options)

  test.each(['throw', 'throw_text', 'no_data'])(
    'that does wrong (%s) ends as INTERNAL with a sentence',
    async (how) => {
      const result = await misbehave(how)
      expect(result.error).toMatchObject({ code: 'INTERNAL', retryable: false })
      expect(result.output_message).toContain('Report it')
      expect(JSON.stringify(result)).not.toContain(KEY)
    },
  )

  test('that answers data without end did run: the data is cut, delivered, and the run is not to be repeated', async () => {
    const result = await misbehave('loop')
    expect(result.error).toMatchObject({
      code: 'OUTPUT_INVALID',
      retryable: false,
      problems: [{ where: 'result', rule: 'too_deep' }],
    })
    expect(result.json_result).not.toBeNull()
    expect(JSON.stringify(result)).not.toContain(KEY)
  })

  test('that hangs is stopped at the deadline, whether it heeds the signal or not', async () => {
    vi.useFakeTimers()
    try {
      for (const how of ['hang', 'hang_politely']) {
        const running = misbehave(how, { timeout_ms: 300 })
        await vi.advanceTimersByTimeAsync(2_000)
        expect((await running).error).toMatchObject({ code: 'TIMED_OUT' })
      }
    } finally {
      vi.useRealTimers()
    }
  })

  test('that hangs is stopped by its caller', async () => {
    const result = await misbehave('hang_politely', {}, { signal: AbortSignal.abort() })
    expect(result.error?.code).toBe('CANCELLED')
  })

  test('whose result breaks the contract fails, and delivers the result and the state all the same', async () => {
    const result = await misbehave('wrong_shape')
    expect(result).toMatchObject({
      is_success: false,
      json_result: { ok: false },
      state: { at: 1 },
      error: { code: 'OUTPUT_INVALID', retryable: false },
    })
    expect(result.output_message).toContain('The action ran')
  })

  test('whose message cannot be written still succeeds', async () => {
    const result = await misbehave('bad_message')
    expect(result).toMatchObject({ is_success: true, output_message: 'Misbehave: done.' })
    expect(result.warnings).toHaveLength(1)
  })

  test('may hand out state and get it back', async () => {
    const first = await misbehave('warn', { state: { page: 2 } })
    expect(first.state).toEqual({ seen: { page: 2 } })
  })
})

describe('rows', () => {
  test('are collected, checked, and counted in the message', async () => {
    expect(await run({ action: 'count', parameters: { rows: 3 } })).toMatchObject({
      is_success: true,
      output_message: 'Counted 3 rows.',
      json_result: [{ number: 1 }, { number: 2 }, { number: 3 }],
    })
    expect((await run({ action: 'count', parameters: { rows: 0 } })).output_message).toBe('Nothing to count.')
  })

  test('go one by one to a caller that takes them, who holds the module back', async () => {
    const rows: Row[] = []
    const result = await run(
      { action: 'count', parameters: { rows: 1000 } },
      { takeRow: async (row) => void rows.push(row) },
    )
    expect(rows).toHaveLength(1000)
    expect(result).toMatchObject({ json_result: [], output_message: 'Counted 1000 rows.' })
  })

  test('that break the contract are named and delivered', async () => {
    const result = await run({ action: 'count', parameters: { rows: 3, break_at: 2 } })
    expect(result.error?.code).toBe('OUTPUT_INVALID')
    expect(result.json_result).toHaveLength(3)
  })
})

describe('the wire', () => {
  test('carries the call, and the answer comes back', async () => {
    expect(await call('/yes')).toMatchObject({
      is_success: true,
      output_message: 'Called /yes: 200.',
      run: { requests: 1 },
    })
  })

  test('that says no is a refusal with a sentence of its own', async () => {
    expect(await call('/no')).toMatchObject({
      is_success: false,
      output_message: '/no said no.',
      json_result: { status: 422 },
      error: { code: 'VENDOR_REJECTED', retryable: false },
    })
  })

  test('that breaks after a write had left ends as unknown, sent once', async () => {
    const before = server.received.length
    const result = await call('/cut')
    expect(result.error).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: false })
    expect(server.received.length - before).toBe(1)
  })

  test('that stays silent past the deadline ends as unknown for a write, sent once', async () => {
    const clock = stopClock()
    const before = server.received.length
    const running = call('/silence', { timeout_ms: 400 })
    await until(() => server.received.length > before)
    clock.pass(400)
    expect((await running).error?.code).toBe('OUTCOME_UNKNOWN')
    expect(server.received.length - before).toBe(1)
  })

  test('is not sent when its record fails; an error of ours keeps its code', async () => {
    const before = server.received.length
    const write = (error: Error) =>
      run(
        { action: 'call', parameters: { path: '/' }, config: { base_url: server.url } },
        { beforeWrite: () => Promise.reject(error) },
      )
    const results = [
      await write(new Error('disk full')),
      await write(new ActionError('AUDIT_FAILED', { reason: quoted('no space') })),
    ]
    expect(results.map(({ error }) => [error?.code, error?.retryable])).toEqual([
      ['WRITE_NOT_RECORDED', true],
      ['AUDIT_FAILED', true],
    ])
    expect(server.received.length).toBe(before)
  })

  test('sends nothing in a dry run, and tells exactly what it would', async () => {
    const before = server.received.length
    const result = await run({
      action: 'call',
      parameters: { path: '/dry', body: { a: 1 } },
      config: { base_url: server.url, api_key: KEY },
      dry_run: true,
    })
    expect(server.received.length).toBe(before)
    expect(result).toMatchObject({
      is_success: true,
      json_result: null,
      dry_run: {
        request: { method: 'POST', url: `${server.url}/dry`, body: { a: 1 } },
        inputs: { path: '/dry' },
      },
    })
    expect(JSON.stringify(result)).not.toContain(KEY)
    const silent = await say({ text: 'x', password: 'hunter22' }, { dry_run: true })
    expect(silent.dry_run).toMatchObject({ request: null, inputs: { password: '***' } })
  })
})

describe('secrets', () => {
  test('never show: not in results, keys, warnings or logs, in no spelling', async () => {
    const lines: string[] = []
    const log: LogSink = {
      line: (_, fields, message) => void lines.push(JSON.stringify(fields) + message),
      secret: () => {},
    }
    const config = { base_url: server.url, api_key: KEY }
    const results = [
      await run({ action: 'misbehave', parameters: { how: 'secret' }, config }),
      await run({ action: 'misbehave', parameters: { how: 'warn' }, config }),
      await run({ action: 'call', parameters: { path: '/echo-key' }, config }, { log }),
      await run({ action: KEY, config }),
    ]
    const all = JSON.stringify(results.slice(0, 3))
    for (const form of [KEY, JSON.stringify(KEY).slice(1, -1), btoa(KEY), encodeURIComponent(KEY)])
      expect(all).not.toContain(form)
    expect(results[1]?.warnings).toEqual(['beware of ***'])
    expect(results[2]?.json_result).toMatchObject({ body: { you_sent: '***' } })
  })
})

describe('the deadline holds for work without a pause', () => {
  test('rows that never end are not converted for ever', async () => {
    const request = { action: 'count', parameters: { rows: 1e12 }, timeout_ms: 200 }
    const taken: unknown[] = []
    const result = await run(request, {
      takeRow: (row: Row) => {
        taken.splice(0, 1, row)
      },
    })
    expect(result.error?.code).toBe('TIMED_OUT')
    expect(taken).toHaveLength(1)
  })
})

describe('the proxy that the environment names', () => {
  test('counts for the runs with that environment, not for all that have the same configuration', async () => {
    const proxy = await serve((_, response) => json(response, { through: 'proxy' }))
    const direct = async (env: Record<string, string>): Promise<unknown> => {
      const before = proxy.received.length
      const result = await call('/ok', { timeout_ms: 5000 }, { env })
      expect(result.is_success).toBe(true)
      return proxy.received.length === before
    }
    try {
      const HTTP_PROXY = proxy.url
      expect(await direct({ HTTP_PROXY })).toBe(false)
      expect(await direct({})).toBe(true)
      expect(await direct({ HTTP_PROXY, NO_PROXY: '127.0.0.1' })).toBe(true)
      expect(await direct({ http_proxy: proxy.url })).toBe(false)
      await closeSessions(echo)
      expect(await direct({})).toBe(true)
      expect(await direct({ HTTP_PROXY })).toBe(false)
    } finally {
      await proxy.close()
    }
  })
})

describe('languages', () => {
  test('come from the request, then the environment, then the integration', async () => {
    expect((await say({ text: 'x' }, { locale: 'fr' })).output_message).toBe('x dit 1 fois.')
    expect((await say({ text: 'x' }, { locale: 'fr-CA' })).output_message).toBe('x dit 1 fois.')
    expect(
      (await run({ action: 'say', parameters: { text: 'x' } }, { env: { SOAR_LOCALE: 'fr' } })).run.locale,
    ).toBe('fr')
    expect((await say({ text: 'x' }, { locale: 'de' })).output_message).toBe('Said x 1 times.')
  })

  test('reach the failures of the runtime, too', async () => {
    const result = await say({ times: 9 }, { locale: 'fr' })
    expect(result.output_message).toMatch(
      /^Echo n'a pas pu exécuter Dire : Les paramètres sont incorrects\u00a0: /,
    )
    expect(result.error?.code).toBe('PARAMETER_INVALID')
  })
})
