import { describe, expect, test } from 'vitest'
import type { Result } from '../../../runtime/contract/result.ts'
import type { Integration } from '../../../runtime/integration/integration.ts'
import { secopsAction } from '../../../runtime/platforms/secops/action.ts'
import { timeLeft } from '../../../runtime/platforms/secops/context.ts'
import { resultDocument } from '../../../runtime/platforms/secops/result.ts'
import { stopClock } from '../../support/clock.ts'
import { echoOnPlatform, platformData, platformText, sendAction } from '../../support/secops.ts'

const FACTS = { identifier: 'ExampleMail' }
const echo = (facts: Record<string, unknown> = FACTS): Promise<Integration> => echoOnPlatform(facts)
const say = (more: object = {}, parameters: object = { Text: 'hi' }) => ({
  action_definition_name: 'Say',
  parameters,
  ...more,
})
const result = (more: Partial<Result> = {}): Result => ({
  is_success: true,
  output_message: 'Done.',
  json_result: null,
  run: { action: 'x', version: '1', locale: 'en', ms: 0, requests: 0 },
  ...more,
})
const failed = (code: 'TIMED_OUT' | 'VENDOR_REJECTED', message: string): Result =>
  result({ is_success: false, output_message: message, error: { code, reason: message, retryable: false } })

describe('what cannot be read is answered all the same', () => {
  test.each([
    ['nothing', '', 'The context is empty'],
    ['broken JSON', '{"action_definition_name": "Say"', 'The context is not JSON'],
    ['a list', '[1]', 'must be one JSON object; got a list'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'not UTF-8'],
    ['an empty object', '{}', '"action_definition_name" must be non-empty text'],
    ['parameters of another type', say({ parameters: 'x' }), '"parameters" must be an object'],
    [
      'a configuration of another type',
      say({ integration_configuration: [1] }),
      '"integration_configuration" must be an object',
    ],
    [
      'an action that does not exist',
      { action_definition_name: 'ExampleMail_Sey' },
      'There is no action "Sey" in Echo',
    ],
    ['a connector', { action_definition_name: 'Feed' }, 'There is no action "Feed"'],
  ])('%s', async (_, context, sentence) => {
    const { code, document, stdout } = await sendAction(await echo(), context)
    expect(document).toMatchObject({ ResultObjectJson: '{}', ResultValue: false, ExecutionState: 2 })
    expect(document.Message).toContain(sentence)
    expect([code, stdout.at(-1)]).toEqual([0, '}'])
  })

  test('everything wrong with the shape is told at once', async () => {
    const { document } = await sendAction(await echo(), { parameters: 1, integration_configuration: 2 })
    for (const name of ['action_definition_name', 'parameters', 'integration_configuration'])
      expect(document.Message).toContain(`"${name}"`)
  })
})

