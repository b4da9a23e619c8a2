import { mkdtemp, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Report, Step } from '../../../runtime/service/doctor/step.ts'
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
    [
      ['--tls-key', tls('host.key'), '--tls-cert', join(root, 'package.json')],
      'package.json of --tls-cert is not in PEM format',
    ],
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

  async function doctor(config: object, ...words: string[]): Promise<Report & { code: number }> {
    const { code, stdout } = await cli(['doctor', '--json', ...words], {
      stdin: JSON.stringify({ config }),
      root,
    })
    expect(stdout).not.toContain('canary')
    return { code, ...JSON.parse(stdout) }
  }

  const states = (steps: Step[]) => Object.fromEntries(steps.map(({ step, ok }) => [step, ok]))
  const dataOf = ({ steps }: Report, name: string) => steps.find(({ step }) => step === name)?.data

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
    expect(steps.map(({ level, data }) => [level, data])).toEqual([
      ['failed', { code: 'CONFIG_INVALID' }],
      ['skipped', undefined],
      ['skipped', undefined],
      ['ok', undefined],
    ])
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
    expect(dataOf(trusted, 'host certificate')).toEqual({
      encrypted: true,
      verified: true,
      issuer: expect.any(String),
      valid_until: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    })
    const blind = await doctor({ ...config, verify_ssl: false })
    const certificate = blind.steps.find(({ step }) => step === 'host certificate')
    expect(certificate).toMatchObject({ level: 'warn', ok: null, data: { verified: false } })
    expect(certificate?.detail).toContain('NOT checked')
    expect(states(blind.steps)).toMatchObject({ warning: null, credentials: true })
    expect([blind.code, blind.ok]).toEqual([0, true])
  })

  test('credentials that are refused', async () => {
    const report = await doctor({ ...tenant.config.api2, client_secret: 'canary-55' })
    expect([report.code, states(report.steps).credentials]).toEqual([1, false])
    expect(dataOf(report, 'credentials')).toMatchObject({ code: 'AUTH_FAILED' })
  })

  test('all well, and the permissions of the chosen actions', async () => {
    const report = await doctor(tenant.config.api1, 'block-sender')
    expect([report.code, report.ok]).toEqual([0, true])
    expect(report.steps.at(-1)).toEqual({
      step: 'permissions',
      level: 'ok',
      ok: true,
      detail: 'the role needs: Gateway | Managed Senders | Edit (block-sender)',
    })
    expect(report.permissions).toEqual([
      { permission: 'Gateway | Managed Senders | Edit', actions: ['block-sender'] },
    ])
    const all = await doctor(tenant.config.api1)
    expect(all.permissions).toContainEqual({
      permission: 'Gateway | Policies | Edit',
      actions: expect.arrayContaining(['create-block-sender-policy', 'create-policy']),
    })
  })

  test('what sentences say is data, and no sentence holds JSON; plain http is a warning', async () => {
    const report = await doctor(tenant.config.api2)
    const { port } = new URL(tenant.url)
    expect(
      Object.fromEntries(report.steps.map(({ step, level, data }) => [step, [level, data]])),
    ).toMatchObject({
      configuration: [
        'ok',
        {
          fields: expect.arrayContaining([{ name: 'client_id', label: 'Client ID', from: 'standard input' }]),
        },
      ],
      'host name': ['ok', { host: '127.0.0.1', addresses: ['127.0.0.1'] }],
      'host connection': ['ok', { host: '127.0.0.1', port: Number(port) }],
      'host certificate': ['warn', { encrypted: false }],
      credentials: ['ok', { result: { account_code: expect.any(String), api: '2.0' } }],
    })
    expect(report.steps.map(({ detail }) => detail).join('\n')).not.toContain('{')
    expect([report.ok, states(report.steps)['host certificate']]).toEqual([true, null])
    const { stdout } = await cli(['doctor', 'ping'], {
      stdin: JSON.stringify({ config: tenant.config.api2 }),
      root,
    })
    expect(stdout).toMatch(/^warn {3}host certificate {2}none: plain http/m)
    expect(stdout).toMatch(/^ok {5}credentials .* \{"account_code":/m)
  })

  test('a connection says of which kind it is', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'soar-')), 'connections.yaml')
    const { client_id, client_secret } = tenant.config.api2 as Record<string, string>
    const acme = { kind: 'test', label: 'Acme – Mail', api_root: tenant.url, client_id, client_secret }
    await writeFile(file, JSON.stringify({ acme }), { mode: 0o600 })
    const { stdout } = await cli(['doctor', '--json', '--connection', 'acme', '--connections', file], {
      root,
    })
    const report = JSON.parse(stdout) as Report
    expect(report.connections).toEqual([{ name: 'acme', kind: 'test', label: 'Acme – Mail' }])
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
