/** Every way to call the product with secrets: commands, dialects, mistakes. */
import type { Integration } from '../../runtime/integration/integration.ts'
import type { Canary } from './canaries.ts'

/** One call of the command line. */
export interface Scenario {
  name: string
  argv: string[]
  stdin?: string
  env?: Record<string, string>
  tty?: boolean
}

/** The secrets by the name of their field. */
export type Planted = Readonly<
  Record<
    'client_secret' | 'application_key' | 'access_key' | 'secret_key' | 'proxy_password' | 'token',
    Canary
  >
>

/** Values that every form of escaping changes, as far as their field allows. */
export const planted: Planted = {
  client_secret: { name: 'client_secret', value: `cAnAry <&>"'/%+=~ é日本 \\tail-of-secret` },
  application_key: { name: 'application_key', value: 'b1f2e3d4-cafe-4bad-9c0d-app1key2/+&<>' },
  access_key: { name: 'access_key', value: `aCcEsS_key+with/many&odd=signs<"'>%41tail` },
  secret_key: {
    name: 'secret_key',
    value: Buffer.from('the signing key \u00fb\u00ff\u00fe>?~ of no account').toString('base64'),
  },
  proxy_password: { name: 'proxy_password', value: `pRoXy:pass/word+?&<é>"'end` },
  token: { name: 'token', value: 'eyJ0b2tlbg.T0keN+of/the~vendor=&<>"\'.sIgNaTuRe' },
}

/** The configurations that go to a vendor at this address. */
export function configsFor(url: string): Record<'2.0' | '1.0', Record<string, string>> {
  const { client_secret, application_key, access_key, secret_key } = planted
  return {
    '2.0': { api_root: url, client_id: 'client-id', client_secret: client_secret.value },
    '1.0': {
      api_root: url,
      application_id: 'app-id',
      application_key: application_key.value,
      access_key: access_key.value,
      secret_key: secret_key.value,
      api_version: '1.0',
    },
  }
}

const envOf = ({ spec }: Integration, config: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(config).map(([field, value]) => [spec.config[field]?.env ?? field, value]),
  )

const labelsOf = ({ spec }: Integration, config: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(config).map(([field, value]) => [spec.config[field]?.label ?? field, value]),
  )