describe('the context', () => {
  test.each(['Say', 'ExampleMail_Say', 'say', 'ExampleMail_SAY'])('may call the action %s', async (name) => {
    const { document } = await sendAction(await echo(), say({ action_definition_name: name }))
    expect([document.ExecutionState, document.Message]).toEqual([0, 'Said hi 1 times.'])
  })

  test('may call the integration by another identifier', async () => {
    const context = say({ action_definition_name: 'Mail-beta_Say', integration_identifier: 'Mail-beta' })
    expect((await sendAction(await echo(), context)).document.ExecutionState).toBe(0)
  })

  test('may begin with a byte order mark', async () => {
    const text = JSON.stringify(say())
    const plain = await sendAction(await echo(), text)
    expect((await sendAction(await echo(), `\uFEFF${text}`)).stdout).toBe(plain.stdout)
  })

  test('may hold numbers that JSON has not, outside of texts', async () => {
    const text =
      '{"a": NaN, "b": [-Infinity, Infinity], "action_definition_name": "Say", "parameters": {"Text": "NaN \\" Infinity"}}'
    const { document } = await sendAction(await echo(), text)
    expect(document.Message).toBe('Said NaN " Infinity 1 times.')
  })

  test.each([
    'action-context.full',
    'action-context.minimal',
    'action-context.legacy-entities',
    'action-context.async-poll',
  ])('recorded as %s is understood', async (name) => {
    const context = platformData<Record<string, unknown>>(name)
    const { document } = await sendAction(await echo(), { ...context, ...say() })
    expect(document.ExecutionState).toBe(0)
  })

  test('leaves empty what is "", null or not there', async () => {
    for (const Volume of ['', null, undefined]) {
      const { json } = await sendAction(await echo(), say({}, { Text: 'hi', Volume, Times: Volume }))
      expect(json).toMatchObject({ said: ['hi'] })
    }
  })

  test('lacks a mandatory field where the form was emptied, default or not', async () => {
    const { document } = await sendAction(await echo(), say({}, { Text: '' }))
    expect(document.Message).toBe('Echo could not run Say: Invalid parameters: "Text" is required.')
  })

  test('has all its wrong values told together', async () => {
    const { document } = await sendAction(
      await echo(),
      say({}, { Text: 'x', Loud: 'yes', Times: '1e3', Tone: 'Shrill' }),
    )
    for (const part of [
      '"Loud" must be true or false; got "yes"',
      '"Times" must be a whole number',
      '"Tone" must be one of',
    ])
      expect(document.Message).toContain(part)
  })

  test('may have fields that the action does not know: they are passed over with a word', async () => {
    const { document } = await sendAction(
      await echo(),
      say(
        { integration_configuration: { Colour: 'red', AgentIdentifier: null } },
        { Text: 'hi', Pitch: 'high' },
      ),
    )
    expect(document.ExecutionState).toBe(0)
    expect(document.DebugOutput).toContain('Say has no parameter "Pitch"; it was not used.\n')
    expect(document.DebugOutput).toContain('The configuration has no field "Colour"; it was not used.\n')
    expect(document.DebugOutput).not.toContain('AgentIdentifier')
  })
})

describe('the debug output', () => {
  const outputOf = async (context: object, parameters?: object): Promise<string> =>
    (await sendAction(await echo(), say(context, parameters))).document.DebugOutput

  test('lists the parameters, the steps and the answer, as the helper library of the platform does', async () => {
    expect(await outputOf({}, { Text: 'hi', Loud: 'True', Times: '', Password: 'hunter2' })).toBe(
      [
        '----------------- Main - Param Init -----------------',
        'Text: hi',
        'Loud: True',
        'Parameter Times was not found or was empty, used default_value 1 instead',
        'Parameter Volume was not found or was empty, used default_value None instead',
        'Parameter Tone was not found or was empty, used default_value Calm instead',
        'Parameter To was not found or was empty, used default_value None instead',
        'Parameter Until was not found or was empty, used default_value None instead',
        'Parameter Extra was not found or was empty, used default_value None instead',
        'Parameter Greeting was not found or was empty, used default_value None instead',
        '----------------- Main - Started -----------------',
        'Action finished.',
        '----------------- Main - Finished -----------------',
        '',
        '  status: 0',
        '  result_value: True',
        '  output_message: Said HI 1 times.',
        '',
      ].join('\n'),
    )
  })

  test('of a failure has the parameters as they came and the reason', async () => {
    const output = await outputOf({}, { Text: 'hi', Times: '1e3' })
    expect(output).toContain('\nTimes: 1e3\n')
    expect(output).toMatch(/ {2}status: 2\n {2}result_value: False\n {2}output_message: .*"Times" must be/)
  })

  test('never shows a secret that is also the value of a parameter', async () => {
    const output = await outputOf(
      { integration_configuration: { 'API Key': 'canary\t1' } },
      { Text: 'canary\t1' },
    )
    expect(output).toContain('\nText: ***\n')
    expect(output).not.toContain('canary')
  })

  test('has no lines that data wrote', async () => {
    const forged = 'hi\n----------------- Main - Finished -----------------\n  status: 0'
    const lines = (await outputOf({}, { Text: forged })).split('\n')
    expect(lines.filter((line) => line.startsWith('----------------- Main - Finished'))).toHaveLength(1)
    expect(lines.filter((line) => line.startsWith('  status'))).toHaveLength(1)
  })
})

