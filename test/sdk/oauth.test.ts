import { describe, expect, test } from 'vitest'
import type { Http, HttpAnswer, HttpRequest } from '../../runtime/contract/http.ts'
import { ActionError, createOAuth, type OAuth, type OAuthOptions, phrase } from '../../runtime/sdk/index.ts'
import { stopClock } from '../support/clock.ts'
import { failure } from '../support/wire.ts'

const answer = (body: unknown, status = 200): HttpAnswer => ({
  status,
  headers: {},
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
})

/** A configuration whose token endpoint is a function; `run` starts one run. */
function startProcess(
  endpoint: (request: HttpRequest, number: number) => HttpAnswer | Promise<HttpAnswer>,
  options: Partial<OAuthOptions> = {},
) {
  const cache = new Map<string, unknown>()
  const seen: HttpRequest[] = []
  const secrets: string[] = []
  const http = (dryRun: boolean): Http => ({
    request: async (request) => endpoint(request, seen.push(request)),
    dryRun,
    safe: true,
    retry: true,
    secret: (value) => secrets.push(value),
    redact: (text) => text.replaceAll('hidden', '***'),
  })
  const given = {
    url: 'https://acme.test/token',
    client_id: 'id',
    client_secret: 'se&ret',
    vendor: 'Acme',
    ...options,
  }
  const run = (dryRun = false): OAuth => createOAuth({ cache, http: http(dryRun) }, given)
  return { run, seen, secrets }
}

const got = async (oauth: OAuth): Promise<string> => oauth.authorization()

describe('no token', () => {
  test.each([
    ['AUTH_FAILED', { error: 'invalid_client', error_description: 'wrong\nsecret' }, 401, 'wrong secret'],
    ['AUTH_FAILED', { error: 'invalid_scope' }, 400, 'invalid_scope'],
    ['AUTH_FAILED', '<html>', 403, 'status 403 without a message'],
    ['AUTH_FAILED', { error: 'hidden is wrong' }, 401, '*** is wrong'],
    ['RATE_LIMITED', {}, 429, 'status 429 without a message'],
    ['VENDOR_UNAVAILABLE', 'busy', 503, 'status 503 without a message'],
    ['RESPONSE_INVALID', '<html>', 200, 'it contains no usable access_token'],
    ['RESPONSE_INVALID', { access_token: 'a b' }, 200, 'it contains no usable access_token'],
    ['RESPONSE_INVALID', '', 302, 'status 302 without a message'],
  ])('%s for %j with status %d: %s', async (code, body, status, reason) => {
    const { run } = startProcess(() => answer(body, status))
    const error = await failure(got(run()))
    expect([error.code, error.values.reason, error.values.vendor]).toEqual([code, reason, 'Acme'])
    expect(error.facts.vendor).toEqual({ status })
    expect(error.message).not.toContain('se&ret')
  })

  test('after a failure the next call asks again', async () => {
    const { run, seen } = startProcess((_, number) =>
      number === 1 ? answer({}, 401) : answer({ access_token: 'two' }),
    )
    const oauth = run()
    await failure(got(oauth))
    expect(await got(oauth)).toBe('Bearer two')
    expect(seen.length).toBe(2)
  })

  test('the failure of a request that another run waits for is its failure too, without a claim that nothing was sent', async () => {
    const { promise, resolve } = Promise.withResolvers<HttpAnswer>()
    const { run, seen } = startProcess(() => promise)
    const both = [failure(got(run())), failure(got(run()))]
    resolve(answer({}, 401))
    const [own, other] = await Promise.all(both)
    expect([own?.code, other?.code, seen.length]).toEqual(['AUTH_FAILED', 'AUTH_FAILED', 1])
    expect(other?.facts.cause).toBe(own)
  })

  test('a run whose token was requested by a stopped run requests its own', async () => {
    const { run, seen } = startProcess((_, number) => {
      if (number > 1) return answer({ access_token: 'own' })
      throw new ActionError('CANCELLED', { reason: phrase('it was not sent, because an earlier one failed') })
    })
    const stopped = failure(got(run()))
    expect(await got(run())).toBe('Bearer own')
    expect([(await stopped).code, seen.length]).toEqual(['CANCELLED', 2])
  })
})

describe('a token', () => {
  test('is requested with a form, once for all runs, and kept out of what is shown', async () => {
    const { run, seen, secrets } = startProcess(() => answer({ access_token: 't', expires_in: '600' }), {
      fields: { scope: 'read' },
    })
    const runs = [run(), run()]
    expect(await Promise.all(runs.map(got))).toEqual(['Bearer t', 'Bearer t'])
    expect(await got(run())).toBe('Bearer t')
    expect(seen.map(({ body }) => body)).toEqual([
      'client_id=id&client_secret=se%26ret&grant_type=client_credentials&scope=read',
    ])
    expect(secrets).toEqual(['t', 't', 't'])
  })

  test('is not requested in a dry run', () => {
    const { run, seen } = startProcess(() => answer({}, 500))
    expect(run(true).authorization()).toBe('Bearer token')
    expect(seen).toEqual([])
  })

  test('that was refused is not used again; one that another run fetched meanwhile is kept', async () => {
    const { run } = startProcess((_, number) => answer({ access_token: `t${number}` }))
    const [one, two] = [run(), run()]
    const first = await got(one)
    two.refused(first)
    expect(await got(two)).toBe('Bearer t2')
    one.refused(first)
    expect(await got(one)).toBe('Bearer t2')
  })

  test.each([
    ['an hour', 3600, 3300],
    ['ten minutes', 600, 500],
    ['two minutes', 120, 60],
    ['a minute', 60, 30],
    ['longer than allowed', 999_999, 3300],
    ['of no stated time', undefined, 3300],
    ['of no sensible time', 'soon', 3300],
    ['of less than nothing', -5, 3300],
  ])('that lives %s is renewed in time', async (_, expires_in, seconds) => {
    const clock = stopClock()
    const { run, seen } = startProcess(() => answer({ access_token: 't', expires_in }))
    const oauth = run()
    await got(oauth)
    clock.pass(seconds * 1000 - 1)
    await got(oauth)
    expect(seen.length).toBe(1)
    clock.pass(1)
    await got(oauth)
    expect(seen.length).toBe(2)
  })
})
