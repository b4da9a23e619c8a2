import { mkdtemp, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Simulator, startSimulator } from '../../../simulator/index.ts'
import { fixture } from '../../../testing/own/repository.ts'
import { cli, run } from '../../support/cli.ts'
import { serve } from '../../support/server.ts'
import { endOf, firstLine, startSoar } from '../../support/soar.ts'

const root = resolve(import.meta.dirname, '../../..')
const tls = (name: string): string => fixture('tls', name)

describe('soar simulate as a process', () => {
  test('first prints one JSON line with working credentials of both kinds, and ends when it is told to', async () => {
    const child = startSoar(['simulate', '--port', '0', '--json'])
    const ended = endOf(child)
    const { url, files_url, config, env } = JSON.parse(await firstLine(child))
    expect(files_url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    for (const kind of ['api2', 'api1']) {
      const stdin = JSON.stringify({ action: 'ping', config: config[kind] })
      expect((await run([], { stdin, root })).result.is_success).toBe(true)
      expect((await run(['ping'], { env: env[kind], root })).result.is_success).toBe(true)
    }
    expect(url).toBe(config.api2.api_root)
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({ code: 0, signal: null, stderr: '' })
  })
})

describe('soar simulate', () => {
  const onStop = (stop: () => void) => {
    setImmediate(stop)
    return () => {}
  }
  /** Starts it and stops it at once. */
  const simulate = (...words: string[]) => cli(['simulate', ...words], { root, onStop })

  test('tells people how to go on', async () => {
    const { code, stdout } = await simulate()
    expect(code).toBe(0)
    expect(stdout).toContain('  export MIMECAST_CLIENT_ID=simulator-client-id\n')
    expect(stdout).toContain('soar run ping')
  })

  test('serves https with a key and its certificate', async () => {
    const { stdout } = await simulate('--json', '--tls-key', tls('host.key'), '--tls-cert', tls('host.pem'))
    expect(JSON.parse(stdout).url).toMatch(/^https:/)
  })

  test.each([
    [['--tls-key', tls('host.key')], '--tls-key and --tls-cert must be used together.'],
    [['--tls-key', 'nowhere', '--tls-cert', 'nowhere'], 'Cannot read nowhere of --tls-key (ENOENT).'],
    [['--port', '-1'], '--port must be a whole number from 0 to 65535; got "-1".'],
    [['--latency', 'slow'], '--latency must be a whole number from 0 to 600000; got "slow".'],
    [['--seed-file', 'nowhere.json'], 'Cannot start the simulator:'],
  ])('%j is refused', async (words, sentence) => {
    const { code, stdout, stderr } = await simulate(...words)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(sentence)
  })

  test('a port that is taken is told', async () => {
    const taken = createServer()
    await new Promise<void>((ready) => taken.listen(0, '127.0.0.1', ready))
    const { port } = taken.address() as { port: number }
    const { code, stderr } = await simulate('--port', String(port))
    await new Promise((closed) => taken.close(closed))
    expect([code, stderr.includes('EADDRINUSE')]).toEqual([2, true])
  })

  test('an integration without a simulator is told', async () => {
    const { code, stderr } = await cli(['simulate'])
    expect(code).toBe(1)
    expect(stderr).toContain('it has no simulator')
  })
})

describe('soar doctor', () => {
  let tenant: Simulator
  let secure: Simulator

  beforeAll(async () => {
    const files = await import('node:fs/promises')
    const [key, cert] = await Promise.all([
      files.readFile(tls('host.key'), 'utf8'),
      files.readFile(tls('host.pem'), 'utf8'),
    ])
    tenant = await startSimulator()
    secure = await startSimulator({ tls: { key, cert } })
  })

  afterAll(async () => {
    await Promise.all([tenant.close(), secure.close()])
  })

  interface Step {
    step: string
    ok: boolean | null
    detail: string
    remedy?: string
  }

  async function doctor(
    config: object,
    ...words: string[]
  ): Promise<{ code: number; ok: boolean; steps: Step[] }> {
    const { code, stdout } = await cli(['doctor', '--json', ...words], {
      stdin: JSON.stringify({ config }),
      root,
    })
    expect(stdout).not.toContain('canary')
    return { code, ...JSON.parse(stdout) }
  }

  const states = (steps: Step[]) => Object.fromEntries(steps.map(({ step, ok }) => [step, ok]))

  test('nothing configured: says what to give, and tries nothing else', async () => {
    const { code, ok, steps } = await doctor({})
    expect([code, ok]).toEqual([1, false])
    expect(states(steps)).toEqual({
      configuration: false,
      network: null,
      credentials: null,
      permissions: true,
    })
    expect(steps[0]?.detail).toContain('Set Client ID, Client Secret (API 2.0)')
  })

  test('a host name that does not exist', async () => {
    const { code, steps } = await doctor({ ...tenant.config.api2, api_root: 'https://nowhere.invalid' })
    expect(code).toBe(1)
    expect(states(steps)).toEqual({
      configuration: true,
      'host name': false,
      credentials: null,
      permissions: true,
    })
    expect(steps[1]).toMatchObject({
      detail: expect.stringContaining('unknown'),
      remedy: expect.stringContaining('Check'),
    })
  })

  test('a port where nobody answers', async () => {
    const { steps } = await doctor({ ...tenant.config.api2, api_root: 'http://127.0.0.1:9' })
    expect(states(steps)).toMatchObject({ 'host name': true, 'host connection': false, credentials: null })
  })

  test('a certificate that is not trusted; trusted with its authority; not checked at all', async () => {
    const config = secure.config.api2
    const doubted = await doctor(config)
    expect(states(doubted.steps)).toMatchObject({
      'host connection': true,
      'host certificate': false,
      credentials: null,
    })
    const trusted = await doctor({ ...config, ca_certificate: tls('ca.pem') })
    expect([trusted.code, trusted.steps.find(({ step }) => step === 'host certificate')?.detail]).toEqual([
      0,
      expect.stringContaining('valid until'),
    ])
    const blind = await doctor({ ...config, verify_ssl: false })
    expect(blind.steps.find(({ step }) => step === 'host certificate')?.detail).toContain('NOT checked')
    expect(states(blind.steps)).toMatchObject({ warning: true, credentials: true })
  })

  test('credentials that are refused', async () => {
    const { code, steps } = await doctor({ ...tenant.config.api2, client_secret: 'canary-55' })
    expect([code, states(steps).credentials]).toEqual([1, false])
  })

  test('all well, and the permissions of the chosen actions', async () => {
    const { code, ok, steps } = await doctor(tenant.config.api1, 'block-sender')
    expect([code, ok]).toEqual([0, true])
    expect(steps.at(-1)).toEqual({
      step: 'permissions',
      ok: true,
      detail: 'the role needs: Gateway | Managed Senders | Edit (block-sender)',
    })
  })

  test('a proxy that nobody runs is named', async () => {
    const { steps } = await doctor({ ...tenant.config.api2, proxy_server_address: 'http://127.0.0.1:9' })
    expect(states(steps)).toMatchObject({ 'proxy name': true, 'proxy connection': false })
  })

  test('a server that speaks no TLS', async () => {
    const server = await serve((_, response) => {
      response.end()
    })
    const { steps } = await doctor({ ...tenant.config.api2, api_root: server.url.replace('http:', 'https:') })
    await server.close()
    expect(states(steps)).toMatchObject({ 'host connection': true, 'host certificate': false })
  })

  test('reads a connection, and people get lines with the remedy below', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'soar-')), 'connections.yaml')
    await writeFile(file, 'acme: { api_root: "http://127.0.0.1:9", client_id: a, client_secret: canary-9 }', {
      mode: 0o600,
    })
    const { code, stdout } = await cli(['doctor', '--connection', 'acme', '--connections', file, 'ping'], {
      root,
    })
    expect(code).toBe(1)
    expect(stdout).toMatch(/^ok {5}configuration {4}complete: .*Client Secret \(connection acme\)\n/)
    expect(stdout).toMatch(/\nFAILED host connection .*\n +→ Check port, firewall and proxy/)
    expect(stdout).not.toContain('canary')
  })

  test('an action that does not exist is told before anything is sent', async () => {
    const before = tenant.counters.total
    const stdin = JSON.stringify({ config: tenant.config.api2 })
    const { code, stderr } = await cli(['doctor', 'pong'], { stdin, root })
    expect([code, tenant.counters.total]).toEqual([1, before])
    expect(stderr).toContain('no action "pong"')
  })
})
