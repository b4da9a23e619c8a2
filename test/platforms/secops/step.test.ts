import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expand } from '../../../runtime/platforms/secops/step/expand.ts'
import type { PlaceholderContext } from '../../../runtime/platforms/secops/step/placeholder.ts'
import { readStep } from '../../../runtime/platforms/secops/step/step.ts'
import { run } from '../../support/cli.ts'
import { echoOnPlatform, platformData, platformText } from '../../support/secops.ts'

const context: PlaceholderContext = {
  Event: { from: 'mallory@x.test', 'event.id': 7, to: ['a', 'b'], held: true, nothing: null },
  alert: { name: 'A' },
  target_entities: [
    { item1: 'HOST', item2: 'HOSTNAME' },
    { item1: 'USER', item2: 'USERUNIQNAME' },
  ],
  Input: { note: '[Event.from]' },
  Search_1: {
    JsonResult: {
      rows: [
        { id: 'm-2', size: 5 },
        { id: 'm-1', size: '12' },
        { id: 'm/3', size: 1 },
      ],
    },
    ScriptResult: true,
  },
  Block: { Inner: { JsonResult: '[{"k": "v"}]' } },
  Ours: { is_success: false, json_result: [1, 2] },
}

function filled(text: string): string {
  return expand(text, context, (placeholder, reason) => {
    throw new Error(`${placeholder}: ${reason}`)
  })
}

describe('placeholders without a value', () => {
  test.each([
    ['[Event.subject]', 'the context has no such value'],
    ['[Gone_1.JsonResult]', 'the context has no such value'],
    ['[Search_1.JsonResult| "rows.colour"]', 'the JSON result has nothing at this path'],
    ['[Search_1.JsonResult| "rows" | DateFormat("yyyy")]', 'there is no function DateFormat'],
    ['[Search_1.JsonResult| "rows" | First(x)]', 'a number of values is needed'],
    ['[Search_1.JsonResult| "rows" | First(1, 2)]', 'First takes 0 to 1 arguments; got 2'],
    ['[Search_1.JsonResult| "rows" | Filter("id", "~", "x")]', 'Filter compares with'],
    ['[Search_1.JsonResult| "rows" | OrderBy("id", "UP")]', 'OrderBy goes ASC or DESC'],
  ])('%s: %s', (text, reason) => {
    expect(() => filled(text)).toThrow(`${text}: ${reason}`)
  })
})

describe('placeholders', () => {
  test.each([
    ['[Event.from]', 'mallory@x.test'],
    ['<[Event.from]|[Event.event.id]>', '<mallory@x.test|7>'],
    ['[Event.to]', 'a,b'],
    ['[Event.held]', 'True'],
    ['[Event.nothing]', ''],
    ['[Alert.name]', 'A'],
    ['[Entity.Identifier]/[Entity.Type]', 'HOST,USER/HOSTNAME,USERUNIQNAME'],
    ['[Search_1.ScriptResult]', 'True'],
    ['[Ours.ScriptResult] [Ours.JsonResult]', 'False [1, 2]'],
    ['[Search_1.JsonResult| "rows.id"]', 'm-2,m-1,m/3'],
    ['[Search_1.JsonResult|"$.rows.id"|First(2)]', 'm-2,m-1'],
    ['[Search_1.JsonResult | "rows" | OrderBy("size", "DESC") | First() ]', '{"id": "m-1", "size": "12"}'],
    ['[Search_1.JsonResult| "rows" | Filter("size", ">", "4") | Count()]', '2'],
    ['[Search_1.JsonResult| "rows.size" | Max]-[Search_1.JsonResult| "rows.size" | Min()]', '12-1'],
    ['[Search_1.JsonResult| "rows.id" | Last(1) | toUpper() | replace("\\/", "_")]', 'M_3'],
    ['[Block.Inner.JsonResult| "k"]', 'v'],
    ['[[Event.from]]', '[mallory@x.test]'],
  ])('%s is %s', (text, value) => {
    expect(filled(text)).toBe(value)
  })

  test('that came in as data are left alone', () => {
    expect(filled('[Input.note]')).toBe('[Event.from]')
  })

  test.each([
    '[urgent] mail',
    'a[1.5]',
    '[Event]',
    '[Event.]',
    '[note.txt]',
    '[',
    ']',
    '[Event.from',
    '[Event.from | ???]',
  ])('are not what stands in other brackets: %s', (text) => {
    expect(filled(text)).toBe(text)
  })

  test('never fail on any text, and leave text without brackets as it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const out = expand(text, context, () => {})
        if (!text.includes('[')) expect(out).toBe(text)
      }),
    )
  })
})

