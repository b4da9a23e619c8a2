// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables are written so in connections files
import { chmod, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../runtime/integration/config/config.ts'
import { listConnections, readConnection } from '../../runtime/integration/config/connections.ts'
import { run } from '../support/cli.ts'
import { loadEcho } from '../support/echo.ts'

/** A connections file of the test's own. */
async function fileWith(text: string, mode = 0o600): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'soar-')), 'connections.yaml')
  await writeFile(file, text)
  await chmod(file, mode)
  return file
}

/** The request that would be sent over a connection. */
async function dryRun(file: string, name: string, env: Record<string, string> = {}, stdin = '') {
  const words = ['call', '--param', 'path=/x', '--dry-run', '--connection', name, '--connections', file]
  return run(words, { env, stdin })
}

const urlOf = ({ result }: Awaited<ReturnType<typeof dryRun>>) => result.dry_run?.request?.url

describe('a connection that cannot be used is refused before anything is sent', () => {
  test.each([0o640, 0o604, 0o660, 0o622])('a file with mode %o, with the remedy', async (mode) => {
    const file = await fileWith('acme: { api_key: canary-77 }', mode)
    const { code, result, stdout } = await dryRun(file, 'acme')
    expect([code, result.error?.code]).toEqual([1, 'CONFIG_INVALID'])
    expect(result.output_message).toContain(`Run: chmod 600 ${file}`)
    expect(stdout).not.toContain('canary')
  })

  test.each([
    [
      'acme: { api_key: k }',
      'amce',
      'There is no connection "amce" in',
      'Did you mean "acme"? It has: acme.',
    ],
    [
      'reference_values: { a: b }',
      'reference_values',
      'There is no connection "reference_values"',
      'It has none.',
    ],
    ['acme: { api_key: k }', '__proto__', 'There is no connection "__proto__"', ''],
    ['acme: text', 'acme', 'must be a map of values', ''],
    ['- acme', 'acme', 'must be a map of connections by name', ''],
    ['acme: { integration: other }', 'acme', 'is for the integration "other", not for "echo"', ''],
    [
      'acme: { kind: prod }',
      'acme',
      '"kind" of the connection "acme" is production or test, not "prod".',
      '',
    ],
    ['acme: { kind: [test] }', 'acme', 'is production or test, not "["test"]".', ''],
    [
      'acme: { label: " " }',
      'acme',
      '"label" of the connection "acme" is a text of at most 80 characters',
      '',
    ],
    ['acme: { label: "a\\u202eb" }', 'acme', '"label" of the connection "acme" is a text', ''],
    [`acme: { label: ${'x'.repeat(81)} }`, 'acme', '"label" of the connection "acme" is a text', ''],
    ['acme: { bse_url: x }', 'acme', 'has "bse_url", which Echo does not know.', 'Did you mean "Base URL"?'],
    [
      'acme: { base_url: "http://a", Base URL: "http://b" }',
      'acme',
      'gives "Base URL" twice',
      'Give it once.',
    ],
    [
      'acme: { api_key: "${NOT_SET}" }',
      'acme',
      'names the environment variable NOT_SET, which is not set',
      '',
    ],
    [
      'acme: { base_url: "http://{{ nowhere }}" }',
      'acme',
      '"base_url" of the connection "acme" cannot be rendered',
      'nowhere',
    ],
    ['acme: { base_url: "{{ x" }', 'acme', 'cannot be rendered', 'line 1'],
    ['reference_values: 7\nacme: {}', 'acme', '"reference_values" in', 'must be a map'],
    ['acme: { base_url: {{ host }} }', 'acme', 'connections.yaml:1:20', 'put the template in quotes'],
    ['acme:\n\tapi_key: k', 'acme', 'indented with a tab', 'Replace the tab with spaces'],
    ['acme:\n  api_key: k\n  api_key: l', 'acme', 'is used twice in the same map', 'Remove or rename'],
    ['acme: { api_key: k }\nacme: { api_key: l }', 'acme', 'connections.yaml:2:1', 'is used twice'],
    ['acme:\n   api_key: k\n  base_url: u', 'acme', 'not indented like the lines above', 'Align it'],
    ['acme:\n  api_key: can#ary #77 x', 'acme', 'connections.yaml:2:12', 'Put the value in quotes'],
    [
      'acme: {\n  API Key: k\t# prod\n}',
      'acme',
      '"API Key" of the connection "acme" would end before it',
      '',
    ],
    ["acme:\n  api_key: 'k", 'acme', 'A quote is opened and not closed', ''],
    ['acme: { api_key: "${ENDS}" }', 'acme', 'names the environment variable ENDS, which is not set', ''],
  ])('%s as %s: %s', async (text, name, sentence, hint) => {
    const { code, result } = await dryRun(await fileWith(text), name, { ENDS: '\r\n' })
    expect([code, result.error?.code, result.run.requests]).toEqual([1, 'CONFIG_INVALID', 0])
    expect(result.output_message).toContain(sentence)
    expect(result.output_message).toContain(hint)
  })

  test.each([
    '*canary1',
    '!canary1',
    '&canary1 x: y',
    '@canary1',
    '"canary1',
    '%canary1',
    '{canary1',
    '[canary1',
  ])('a secret that is no YAML as it stands, %s, is never quoted', async (secret) => {
    const file = await fileWith(`acme:\n  api_key: ${secret}\n`)
    const { code, result, stdout, stderr } = await dryRun(file, 'acme')
    expect([code, result.error?.code]).toEqual([1, 'CONFIG_INVALID'])
    expect(stdout + stderr).not.toContain('canary')
  })

  test('all problems of a connection are told at once', async () => {
    const file = await fileWith('acme: { x: 1, base_url: "${A}", api_key: "{{ b }}" }')
    expect((await dryRun(file, 'acme')).result.error?.problems).toHaveLength(3)
  })

  test('a file that is not there', async () => {
    const { result } = await dryRun('no-such-file', 'acme')
    expect(result.output_message).toContain(
      'does not exist. Name one with --connections or SOAR_CONNECTIONS.',
    )
  })
})

