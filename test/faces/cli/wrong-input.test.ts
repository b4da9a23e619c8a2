/** What people get wrong, on the real integration: each answer names the mistake and its remedy, and nothing is sent. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Result } from '../../../runtime/contract/result.ts'
import { type Simulator, startSimulator } from '../../../simulator/index.ts'
import { pem } from '../../../testing/own/repository.ts'
import { serve } from '../../support/server.ts'
import { runSoar } from '../../support/soar.ts'

let tenant: Simulator
let secureTenant: Simulator

beforeAll(async () => {
  tenant = await startSimulator()
  secureTenant = await startSimulator({ tls: { key: pem('host.key'), cert: pem('host.pem') } })
})

afterAll(async () => {
  await Promise.all([tenant.close(), secureTenant.close()])
})

const sender = { sender: 'mallory@evil.example', recipient: 'alice@corp.example' }
const request = (more: object = {}, config: object = tenant.config.api2): string =>
  JSON.stringify({ action: 'block-sender', parameters: sender, config, ...more })

describe('the process', () => {
  /** Runs a request in a process of its own and answers its one line. */
  async function run(input: string, args: string[] = []): Promise<{ code: number | null; result: Result }> {
    const { code, stdout, stderr } = await runSoar(['run', ...args], { input })
    expect(stdout).toMatch(/^\{.*\}\n$/)
    for (const line of stderr.split('\n').filter(Boolean)) JSON.parse(line)
    return { code, result: JSON.parse(stdout) }
  }

  test.each([
    ['nothing', () => '', ['The request is empty', 'Send one JSON object']],
    ['blanks', () => ' \n', ['The request is empty', 'Send one JSON object']],
    ['half a JSON', () => request().slice(0, 60), ['The request is not JSON', 'Send one JSON object']],
    ['a JSON array', () => `[${request()}]`, ['must be one JSON object', 'got a JSON array']],
    ['JSON text', () => '"block-sender"', ['must be one JSON object', 'got "block-sender"']],
    ['no action', () => request({ action: undefined }), ['"action" is required']],
    [
      'an unknown field',
      () => request({ parameter: {} }),
      ['Unknown field "parameter"', 'Did you mean "parameters"?'],
    ],
  ])('%s cannot be read: exit 2', async (_, input, sentences) => {
    const { code, result } = await run(input())
    expect([code, result.error?.code, result.run.requests]).toEqual([2, 'REQUEST_INVALID', 0])
    for (const sentence of sentences) expect(result.output_message).toContain(sentence)
  })

  test.each([
    [
      'an unknown action',
      { action: 'blok-sender' },
      'ACTION_UNKNOWN',
      ['no action "blok-sender"', 'Did you mean "block-sender"?', '`soar list`'],
    ],
    [
      'an unknown parameter',
      { parameters: { ...sender, sendr: 'x' } },
      'PARAMETER_INVALID',
      ['Unknown parameter "sendr"', 'Did you mean "Sender"?', 'Allowed: Sender, Recipient.'],
    ],
    [
      'three bad parameters',
      {
        action: 'simple-archive-search',
        parameters: { time_frame: 'Last Hou', max_emails_to_return: 'many', nonsense: 1 },
      },
      'PARAMETER_INVALID',
      [
        '"Time Frame" must be one of',
        'Did you mean "Last Hour"?',
        '"Max Emails To Return" must be a whole number; got "many"',
        'Unknown parameter "nonsense"',
      ],
    ],
    [
      'a text of 5 MB',
      { parameters: { ...sender, sender: 'x'.repeat(5_000_000) } },
      'PARAMETER_INVALID',
      ['"Sender" must have at most 1000000 characters; got 5000000.'],
    ],
    [
      'a way out of the template',
      { templates: { sender: "{{ ''.constructor }}" } },
      'TEMPLATE_FAILED',
      ['"sender"', 'constructor', 'line 1'],
    ],
    [
      'a template without end',
      {
        templates: {
          sender: '{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}',
        },
      },
      'TEMPLATE_FAILED',
      ['"sender"', 'steps'],
    ],
  ])('%s is refused before anything is sent', async (_, more, errorCode, sentences) => {
    const before = tenant.counters.total
    const { code, result } = await run(request(more))
    expect([code, result.error?.code, result.error?.retryable, result.run.requests]).toEqual([
      1,
      errorCode,
      false,
      0,
    ])
    for (const sentence of sentences) expect(result.output_message).toContain(sentence)
    expect(tenant.counters.total).toBe(before)
    expect(result.output_message.length).toBeLessThan(1000)
  })

  test('missing credentials', async () => {
    const { code, result } = await run(request({}, { api_root: tenant.url }))
    expect([code, result.error?.code, result.run.requests]).toEqual([1, 'CONFIG_INVALID', 0])
    expect(result.output_message).toContain('Set Client ID, Client Secret (API 2.0), or Application ID')
  })

  test('both sets of credentials', async () => {
    const { code, result } = await run(request({}, { ...tenant.config.api1, ...tenant.config.api2 }))
    expect([code, result.error?.code, result.run.requests]).toEqual([1, 'CONFIG_INVALID', 0])
    expect(result.output_message).toContain('choose one with "API Version"')
  })

  test('a host that does not exist', async () => {
    const { code, result } = await run(
      request({}, { ...tenant.config.api2, api_root: 'https://nowhere.invalid' }),
      ['--no-retry'],
    )
    expect([code, result.error?.code, result.run.requests]).toEqual([1, 'NETWORK_FAILED', 0])
    expect(result.output_message).toMatch(/Cannot reach nowhere\.invalid: .*Check the host name/)
  })

  test('a certificate that is not trusted', async () => {
    const { code, result } = await run(request({}, secureTenant.config.api2))
    expect([code, result.error?.code, result.run.requests]).toEqual([1, 'CERTIFICATE_UNTRUSTED', 0])
    expect(result.output_message).toContain('Set "ca_certificate"')
    expect(secureTenant.counters.total).toBe(0)
  })

  test('HTML instead of JSON', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.end('<!doctype html><title>Sign in</title>')
    })
    const { code, result } = await run(request({}, { ...tenant.config.api2, api_root: server.url }))
    await server.close()
    expect([code, result.error?.code]).toEqual([1, 'RESPONSE_INVALID'])
    expect(result.output_message).toContain('Check the address and any proxy in between.')
  })

  test('credentials that the vendor refuses', async () => {
    const { code, result } = await run(
      request({}, { ...tenant.config.api2, client_secret: 'canary-secret-1' }),
    )
    expect([code, result.error?.code, result.error?.retryable]).toEqual([1, 'AUTH_FAILED', false])
    expect(JSON.stringify(result)).not.toContain('canary')
  })
})
