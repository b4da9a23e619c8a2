/** The connector's script of the package: what it hands over, and what it keeps. */
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ScriptOptions } from '../../../support/package.ts'
import { documentOf, labelled, usePlatform } from '../../../support/platform.ts'
import type { Ended } from '../../../support/soar.ts'

const world = usePlatform()
const { simulator, path, environment, keep, kept, start, ask } = world

describe('the connector', () => {
  const script = 'ConnectorsScripts/MessageTrackingConnector.py'
  const real = ['True', 'API-KEY']
  const trial = ['False', 'API-KEY']
  const property = (key: string) => kept().properties[`4/conn-3d1f/${key}`]

  const context = (params: Record<string, string> = {}) => ({
    connector_info: {
      environment: 'Default Environment',
      integration: 'Mimecast',
      connector_definition_name: 'Mimecast - Message Tracking Connector',
      identifier: 'conn-3d1f',
      display_name: 'Held mail',
      params: Object.entries({
        ...labelled(simulator().config.api2),
        Domains: 'example.com,partner.example.net',
        'Max Hours Backwards': '600',
        PythonProcessTimeout: '180',
        ...params,
      }).map(([param_name, param_value]) => ({ param_name, param_value })),
      allow_list: [],
    },
  })
  const run = (options: ScriptOptions = {}) =>
    world.run(script, { input: JSON.stringify(context()), args: real, ...options })

  interface Package {
    cases: { ticket_id: string }[]
    log_rows: { message: string; log_level: number }[]
    is_success?: boolean
  }
  const packageOf = (ended: Ended): Package => {
    const document = documentOf<{ ResultObjectJson: string }>(ended)
    expect(Object.keys(document)).toEqual(['ResultObjectJson', 'DebugOutput'])
    return JSON.parse(document.ResultObjectJson) as Package
  }

  test('without a Node: a package without alerts that says why, and the state stays', async () => {
    const ended = await run({ env: { SOAR_NODE: undefined } })
    const { cases, log_rows } = packageOf(ended)
    expect(cases).toEqual([])
    expect(log_rows).toEqual([
      expect.objectContaining({ log_level: 3, message: expect.stringContaining('no Node') }),
    ])
    expect(ended.code).toBe(0)
    expect(kept().properties).toEqual({})
  })

  test('without a Node, tried out: it fails', async () => {
    const ended = await run({ args: trial, env: { SOAR_NODE: undefined } })
    expect(packageOf(ended)).toEqual({ is_success: false, result_params: {} })
  })

  test('answers what the product answers, without the state, and keeps the state', async () => {
    const ended = await run()
    simulator().reset()
    const direct = await ask(['connect', 'message-tracking', '--dialect', 'secops'], {
      ...context(),
      is_test_run: false,
      state: {},
    })
    const { state, ...document } = JSON.parse(direct.stdout) as { state: Record<string, unknown> }
    const { cases } = packageOf(ended)
    expect(cases.length).toBeGreaterThan(0)
    const expected = JSON.parse(
      String((document as { ResultObjectJson?: string }).ResultObjectJson),
    ) as Package
    expect(cases).toEqual(expected.cases)
    expect(JSON.parse(property('ids') ?? '')).toEqual(state.ids)
    expect(JSON.parse(property('timestamp') ?? '')).toBe(state.timestamp)
    const { ids: _, timestamp: __, overflow_data, ...own } = state
    expect(Object.keys(JSON.parse(property('soar_state') ?? '')).sort()).toEqual(Object.keys(own).sort())
    if (overflow_data) expect(property('overflow_data')).toMatch(/^\{\n {4}"/)
  })

  test('brings nothing twice', async () => {
    const { cases } = packageOf(await run())
    expect(cases.length).toBeGreaterThan(0)
    const again = packageOf(await run())
    expect(again.cases.filter(({ ticket_id }) => cases.some((one) => one.ticket_id === ticket_id))).toEqual(
      [],
    )
  })

  test("goes on where the platform's own connector stopped", async () => {
    const { cases } = packageOf(await run())
    const ids = cases.map(({ ticket_id }) => ticket_id)
    simulator().reset()
    const [known = ''] = ids
    keep({ ...kept(), properties: { '4/conn-3d1f/ids': JSON.stringify([known]) } })
    const taken = packageOf(await run()).cases.map(({ ticket_id }) => ticket_id)
    expect(taken).not.toContain(known)
    expect(taken.length).toBeGreaterThan(0)
    expect(JSON.parse(property('ids') ?? '')[0]).toBe(known)
  })

  test('tried out it brings one alert and keeps nothing', async () => {
    const { cases } = packageOf(await run({ args: trial }))
    expect(cases).toHaveLength(1)
    expect(kept().properties).toEqual({})
  })

  test('keeps no state of a package that nobody took', async () => {
    const child = start(script, { input: JSON.stringify(context()), args: real })
    child.stdout.destroy()
    const [code] = await once(child, 'close')
    expect(code).toBe(1)
    expect(kept().properties).toEqual({})
  })

  test('hands the package over also where the state cannot be kept, and says so', async () => {
    mkdirSync(path('sdk-full'))
    const secret = simulator().config.api2.client_secret ?? ''
    writeFileSync(
      path('sdk-full/sitecustomize.py'),
      `import SiemplifyUtils\ndef full(content):\n    raise Exception("500 Server Error for ${encodeURIComponent(secret)}")\nSiemplifyUtils.keep = full\n`,
    )
    const ended = await run({
      env: { PYTHONPATH: `${path('sdk-full')}:${environment().PYTHONPATH}` },
    })
    expect(packageOf(ended).cases.length).toBeGreaterThan(0)
    expect(ended.stderr).toContain('The state was not kept (Exception: 500 Server Error for ***)')
    expect(ended.code).toBe(0)
  })
})
