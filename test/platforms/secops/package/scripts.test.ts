/** The scripts of the package, run by Python on a stand-in of the platform's SDK, with the built product in a Node process. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Integration } from '../../../../runtime/integration/integration.ts'
import { managers } from '../../../../runtime/platforms/secops/package/files/scripts.ts'
import { nameOf, stemOf } from '../../../../runtime/platforms/secops/package/source.ts'
import { commandLine } from '../../../../testing/command-line.ts'
import { openIntegration } from '../../../../testing/own/subjects.ts'
import { builtProduct, packSource } from '../../../support/package.ts'
import { actions, contextOf, documentOf, INSTANCE, labelled, usePlatform } from '../../../support/platform.ts'
import { json, serve } from '../../../support/server.ts'
import { endOf } from '../../../support/soar.ts'

const { simulator, path, environment, keep, run, start, runPing } = usePlatform()

describe('an action that cannot be run still gets an answer', () => {
  const failure = 'Failed to connect to the Mimecast server! Error is'

  test('without any Node', async () => {
    const ended = await runPing({ env: { SOAR_NODE: undefined } })
    const { Message, ...rest } = documentOf(ended)
    expect(Message).toMatch(
      /^Failed to connect to the Mimecast server! Error is There is no Node\. .*SOAR_NODE.*--node/,
    )
    expect(rest).toMatchObject({ ResultObjectJson: '{}', ResultValue: false, ExecutionState: 2 })
    expect(ended.code).toBe(0)
  })

  test('with a Node that is too old', async () => {
    const old = path('old-node')
    writeFileSync(old, '#!/bin/sh\necho v18.20.0\nexit 1\n')
    chmodSync(old, 0o755)
    const { Message, ExecutionState } = documentOf(await runPing({ env: { SOAR_NODE: old } }))
    expect(Message).toContain('is v18.20.0; 22.20 or newer is needed')
    expect(ExecutionState).toBe(2)
  })

  test('with something that is no program', async () => {
    const { Message } = documentOf(await runPing({ env: { SOAR_NODE: path('nowhere') } }))
    expect(Message).toContain(`${failure} Node cannot be started`)
  })

  test('when Node is killed', async () => {
    const suicide = path('suicide')
    writeFileSync(suicide, '#!/bin/sh\nkill -KILL $$\n')
    chmodSync(suicide, 0o755)
    const ended = await runPing({ env: { SOAR_NODE: suicide } })
    expect(documentOf(ended).Message).toContain('ended by SIGKILL. It is not known what was done.')
    expect(ended.code).toBe(0)
  })

  test.each([
    ['no JSON', '{"case_id": '],
    ['nothing', ''],
    ['a list', '[]'],
    ['broken UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ['a missing key', JSON.stringify({ ...contextOf('Ping'), case_id: undefined })],
  ])('of a context that is %s', async (_, input) => {
    const ended = await runPing({ input })
    expect(documentOf(ended)).toMatchObject({
      Message: expect.stringContaining(`${failure} The platform's SDK could not read the context (`),
      ExecutionState: 2,
    })
    expect(ended.code).toBe(0)
  })

  test('without the argument that the SDK wants', async () => {
    const { Message } = documentOf(await runPing({ args: [] }))
    expect(Message).toContain('IndexError')
  })

  test('when the configuration cannot be fetched', async () => {
    keep({ configurations: {}, properties: {} })
    const { Message } = documentOf(await runPing())
    expect(Message).toContain("could not fetch the configuration of the integration's instance")
    expect(Message).toContain('404')
    expect(simulator().requests).toEqual([])
  })

  test('without the secrets that the SDK repeats', async () => {
    const folder = path('sdk-talkative')
    mkdirSync(folder, { recursive: true })
    writeFileSync(
      `${folder}/sitecustomize.py`,
      'import sys, urllib.parse\nimport SiemplifyUtils\ndef fail():\n    key = sys.argv[1]\n    raise Exception(f"401 for {key} and {urllib.parse.quote(key.upper())} and {key[:-2]}")\nSiemplifyUtils.store = fail\n',
    )
    const ended = await runPing({
      args: ['K3y+of/the-Platform'],
      env: { PYTHONPATH: `${folder}:${environment().PYTHONPATH}` },
    })
    const { Message, DebugOutput } = documentOf(ended)
    expect(Message).toContain('(Exception: 401 for *** and *** and ***')
    expect(`${Message}${DebugOutput}${ended.stderr}`).not.toMatch(/k3y|the-plat/i)
  })

  test('in the words of the action', async () => {
    const input = JSON.stringify(contextOf('Simple Archive Search'))
    const script = 'ActionsScripts/SimpleArchiveSearch.py'
    const { Message } = documentOf(await run(script, { input, env: { SOAR_NODE: undefined } }))
    expect(Message).toMatch(
      /^Error executing action Mimecast - Simple Archive Search\. Reason: There is no Node\..*\.$/,
    )
  })
})

/** A message that names the default period has the time of its own run. */
const withoutTimes = (text: string): string => text.replaceAll(/\d{1,2}:\d\d:\d\d [AP]M/g, 'a time')