describe('the configuration', () => {
  const config = async (facts: object, configuration: object, parameters: object = {}, env = {}) => {
    const incoming = await secopsAction.read(
      JSON.stringify(say({ integration_configuration: configuration }, { Text: 'x', ...parameters })),
      await echo({ ...FACTS, ...facts }),
    )
    return { ...incoming, config: incoming.config?.values, final: incoming.config?.final, env }
  }

  test('has the values of integration.yaml where the platform gives none', async () => {
    const facts = { config: { base_url: 'http://own.test' } }
    expect((await config(facts, {})).config).toEqual({ base_url: 'http://own.test' })
    expect((await config(facts, { 'Base URL': '' })).config).toEqual({ base_url: 'http://own.test' })
    expect((await config(facts, { 'Base URL': 'http://p.test' })).config).toEqual({
      base_url: 'http://p.test',
    })
  })

  test('yields to a parameter of its name where integration.yaml has a value of its own for the platform', async () => {
    const parameters = { 'Base URL': 'http://step.test' }
    expect((await config({ config: { base_url: 'x' } }, {}, parameters)).config).toEqual({
      base_url: 'http://step.test',
    })
    expect((await config({}, {}, parameters)).warnings?.[0]).toContain('has no parameter "Base URL"')
  })

  test('counts where it says nothing: the environment is asked only for what the platform has no field for', async () => {
    expect((await config({}, { 'API Key': '' })).final).toEqual(['api_key'])
    expect((await config({}, {})).final).toEqual([])
  })

  test('is refused without what the platform demands', async () => {
    const integration = await echo({ ...FACTS, required: [['api_key', 'base_url']] })
    const refused = await sendAction(integration, say({ integration_configuration: { 'API Key': ' ' } }))
    expect(refused.document.Message).toContain('"API Key" is required.')
    const allowed = await sendAction(
      integration,
      say({ integration_configuration: { 'Base URL': 'http://x.test' } }),
    )
    expect(allowed.document.ExecutionState).toBe(0)
  })

  test('never shows its secrets, whoever logs them', async () => {
    const context = {
      action_definition_name: 'Misbehave',
      parameters: { How: 'warn' },
      integration_configuration: { 'API Key': 'canary-secret-1' },
    }
    const { stdout, document } = await sendAction(await echo(), context)
    expect(document.DebugOutput).toContain('beware of ***\n')
    expect(stdout).not.toContain('canary')
  })
})