const step = (parameters: object, more: object = {}) =>
  JSON.stringify({
    type: 'action',
    parameters: [
      { name: 'ScriptName', value: 'ExampleMail_Say' },
      { name: 'ScriptParametersEntityFields', value: JSON.stringify(parameters) },
    ],
    ...more,
  })

const echo = () => echoOnPlatform({ identifier: 'ExampleMail' })

describe('a step', () => {
  test.each([
    ['{', 'the file of --step: it is not JSON'],
    ['{"type": "condition"}', 'the step is of type "condition"'],
    ['{"type": "action"}', 'the step has no list "parameters"'],
    ['{"parameters": []}', 'the step has no "ScriptName"'],
    [
      step(
        {},
        {
          parameters: [
            { name: 'ScriptName', value: 'ExampleMail_Say' },
            { name: 'ScriptParametersEntityFields', value: '[1]' },
          ],
        },
      ),
      'must be the JSON text of an object',
    ],
  ])('that is none is refused: %s', async (text, reason) => {
    await expect(readStep(text, '', await echo())).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      values: { reason: expect.stringContaining(reason) },
    })
  })

  test('recorded from the content hub expands as the platform expands it', async () => {
    const recorded = platformData<{ parameters: Record<string, string> }>('playbook-step.expanded-invocation')
    const published = platformData<{ parameters: { name: string; value: string }[] }>('playbook-step.action')
    const text = published.parameters.find(({ name }) => name === 'ScriptParametersEntityFields')?.value ?? ''
    const data: PlaceholderContext = {
      Event: { event_network_email_from: 'sender1@example.test' },
      'Search Held Mail_1': { JsonResult: { rows: [{ id: 'm-001' }, { id: 'm-002' }] } },
    }
    for (const [name, value] of Object.entries(JSON.parse(text) as Record<string, unknown>)) {
      const written = typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value)
      expect(expand(written, data, () => {})).toBe(recorded.parameters[name])
    }
    expect(platformText('playbook-step.action')).toContain('"ScriptName"')
  })

  test('runs, with --step, over the context on standard input', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'soar-step-'))
    await writeFile(join(folder, 'step.json'), step({ Text: 'from [Event.from]', Loud: true, Times: 2 }))
    const integration = await echo()
    const open = async () => ({ integration })
    const stdin = JSON.stringify({ Event: { from: '[Event.from]' } })
    const { result } = await run(['--step', 'step.json'], { stdin, cwd: folder, open })
    expect(result).toMatchObject({
      is_success: true,
      json_result: { said: ['FROM [EVENT.FROM]', 'FROM [EVENT.FROM]'] },
    })

    const missing = await run(['--step', 'step.json'], { cwd: folder, open })
    expect(missing.result.error?.code).toBe('PARAMETER_INVALID')
    expect(missing.result.output_message).toContain(
      '"Text" asks for [Event.from]: the context has no such value',
    )
    const empty = await run(['--step', 'step.json', '--undefined', 'empty'], { cwd: folder, open })
    expect(empty.result.json_result).toMatchObject({ said: ['FROM', 'FROM'] })
    const absent = await run(['--step', 'gone.json'], { cwd: folder, open })
    expect([absent.code, absent.result.output_message]).toEqual([
      2,
      expect.stringContaining('cannot be read (ENOENT)'),
    ])
  })
})