describe('a connection', () => {
  test('gives configuration by name or label, with variables and reference values put in', async () => {
    const file = await fileWith(
      [
        'reference_values: { host: shared, zone: eu }',
        'acme:',
        '  Base URL: http://{{ host }}.{{ zone }}.example/${PART}',
        '  reference_values: { host: own }',
      ].join('\n'),
    )
    expect(urlOf(await dryRun(file, 'acme', { PART: 'p' }))).toBe('http://own.eu.example/p/x')
  })

  test('gives every value as the text that is written', async () => {
    const file = await fileWith('acme: { api_key: 0123, verify_ssl: no }')
    const { config } = await readConnection('acme', await loadEcho(), { file, env: {}, cwd: '/' })
    expect(config).toEqual({ api_key: '0123', verify_ssl: 'no' })
  })

  test('may have comments that cut nothing off', async () => {
    const file = await fileWith(
      'acme:\n  # one\n  base_url: http://h.test # two\n  api_key: "a #b" # three\nvar:\n  api_key: ${KEY} # four\nlast:\n  api_key: a#b\n  # five\n',
    )
    const keyOf = async (name: string) =>
      (await readConnection(name, await loadEcho(), { file, env: { KEY: 'k' }, cwd: '/' })).config.api_key
    expect([await keyOf('acme'), await keyOf('var'), await keyOf('last')]).toEqual(['a #b', 'k', 'a#b'])
    const { variables } = await readConnection('var', await loadEcho(), { file, env: { KEY: 'k' }, cwd: '/' })
    expect(variables).toEqual({ api_key: 'KEY' })
  })

  test('takes the line end off a variable, and off a secret that is written as a block', async () => {
    const file = await fileWith(
      'acme:\n  Base URL: http://${HOST}/a\n  api_key: |\n    s3cret\nother:\n  api_key: Key ${KEY}:x\n',
    )
    const lookup = { file, env: { HOST: 'host.test\r\n', KEY: 'k\n' }, cwd: '/' }
    const integration = await loadEcho()
    const acme = (await readConnection('acme', integration, lookup)).config
    expect(acme.base_url ?? acme['Base URL']).toBe('http://host.test/a')
    expect(readConfig(integration, [{ values: acme }]).api_key).toBe('s3cret')
    const other = await readConnection('other', integration, lookup)
    expect([other.config, other.variables]).toEqual([{ api_key: 'Key k:x' }, {}])
  })

  test('says for people of which kind it is and what it is called, and has no such fields', async () => {
    const file = await fileWith('acme: { kind: production, label: "Acme – Mail", api_key: k }\nbeta: {}')
    const lookup = { file, env: {}, cwd: '/' }
    const connection = await readConnection('acme', await loadEcho(), lookup)
    expect(connection).toMatchObject({ kind: 'production', label: 'Acme – Mail', config: { api_key: 'k' } })
    expect(await listConnections(lookup)).toEqual([
      { name: 'acme', kind: 'production', label: 'Acme – Mail' },
      { name: 'beta' },
    ])
  })

  test("never renders what stands in a variable, and never puts a variable into another's value", async () => {
    const file = await fileWith('acme: { api_key: "{{ 1 + 1 }} ${A} $${A}" }')
    const env = { A: '{{ 7 * 7 }} ${B}', B: 'b' }
    const { config } = await readConnection('acme', await loadEcho(), { file, env, cwd: '/' })
    expect(config).toEqual({ api_key: '2 {{ 7 * 7 }} ${B} ${A}' })
  })

  test('stands for itself: what it leaves out does not come from the environment', async () => {
    const file = await fileWith('acme: { api_key: k123456 }')
    expect(urlOf(await dryRun(file, 'acme', { ECHO_BASE_URL: 'http://other.tenant' }))).toBe(
      'http://127.0.0.1:9/x',
    )
  })

  test("gives way to the request's own config, however that spells the name", async () => {
    const file = await fileWith('acme: { base_url: "http://connection" }')
    const stdin = JSON.stringify({ config: { 'Base URL': 'http://request' } })
    expect(urlOf(await dryRun(file, 'acme', {}, stdin))).toBe('http://request/x')
  })

  test('lends its reference values to templates of the request, and the request cannot be overruled by them', async () => {
    const file = await fileWith('acme: { reference_values: { hostname: mx.acme.example, context: evil } }')
    const words = ['say', '--template', 'text={{ hostname }} {{ context.a }}', '--connection', 'acme']
    const { result } = await run(words, {
      env: { SOAR_CONNECTIONS: file },
      stdin: '{"context":{"a":"case"}}',
    })
    expect(result.json_result).toMatchObject({ said: ['mx.acme.example case'] })
  })

  test('is looked for in the configuration folder of the user', async () => {
    const home = await mkdtemp(join(tmpdir(), 'soar-'))
    const { result } = await run(['say', '--connection', 'acme'], { env: { HOME: home } })
    expect(result.output_message).toContain(join(home, '.config', 'soar', 'connections.yaml'))
    const other = await run(['say', '--connection', 'acme'], { env: { HOME: home, XDG_CONFIG_HOME: '/xdg' } })
    expect(other.result.output_message).toContain('/xdg/soar/connections.yaml')
  })
})