/** Calls that reach the vendor, whatever it answers. */
export function talking(integration: Integration, url: string): Scenario[] {
  const configs = configsFor(url)
  const secops = {
    action_definition_name: 'Ping',
    parameters: {},
    integration_configuration: labelsOf(integration, configs['2.0']),
  }
  const params = Object.entries({ ...labelsOf(integration, configs['2.0']), Domains: 'example.com' })
  const connector = {
    connector_info: {
      environment: 'Default Environment',
      integration: integration.spec.name,
      connector_definition_name: 'Message Tracking',
      identifier: 'c1',
      params: params.map(([param_name, param_value]) => ({ param_name, param_value })),
    },
    state: {},
  }
  const write = { sender: 'mallory@evil.test', recipient: 'alice@example.com' }
  return [
    {
      name: 'run ping',
      argv: ['run', '--log-level', 'debug'],
      stdin: JSON.stringify({ action: 'ping', config: configs['2.0'] }),
    },
    {
      name: 'run ping, API 1.0',
      argv: ['run', '--log-level', 'debug'],
      stdin: JSON.stringify({ action: 'ping', config: configs['1.0'] }),
    },
    {
      name: 'run block-sender',
      argv: ['run'],
      stdin: JSON.stringify({ action: 'block-sender', parameters: write, config: configs['2.0'] }),
    },
    {
      name: 'run, from the environment, in French',
      argv: ['run', 'ping', '--locale', 'fr'],
      env: envOf(integration, configs['2.0']),
    },
    {
      name: 'run, on a terminal',
      argv: ['run', 'get-hold-message-list'],
      env: envOf(integration, configs['1.0']),
      tty: true,
    },
    { name: 'run, dialect secops', argv: ['run', '--dialect', 'secops'], stdin: JSON.stringify(secops) },
    {
      name: 'connect, dialect secops',
      argv: ['connect', 'message-tracking', '--dialect', 'secops'],
      stdin: JSON.stringify(connector),
    },
    {
      name: 'connect, test run',
      argv: ['connect', 'message-tracking', '--test-run', '--param', 'domains=example.com'],
      env: envOf(integration, configs['2.0']),
    },
    {
      name: 'rows',
      argv: ['rows', 'get-policy', '--column', 'policy_id=id'],
      stdin: '{"id":"eNo1"}\n{"id":"eNo2"}\n',
      env: envOf(integration, configs['2.0']),
    },
    {
      name: 'rows of writes',
      argv: [
        'rows',
        'block-sender',
        '--set',
        'sender={{ from }}',
        '--param',
        'recipient=a@b.test',
        '--yes',
        '--no-retry',
        '--timeout',
        '2s',
      ],
      stdin: '{"from":"m@evil.test"}\n',
      env: envOf(integration, configs['1.0']),
    },
    {
      name: 'mcp, ping',
      argv: ['mcp'],
      stdin: toolCall('mimecast_ping', {}),
      env: envOf(integration, configs['2.0']),
    },
    {
      name: 'mcp, rows',
      argv: ['mcp'],
      stdin: toolCall('mimecast_get_hold_message_list', {}),
      env: envOf(integration, configs['1.0']),
    },
    { name: 'doctor', argv: ['doctor'], env: envOf(integration, configs['2.0']) },
    { name: 'doctor, JSON', argv: ['doctor', '--json'], env: envOf(integration, configs['1.0']) },
    {
      name: 'dry run',
      argv: ['run', 'block-sender', '--dry-run', '--param', 'sender=a', '--param', 'recipient=b'],
      env: envOf(integration, configs['1.0']),
    },
    { name: 'dry run, API 2.0', argv: ['run', 'ping', '--dry-run'], env: envOf(integration, configs['2.0']) },
  ]
}

/** One call of a tool, as a client of the Model Context Protocol sends it. */
export const toolCall = (name: string, args: object): string =>
  [
    {
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'soak', version: '1' } },
    },
    { method: 'notifications/initialized' },
    { id: 2, method: 'tools/call', params: { name, arguments: args } },
  ]
    .map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
    .join('')

