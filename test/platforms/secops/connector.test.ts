import { describe, expect, test } from 'vitest'
import type { Result } from '../../../runtime/contract/result.ts'
import { connectorDialects } from '../../../runtime/platforms/registry.ts'
import { secopsConnector } from '../../../runtime/platforms/secops/connector.ts'
import { cli } from '../../support/cli.ts'
import { echoOnPlatform, ownIntegration, platformData, scriptedVendor } from '../../support/secops.ts'

const FACTS = { identifier: 'ExampleMail' }

interface Package {
  code: number
  document: { ResultObjectJson: string; DebugOutput: string; state?: unknown }
  inner: Record<string, unknown> & { cases: unknown[]; log_rows: { message: string; log_level: number }[] }
}

async function send(context: unknown, integration = echoOnPlatform(FACTS)): Promise<Package> {
  const opened = { integration: await integration }
  const stdin = typeof context === 'string' ? context : JSON.stringify(context)
  const connector = opened.integration.spec.id === 'echo' ? 'feed' : 'message-tracking'
  const argv = ['connect', connector, '--dialect', 'secops', '--log-level', 'silent']
  const { code, stdout } = await cli(argv, { stdin, open: async () => opened })
  const document = JSON.parse(stdout)
  return { code, document, inner: JSON.parse(document.ResultObjectJson) }
}

const feed = (more: object = {}, params: object[] = []) => ({
  connector_info: { connector_definition_name: 'Feed', identifier: 'c1', environment: 'Own', params },
  is_test_run: false,
  state: {},
  ...more,
})

const read = async (context: object, named?: string) =>
  (await secopsConnector.read(JSON.stringify(context), await ownIntegration(), named)) as {
    request: {
      action: string
      parameters: Record<string, unknown>
      state: unknown
    }
    config: { values: Record<string, unknown> }
    warnings: string[]
  }

describe('a connector that fails', () => {
  test.each([
    ['without input', ''],
    ['with broken JSON', '{'],
    ['with parameters of another type', { connector_info: [] }],
    ['with state of another type', feed({ state: 'x' })],
  ])('%s answers an empty package, says why, and hands out no state', async (_, context) => {
    const { code, document, inner } = await send(context)
    expect(inner).toMatchObject({ cases: [], overflow_cases: [], log_items: [], variables: {} })
    expect(inner.log_rows.at(-1)).toMatchObject({ log_level: 3 })
    expect(document.DebugOutput).toMatch(/\n$/)
    expect([code, 'state' in document]).toEqual([0, false])
  })

  test('in its run keeps the state that came in', async () => {
    const params = [{ param_name: 'Max Alerts', param_value: '0' }]
    const { document, inner } = await send(feed({ state: { kept: 1 } }, params))
    expect([inner.cases, document.state]).toEqual([[], { kept: 1 }])
    expect(inner.log_rows.at(-1)?.message).toContain('"Max Alerts" must be at least 1')
  })

  test('in a test run says so, as people watch it', async () => {
    const params = [{ param_name: 'Max Alerts', param_value: 'many' }]
    const { document, inner } = await send(feed({ is_test_run: true, state: { kept: 1 } }, params))
    expect(inner).toEqual({ is_success: false, result_params: {} })
    expect(document.state).toEqual({ kept: 1 })
  })
})

describe('a package', () => {
  test('has the alerts, the log by level and time, and the state beside it', async () => {
    const { document, inner } = await send(
      feed({}, [
        { param_name: 'Max Alerts', param_value: '1' },
        { param_name: 'Colour', param_value: 'x' },
      ]),
    )
    expect(Object.keys(inner)).toEqual(['cases', 'overflow_cases', 'log_items', 'variables', 'log_rows'])
    expect(inner.cases).toEqual([{ id: 1 }])
    expect(inner.log_rows[0]).toEqual({
      message: 'The connector has no parameter "Colour"; it was not used.',
      log_level: 2,
      timestamp: expect.any(Number),
    })
    expect(inner.log_rows.at(-1)).toMatchObject({ message: 'Created total of 1 cases', log_level: 1 })
    expect(document.state).toBe(1)
  })

  test('of a test run leaves the state as it was', async () => {
    const { document, inner } = await send(feed({ is_test_run: true, state: { kept: 1 } }))
    expect([inner.cases.length, document.state]).toEqual([2, { kept: 1 }])
  })

  test('takes the rows of the log that the platform takes', () => {
    const log = Array.from({ length: 6000 }, (_, time) => ({ level: 'info' as const, message: 'x', time }))
    const result: Result = {
      is_success: true,
      output_message: '',
      json_result: { alerts: [] },
      run: { action: 'feed', version: '1', locale: 'en', ms: 0, requests: 0 },
    }
    const { ResultObjectJson } = JSON.parse(
      secopsConnector.write(result, log, { isTest: false, state: null }),
    )
    expect(JSON.parse(ResultObjectJson).log_rows).toHaveLength(5000)
  })

  test('is printed for an action that is no connector, and says that', async () => {
    const integration = await echoOnPlatform(FACTS)
    const { stdout } = await cli(['connect', 'say', '--dialect', 'secops'], {
      stdin: JSON.stringify(feed()),
      open: async () => ({ integration }),
    })
    expect(stdout).toContain('is an action, not a connector')
  })

  test('is a dialect of its own, by the name that connect takes', async () => {
    expect(await connectorDialects.secops?.()).toBe(secopsConnector)
  })
})