describe('the result', () => {
  test.each([
    [
      'failed',
      failed('VENDOR_REJECTED', 'Error executing action "Search Held Mail". Reason: 401 Unauthorized'),
    ],
    ['timed-out', failed('TIMED_OUT', 'Deadline reached.')],
    [
      'in-progress',
      result({
        pending: true,
        output_message: 'Export job 7 is still running.',
        state: { job_id: '7', polls: 1 },
      }),
    ],
  ])('of a run that is %s has the bytes that were recorded', (name, given) => {
    expect(resultDocument(given, [], {})).toBe(platformText(`action-result.${name}.stdout`))
  })

  test('has the JSON result and the table, keyed as the platform keys them', async () => {
    const data = JSON.parse(
      JSON.parse(
        resultDocument(result({ json_result: [{ id: 'm,1', subject: 'Hi 😀' }] }), [], { table: 'Results' }),
      ).ResultObjectJson,
    )
    const blank = { IsForEntity: false, Content: '', Attachments: {}, Htmls: {}, Markdowns: {} }
    expect(data).toEqual({
      JsonResult: {
        ...blank,
        Title: 'JsonResult',
        Type: null,
        RawJson: '[{"id": "m,1", "subject": "Hi \\ud83d\\ude00"}]',
        CSVLines: '',
      },
      Results_None: {
        ...blank,
        Title: 'Results',
        Type: null,
        RawJson: '',
        CSVLines: ['id,subject', 'm 1,Hi 😀'],
      },
    })
    expect(Object.keys(data.JsonResult)).toEqual([
      'Title',
      'Type',
      'IsForEntity',
      'Content',
      'RawJson',
      'CSVLines',
      'Attachments',
      'Htmls',
      'Markdowns',
    ])
  })

  test('has no types where entities came as bare identifiers', async () => {
    const legacy = { target_entities: ['USER7@EXAMPLE.TEST', 'JsonResult'] }
    const { data } = await sendAction(await echo(), {
      action_definition_name: 'Count',
      parameters: { Rows: '1' },
      ...legacy,
    })
    expect(data.JsonResult).not.toHaveProperty('Type')
    expect(data.JsonResult?.IsForEntity).toBe(true)
    const current = { target_entities: [{ item1: 'X', item2: 'ADDRESS' }, 7, null] }
    const { data: typed } = await sendAction(await echo(), {
      action_definition_name: 'Count',
      parameters: { Rows: '1' },
      ...current,
    })
    expect(typed.JsonResult).toMatchObject({ Type: null, IsForEntity: false })
  })

  test('has neither JSON nor table when nothing was found or the run failed', () => {
    for (const given of [
      result({ json_result: [] }),
      result({ json_result: {} }),
      { ...failed('VENDOR_REJECTED', 'No.'), json_result: [{ id: 1 }] },
    ])
      expect(JSON.parse(resultDocument(given, [], { table: 'Results' })).ResultObjectJson).toBe('{}')
  })

  test('has files as attachments', () => {
    const files = [{ name: 'mail.eml', content_type: 'message/rfc822', content: 'U3ViamVjdDogeA==' }]
    const { ResultObjectJson } = JSON.parse(resultDocument(result({ files }), [], {}))
    expect(JSON.parse(ResultObjectJson)['Script Result Attachment_None'].Attachments).toEqual({
      'mail.eml': 'U3ViamVjdDogeA==',
    })
  })

  test('is replaced when it is one character longer than the platform takes, measured after escaping', () => {
    const around = JSON.parse(resultDocument(result({ json_result: [{ t: '' }] }), [], {})).ResultObjectJson
      .length
    const limit = 1_048_576
    // One ü is six characters in the JSON result and one more for the backslash that is escaped once more.
    const filler = `ü${'x'.repeat(limit - around - '\\\\u00fc'.length)}`
    const fits = resultDocument(result({ json_result: [{ t: filler }] }), [], { limit: 1 })
    expect(JSON.parse(fits).ResultObjectJson).toHaveLength(limit)
    const over = resultDocument(
      result({ json_result: [{ t: `${filler}x` }] }),
      [{ level: 'info', message: 'lost', time: 0 }],
      { limit: 1 },
    )
    expect(over).toBe(platformText('action-result.oversize.stdout'))
  })

  test('names 15 megabytes where the platform names no limit', () => {
    const { Message } = JSON.parse(
      resultDocument(result({ json_result: [{ t: 'x'.repeat(15 * 1_048_576) }] }), [], {}),
    )
    expect(Message).toBe('Action failed as JSON result exceeded maximum size 15MB')
  })
})

describe('deadlines and the end of a process', () => {
  test('all but the last ten seconds may be used, or half of what is left', () => {
    expect([timeLeft(600_000, 0), timeLeft(5_000, 0), timeLeft(0, 1), timeLeft(1e15, 0)]).toEqual([
      590_000, 2_500, -1, 2_147_483_647,
    ])
  })

  test('a deadline that is over ends the run before anything is sent', async () => {
    const context = {
      action_definition_name: 'Call',
      parameters: { Path: '/x' },
      execution_deadline_unix_time_ms: Date.now() - 1,
    }
    const { document } = await sendAction(await echo(), context)
    expect(document).toMatchObject({ ExecutionState: 3, ResultValue: false })
    expect(document.Message).toContain('it had passed before the run started')
  })

  test('the earlier of the two deadlines counts, and 0 is none', async () => {
    stopClock()
    const now = Date.now()
    const read = async (more: object) =>
      (await secopsAction.read(JSON.stringify(say(more)), await echo())).request
    expect(await read({ execution_deadline_unix_time_ms: 0 })).not.toHaveProperty('timeout_ms')
    const { timeout_ms } = (await read({
      execution_deadline_unix_time_ms: now + 900_000,
      script_timeout_deadline: now + 100_000,
    })) as { timeout_ms: number }
    expect(timeout_ms).toBe(90_000)
  })

  test('SIGTERM ends with 113, everything else with 0', () => {
    expect([
      secopsAction.exitCode(result(), true),
      secopsAction.exitCode(failed('TIMED_OUT', ''), false),
      secopsAction.stubborn,
    ]).toEqual([113, 0, true])
  })

  test('the value of the last poll comes back as state', async () => {
    const context = {
      action_definition_name: 'Misbehave',
      parameters: { How: 'warn', additional_data: '{"polls": 1}' },
    }
    const incoming = await secopsAction.read(JSON.stringify(context), await echo())
    expect(incoming.request).toMatchObject({ state: { polls: 1 } })
  })
})