describe('every action answers byte for byte what the product answers', () => {
  // The product from its sources, in this process: half the processes of one per answer. The built product is asked
  // directly by the tests of the connector.
  let integration: Integration
  beforeAll(async () => {
    integration = await openIntegration()
  })
  const cases = actions
    // The package leaves experimental actions out.
    .filter(({ manifest }) => manifest.kind === 'action' && manifest.experimental === undefined)
    .map(({ manifest }) => ({ name: nameOf(manifest), manifest }))

  test.each(cases)('$name', async ({ name, manifest }) => {
    const { parameters, config } = manifest.example
    const credentials = config?.api_version === '1.0' ? simulator().config.api1 : simulator().config.api2
    const store = { ...labelled(credentials), ...(config?.api_version ? { 'API Version': '1.0' } : {}) }
    keep({ configurations: { [INSTANCE]: store } })
    const values = Object.entries(parameters).map(([id, value]) => [
      manifest.parameters[id]?.label ?? id,
      typeof value === 'boolean'
        ? value
          ? 'True'
          : 'False'
        : typeof value === 'number'
          ? String(value)
          : value,
    ])
    const context = contextOf(name, Object.fromEntries(values))
    const script = `ActionsScripts/${stemOf(manifest)}.py`
    const ended = await run(script, { input: `\ufeff${JSON.stringify(context)}` })
    const requests = simulator().requests.map(({ method, path }) => `${method} ${path}`)
    simulator().reset()
    const direct = await commandLine(['run', '--dialect', 'secops'], {
      stdin: JSON.stringify({ ...context, integration_configuration: store }),
      open: async () => ({ integration: { ...integration, sessions: new Map() } }),
    })
    expect(withoutTimes(ended.stdout)).toBe(withoutTimes(direct.stdout))
    expect(ended.code).toBe(direct.code)
    expect(documentOf(ended).Message).not.toBe('')
    expect(requests).toEqual(simulator().requests.map(({ method, path }) => `${method} ${path}`))
  })

  test('nothing that the SDK prints gets in between', async () => {
    const ended = await runPing()
    expect(ended.stdout).not.toContain('the SDK prints something')
    expect(documentOf(ended).Message).toBe(
      'Successfully connected to the Mimecast server with the provided connection parameters!',
    )
  })

  test('a Node in the package wins over every other', async () => {
    const own = '#!/bin/sh\necho from the package >&2\nexec "$REAL_NODE" "$@"\n'
    const node = { version: '24.0.0', content: Buffer.from(own) }
    const modules = managers({ ...(await packSource(await builtProduct())), node }, 'built')
    mkdirSync(path('with-node'))
    for (const [name, text] of Object.entries(modules)) writeFileSync(path(`with-node/${name}.py`), text)
    const ended = await runPing({
      env: {
        PYTHONPATH: `${path('with-node')}:${path('sdk')}`,
        REAL_NODE: process.execPath,
        SOAR_NODE: path('nowhere'),
      },
    })
    expect(documentOf(ended).ExecutionState).toBe(0)
    expect(ended.stderr).toContain('from the package\n')
  })

  test('a copy of the action under another name is still the action', async () => {
    const input = JSON.stringify(contextOf('Ping of my own'))
    expect(documentOf(await runPing({ input })).ExecutionState).toBe(0)
  })

  test('another integration that the machine prefers is not taken', async () => {
    const ended = await runPing({ env: { SOAR_ROOT: path() } })
    expect(documentOf(ended).ExecutionState).toBe(0)
  })
})

test.each([
  ['SIGTERM', 113, 2],
  // Not heeded: the run goes on to its end.
  ['SIGINT', 0, 0],
] as const)('%s in mid-run ends with %d and an answer', async (signal, code, state) => {
  const asked = Promise.withResolvers<void>()
  const sent = Promise.withResolvers<void>()
  const slow = await serve(async (request, response) => {
    if (request.url?.includes('oauth'))
      return json(response, { access_token: 't', token_type: 'Bearer', expires_in: 1799 })
    asked.resolve()
    await sent.promise
    if (signal === 'SIGTERM') return undefined
    return json(response, {
      meta: { status: 200 },
      data: [{ accountName: 'Example', accountCode: 'C1' }],
      fail: [],
    })
  })
  keep({ configurations: { [INSTANCE]: labelled({ ...simulator().config.api2, api_root: slow.url }) } })
  const child = start('ActionsScripts/Ping.py', { input: JSON.stringify(contextOf('Ping')) })
  const ended = endOf(child)
  await asked.promise
  child.kill(signal)
  sent.resolve()
  const { ExecutionState, Message } = documentOf(await ended)
  expect([(await ended).code, ExecutionState]).toEqual([code, state])
  expect(Message).not.toBe('')
  await slow.close()
})