describe('a connector context', () => {
  const info = (params: Record<string, unknown>, more: object = {}) => ({
    connector_info: {
      connector_definition_name: 'Mimecast - Message Tracking Connector',
      params: Object.entries(params).map(([param_name, param_value]) => ({ param_name, param_value })),
      ...more,
    },
  })

  test('names the connector as the platform calls it', async () => {
    expect((await read(info({ Domains: 'x.test' }))).request.action).toBe('message-tracking')
  })

  test.each(['connector-context.full', 'connector-context.minimal'])(
    'recorded as %s is understood',
    async (name) => {
      const { request } = await read(platformData(name), 'message-tracking')
      expect(request.action).toBe('message-tracking')
      expect(request.parameters).toMatchObject({
        python_process_timeout: 180,
        environment: 'Default Environment',
      })
    },
  )

  test('gives every value to the parameter or the field of its name; of two the first counts', async () => {
    const context = info({
      Domains: 'x.test',
      'API Root': 'https://x.test',
      'Client ID': 'c',
      'Max Messages To Return': '20',
      'Verify SSL': 'False',
    })
    context.connector_info.params.push({ param_name: 'Domains', param_value: 'second.test' })
    const { request, config } = await read(context)
    expect(request.parameters).toMatchObject({ domains: 'x.test', max_messages_to_return: 20 })
    expect(config.values).toEqual({
      api_root: 'https://x.test',
      client_id: 'c',
      verify_ssl: false,
      api_version: 'prefer 1.0',
    })
  })

  test('says by an emptied field what its manifest makes of that', async () => {
    expect((await read(info({ 'Status Filter': '' }))).request.parameters.status_filter).toBe('all')
    expect((await read(info({}))).request.parameters).not.toHaveProperty('status_filter')
  })

  test('brings along what the platform decides around it', async () => {
    const context = {
      ...info({}, { environment: 'Own', identifier: 'c1', allow_list: ['a', '', null, 7] }),
      is_test_run: 'True',
      state: { ids: ['x'], timestamp: '5', overflow_settings: '{"max_alerts_in_time_period": 3}' },
    }
    const { request } = await read(context)
    expect(request.parameters).toMatchObject({
      allow_list: ['a', '7'],
      environment: 'Own',
      connector_identifier: 'c1',
      test_run: true,
      overflow_settings: { max_alerts_in_time_period: 3 },
    })
    expect(request.state).toEqual(context.state)
  })

  test.each([
    ['white_list', { white_list: ['w'] }],
    ['allow_list_json_object', { allow_list_json_object: '["w"]' }],
    ['white_list_json_object', { allow_list: null, white_list_json_object: '["w"]' }],
  ])('may carry its list as %s', async (_, more) => {
    expect((await read(info({}, more))).request.parameters.allow_list).toEqual(['w'])
  })
})

test('tracked mail comes as alerts over the whole way', async () => {
  const mail = {
    id: 't1',
    status: 'accepted',
    received: '2026-01-01T00:00:00+0000',
    subject: 's',
    to: [],
    info: 'i',
  }
  const vendor = await scriptedVendor({
    '/oauth/token': { body: { access_token: 'tok', expires_in: 1799 } },
    '/api/message-finder/search': [
      { body: { data: [{ trackedEmails: [mail] }], fail: [] } },
      { body: { data: [{ trackedEmails: [] }], fail: [] } },
    ],
    '/api/message-finder/get-message-info': {
      body: {
        data: [{ id: 't1', status: 'accepted', queueInfo: { id: 'q1', reason: 'Own reason' } }],
        fail: [],
      },
    },
  })
  const params = {
    Domains: 'x.test',
    'API Root': vendor.url,
    'Client ID': 'c',
    'Client Secret': 'secret',
    'Status Filter': '',
  }
  const context = {
    connector_info: {
      environment: 'Own',
      identifier: 'c1',
      params: Object.entries(params).map(([param_name, param_value]) => ({ param_name, param_value })),
    },
    state: { timestamp: Date.parse('2025-12-31T00:00:00Z') },
  }
  const { document, inner } = await send(context, ownIntegration())
  expect(inner.cases).toMatchObject([
    { ticket_id: 'q1', environment: 'Own', rule_generator: 'Own reason', name: 'Accepted Message' },
  ])
  expect(document.state).toMatchObject({ ids: ['q1'], timestamp: Date.parse('2026-01-01T00:00:00Z') })
})