/** Calls with something wrong in them, before anything is sent. `closedPort` is an address where nothing listens. */
export function mistaken(integration: Integration, closedPort: string): Scenario[] {
  const configs = configsFor(closedPort)
  const { client_secret, proxy_password, secret_key, access_key } = planted
  const ping = (config: object, more: object = {}): string =>
    JSON.stringify({ action: 'ping', config, ...more })
  const whole = ping(configs['2.0'])
  const withPassword = `http://user:${encodeURIComponent(proxy_password.value)}@${new URL(closedPort).host}`
  return [
    {
      name: 'both sets',
      argv: ['run'],
      stdin: ping({ ...configs['2.0'], ...configs['1.0'], api_version: 'auto' }),
    },
    {
      name: 'secret of a wrong type',
      argv: ['run'],
      stdin: ping({ ...configs['2.0'], client_secret: [client_secret.value] }),
    },
    {
      name: 'secret as an object',
      argv: ['run'],
      stdin: ping({ ...configs['2.0'], client_secret: { v: client_secret.value } }),
    },
    {
      name: 'secret twice',
      argv: ['run'],
      stdin: ping({ ...configs['2.0'], 'Client Secret': client_secret.value }),
    },
    {
      name: 'key that is not base64',
      argv: ['run'],
      stdin: ping({ ...configs['1.0'], secret_key: access_key.value }),
    },
    {
      name: 'access key with other signs',
      argv: ['run'],
      stdin: ping({ ...configs['1.0'], access_key: `${access_key.value}é` }),
    },
    {
      name: 'an address with a password',
      argv: ['run'],
      stdin: ping({ ...configs['2.0'], api_root: withPassword }),
    },
    {
      name: 'a wrong address with a password',
      argv: ['run'],
      stdin: ping({ ...configs['2.0'], api_root: `htp:/${withPassword}` }),
    },
    {
      name: 'a proxy with a password',
      argv: ['run'],
      stdin: ping({ ...configs['2.0'], proxy_server_address: withPassword }),
    },
    {
      name: 'a proxy with a password of its own',
      argv: ['run'],
      stdin: ping({
        ...configs['2.0'],
        proxy_server_address: closedPort,
        proxy_username: 'u',
        proxy_password: proxy_password.value,
      }),
    },
    {
      name: 'a wrong proxy with a password',
      argv: ['run'],
      stdin: ping({ ...configs['2.0'], proxy_server_address: `ftp://u:${proxy_password.value}@h` }),
    },
    { name: 'a proxy of the environment', argv: ['run'], stdin: whole, env: { HTTP_PROXY: withPassword } },
    {
      name: 'a wrong proxy of the environment',
      argv: ['run'],
      stdin: whole,
      env: { HTTP_PROXY: `http://u:${proxy_password.value}@[` },
    },
    {
      name: 'doctor, a proxy with a password',
      argv: ['doctor'],
      env: { ...envOf(integration, configs['2.0']), HTTP_PROXY: withPassword },
    },
    ...[10, 25, 40, 55, 70, 85, 99].map((part) => ({
      name: `a request cut at ${part} %`,
      argv: ['run'],
      stdin: whole.slice(0, Math.floor((whole.length * part) / 100)),
    })),
    {
      name: 'a request with a comma too many',
      argv: ['run'],
      stdin: whole.replace('"client_secret"', ',"client_secret"'),
    },
    {
      name: 'a request with the secret unquoted',
      argv: ['run'],
      stdin: whole.replace(JSON.stringify(client_secret.value), client_secret.value),
    },
    {
      name: 'a secret as a parameter',
      argv: ['run', 'ping', '--param', `client_secret=${client_secret.value}`],
    },
    { name: 'a secret as JSON', argv: ['run', 'ping', '--param', `secret_key:=${secret_key.value}`] },
    {
      name: 'a secret as a template',
      argv: ['run', 'ping', '--template', `client_secret={{ ${client_secret.value} }}`],
    },
    {
      name: 'a secret where a name should be',
      argv: ['run', 'ping', '--param', client_secret.value.replaceAll('=', '')],
    },
    {
      name: 'a template that looks for the configuration',
      argv: [
        'run',
        '--template',
        'sender={{ config }}{{ env }}{{ run }}',
        '--undefined',
        'empty',
        '--dry-run',
        '--param',
        'recipient=r',
        'block-sender',
      ],
      env: envOf(integration, configs['2.0']),
    },
    {
      name: 'secrets of another kind',
      argv: ['run'],
      stdin: ping({ ...configs['1.0'], api_version: '2.0' }),
    },
    { name: 'list', argv: ['list', '--json'], env: envOf(integration, configs['2.0']) },
    { name: 'show', argv: ['show', 'ping', '--json'], env: envOf(integration, configs['2.0']) },
    { name: 'show, a request', argv: ['show', 'ping', '--request'], env: envOf(integration, configs['2.0']) },
    { name: 'render', argv: ['render', '{{ a }}'], stdin: '{"a":', env: envOf(integration, configs['2.0']) },
    {
      name: 'secops, no parameters',
      argv: ['run', '--dialect', 'secops'],
      stdin: JSON.stringify({
        action_definition_name: 'Block Sender',
        parameters: {},
        integration_configuration: labelsOf(integration, { ...configs['2.0'], api_root: 'nothing' }),
      }),
    },
    {
      name: 'secops, both sets',
      argv: ['run', '--dialect', 'secops'],
      stdin: JSON.stringify({
        action_definition_name: 'Ping',
        parameters: {},
        integration_configuration: labelsOf(integration, { ...configs['2.0'], ...configs['1.0'] }),
      }),
    },
  ]
}
