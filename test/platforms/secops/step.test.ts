import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { expand } from '../../../runtime/platforms/secops/step/expand.ts'
import type { PlaceholderContext } from '../../../runtime/platforms/secops/step/placeholder.ts'
import { readStep } from '../../../runtime/platforms/secops/step/step.ts'
import { run } from '../../support/cli.ts'
import { echoOnPlatform, platformData, platformText } from '../../support/secops.ts'

const context: PlaceholderContext = {
  Event: {
    from: 'mallory@x.test',
    'event.id': 7,
    to: ['a', 'b'],
    held: true,
    nothing: null,
    empty: '',
    day: '2024/02/30',
    at: '2024/07/20T10:00:00Z',
    iso: '2024-07-20T12:00:00+02:00',
    american: 'Jul 4, 2024 3:05 PM',
    day_first: '20.7.2024 at 09:30',
  },
  alert: {
    name: 'A',
    hosts: '-,a,b,-',
    eval: '-ok,ok,bad,-',
    dashes: '--TEST--ABC--',
    wide: '  hello world ',
    count: 3,
    severity: 'HIGH',
  },
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
  'Search (held), [all]+1': { JsonResult: [{ id: 'n-1' }] },
  'Count File hashes_1': { list_count: 4 },
  Scores: {
    JsonResult: [
      { id: 'A', score: 9, sev: 'HIGH' },
      { id: 'B', score: 10, sev: 'LOW' },
      { id: 'A', score: 3, sev: 'HIGH' },
    ],
  },
  Text: { JsonResult: '[{"k": "v"}, {"k": "w"}, {}]' },
  Deep: {
    JsonResult: [
      { at: { time: '2024-07-20T06:00:00Z' }, big: '12345678901234567890' },
      { at: { time: '2024-07-20T08:00:00Z' }, big: '12345678901234567891' },
    ],
  },
  Doubles: { JsonResult: [{ a: 1, b: 2 }, { b: 2, a: 1 }, { a: '1' }] },
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
    ['[Search_1.JsonResult| "rows" | Shuffle()]', 'unknown function Shuffle; use one of First, Last, Count'],
    ['[Search_1.JsonResult| "rows" | Max("colour")]', 'no entry has "colour"'],
    [
      '[Search_1.JsonResult| "rows.id" | getByIndex("3")]',
      'there is no entry 3; the last of the 3 entries is 2',
    ],
    ['[Search_1.JsonResult| "rows.id" | getByIndex("x")]', 'a position, counted from 0, is needed; got "x"'],
    ['[Search_1.JsonResult| "rows.id" | incrementValue(1)]', 'incrementValue adds numbers; got m-2 and 1'],
    ['[Alert.name | ifThenElse("is", "A", "x", "y")]', 'ifThenElse compares with ='],
    ['[Alert.name | DateFormat("yyyy/MM/dd")]', '"A" is not a date in the pattern "yyyy/MM/dd"'],
    ['[Event.day | DateFormat("yyyy/MM")]', 'a pattern of DateFormat must have year, month and day'],
    ['[Event.day | DateFormat("YYYY/MM/DD")]', 'DateFormat reads yyyy, MMMM, MMM, MM, M, dd'],
    ['[Event.day | DateFormat("yyyy/dd/MM")]', '"2024/02/30" is not a date in the pattern'],
    ['[Event.day | DateFormat("yyyy/MM/dd")]', '"2024/02/30" is not a date in the pattern'],
    ['[Event.day | toUnixtime()]', 'toUnixtime needs a date and time with a time zone'],
    ['[Scores.JsonResult| Max("score") | colour]', 'the JSON result has nothing at this path'],
    ['[Alert.name | toLowr]', 'the JSON result has nothing at this path'],
    // Results of steps that the context lacks.
    ['[Count File hashes.list_count]', 'the context has no such value'],
    ['[Step.anything]', 'the context has no such value'],
    ['[Search_2.ids]', 'the context has no such value'],
    ['[Block.Sender?.Ok]', 'the context has no such value'],
    ['[Search: held.list_count | First(1)]', 'the context has no such value'],
    ['[Input.Comment (Optional)]', 'the context has no such value'],
    ['[Search_1.JsonResult| "rows" | First(x)]', 'a number of values is needed'],
    ['[Search_1.JsonResult| "rows" | First(1, 2)]', 'First takes 0 to 1 arguments; got 2'],
    ['[Search_1.JsonResult| "rows" | Filter("id", "~", "x")]', 'Filter compares with'],
    ['[Search_1.JsonResult| "rows" | OrderBy("id", "UP")]', 'OrderBy must be ASC or DESC'],
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
    ['[Block.Inner.JsonResult| "$"]', '{"k": "v"}'],
    ['[[Event.from]]', '[mallory@x.test]'],
    ['[Search (held), [all]+1.JsonResult| "id"]', 'n-1'],
    ['[Alert.count]-[Count File hashes_1.list_count]', '3-4'],
    // The six of public playbooks, as their page describes them.
    ['[Alert.hosts| trimChars("-,")]', 'a,b'],
    ['[Alert.hosts| trimChars("-,") | split(",") | distinct()]', 'a,b'],
    ['[Alert.eval| trimChars("-,") | split(",") | distinct()]', 'ok,bad'],
    ['[Alert.dashes | trimChars("-")]', 'TEST--ABC'],
    ['[Scores.JsonResult| "id" | join(" | ")]', 'A | B | A'],
    ['[Scores.JsonResult| "id" | join(" \\" ")]', 'A " B " A'],
    ['[Scores.JsonResult| "id" | getByIndex("0")]', 'A'],
    ['[Scores.JsonResult| "id" | GETBYINDEX("0, 1")]', 'A,B'],
    ['[Event.empty| setIfEmpty("N/A")]', 'N/A'],
    ['[Event.nothing | setIfEmpty("-")]', '-'],
    ['[Event.absent | setIfEmpty("-")]', '-'],
    ['[Input.Sender Filter (Optional)| setIfEmpty("-")]', '-'],
    ['[Gone.JsonResult| "rows.id" | First(1) | setIfEmpty("none")]', 'none'],
    ['[Scores.JsonResult| "colour" | setIfEmpty("none")]', 'none'],
    ['[Event.from | setIfEmpty("-")]', 'mallory@x.test'],
    // The others of that page.
    ['[Scores.JsonResult| Max("score")]', '{"id": "B", "score": 10, "sev": "LOW"}'],
    ['[Scores.JsonResult| Min("score")]', '{"id": "A", "score": 3, "sev": "HIGH"}'],
    ['[Text.JsonResult| Max("k")]', '{"k": "w"}'],
    ['[Scores.JsonResult| Filter("sev","in","HIGH,LOW") | Count()]', '3'],
    ['[Scores.JsonResult| Filter("sev","in","HIGH, MEDIUM") | Count()]', '2'],
    ['[Scores.JsonResult| Filter("sev","not in","HIGH") | "id"]', 'B'],
    ['[Scores.JsonResult| max(score) | id]', 'B'],
    ['[Scores.JsonResult| Filter("sev","Not  In","HIGH")]', '{"id": "B", "score": 10, "sev": "LOW"}'],
    ['[Deep.JsonResult| Filter("at.time", ">", "2024-07-20T09:00:00+02:00") | Count()]', '1'],
    ['[Deep.JsonResult| Filter("big", "=", "12345678901234567891") | Count()]', '1'],
    [
      '[Deep.JsonResult| OrderBy("at.time", "DESC") | First()]',
      '{"at": {"time": "2024-07-20T08:00:00Z"}, "big": "12345678901234567891"}',
    ],
    ['[Doubles.JsonResult| Distinct()]', '{"a": 1, "b": 2},{"a": "1"}'],
    ['[Doubles.JsonResult| Distinct() | Count()]', '2'],
    ['[Alert.wide | trim()]', 'hello world'],
    ['[Alert.wide | trim() | substring(0, 5)]', 'hello'],
    ['[Alert.wide | trim() | substring(6)]', 'world'],
    ['[Alert.wide | trim() | Replace("world", "$&")]', 'hello $&'],
    ['[Alert.count | incrementValue(5)]-[Alert.count | incrementValue()]', '8-4'],
    ['[Alert.severity | ifThenElse("=", "HIGH", "High Priority", "Normal Priority")]', 'High Priority'],
    ['[Alert.count | ifThenElse(">", "70", "above", "below")]', 'below'],
    ['[Event.at | DateFormat("yyyy/MM/ddTHH:mm:ss")]', '2024-07-20 10:00:00'],
    ['[Event.american | DateFormat("MMM d, yyyy h:mm tt")]', '2024-07-04 15:05:00'],
    ['[Event.day_first | DateFormat("d.M.yyyy \'at\' HH:mm")]', '2024-07-20 09:30:00'],
    ['[Event.iso | toUnixtime()]-[Event.at | toUnixtime()]', '1721469600-1721469600'],
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
    '[mail.example.com]',
    '[user@example.test]',
    '[a.b, c.d]',
    '[{"a": "b.c"}]',
    '[https://x.example/a.b]',
    '[A-Za-z0-9.-]',
    '[invoice 2024.pdf]',
    '[[[[Event.from',
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

test('functions with any arguments over any values give text or a reason', () => {
  const names = [
    'First',
    'Last',
    'Min',
    'Filter',
    'OrderBy',
    'Distinct',
    'getByIndex',
    'setIfEmpty',
    'ifThenElse',
  ]
  const others = [
    'Replace',
    'trimChars',
    'substring',
    'split',
    'join',
    'incrementValue',
    'DateFormat',
    'toUnixtime',
  ]
  const argument = fc.oneof(fc.string(), fc.constantFrom('0', '1', '=', 'in', 'a', 'yyyy/MM/dd', "'", '\\'))
  const call = fc
    .tuple(fc.constantFrom(...names, ...others), fc.array(argument, { maxLength: 4 }))
    .map(([name, args]) => `${name}(${args.map((arg) => JSON.stringify(arg)).join(',')})`)
  fc.assert(
    fc.property(
      fc.array(call, { minLength: 1, maxLength: 4 }),
      fc.jsonValue({ maxDepth: 3 }),
      (calls, value) => {
        const data = { Step_1: { JsonResult: JSON.parse(JSON.stringify(value)) } }
        expect(typeof expand(`[Step_1.JsonResult| ${calls.join(' | ')}]`, data, () => {})).toBe('string')
      },
    ),
    { numRuns: 500 },
  )
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
    ['{', 'The step is not JSON'],
    ['- a', 'The step must be one object, in JSON or YAML.'],
    ['name: [', 'Invalid step, line 1, column'],
    ['', 'The step must be one object, in JSON or YAML.'],
    ['{"type": "condition"}', 'The step has the type "condition"'],
    ['{"type": "action"}', 'The step has no list "parameters"'],
    ['{"parameters": []}', 'The step has no "ScriptName"'],
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

  test('as YAML, which is how the content hub publishes it, is the same step', async () => {
    const published = platformData<object>('playbook-step.action')
    const integration = await echoOnPlatform({ identifier: 'ExampleMail' })
    const text = step(
      { Text: 'from [Event.from]', Loud: true },
      { ...published, type: 'action', parameters: undefined },
    )
    const data = JSON.parse(text)
    data.parameters = JSON.parse(step({ Text: 'from [Event.from]', Loud: true })).parameters
    const context = JSON.stringify({ Event: { from: 'x' } })
    const read = (written: string) => readStep(written, context, integration)
    const expected = await read(JSON.stringify(data))
    expect(await read(stringify(data))).toEqual(expected)
    expect(
      await read(`\uFEFF${stringify(data, { defaultStringType: 'QUOTE_SINGLE', lineWidth: 60 })}`),
    ).toEqual(expected)
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
    expect(missing.result.output_message).toContain('"Text" uses [Event.from]: the context has no such value')
    const empty = await run(['--step', 'step.json', '--undefined', 'empty'], { cwd: folder, open })
    expect(empty.result.json_result).toMatchObject({ said: ['FROM', 'FROM'] })
    // Told once, although the field is mandatory.
    expect(missing.result.error?.problems?.map(({ where }) => where)).toEqual(['text'])
    const absent = await run(['--step', 'gone.json'], { cwd: folder, open })
    expect([absent.code, absent.result.output_message]).toEqual([
      2,
      expect.stringContaining('of --step (ENOENT)'),
    ])
  })
})
