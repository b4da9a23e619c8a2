import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { checkCommand } from '../../../runtime/faces/cli/commands/check.ts'
import { copyEcho, type Folder, folderWith, say } from '../../support/author.ts'

/** The findings of a folder and its notes, without their number. */
async function findings({ root }: Folder): Promise<string[]> {
  const { out } = await say(checkCommand, { root, release: true })
  return out.trimEnd().split('\n').slice(0, -1)
}

/** The first 60 characters of each: place and beginning of the sentence. */
const starts = (lines: string[]) => lines.map((line) => line.slice(0, 60))

/** Every path into nested data. */
function placesOf(data: unknown, path: string[] = []): string[][] {
  if (data === null || typeof data !== 'object') return [path]
  return [path, ...Object.entries(data).flatMap(([key, value]) => placesOf(value, [...path, key]))]
}

/** A copy of nested data with another value at one place. */
function replaced(data: unknown, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) return value
  const copy = (Array.isArray(data) ? [...data] : { ...(data as object) }) as Record<string, unknown>
  copy[key] = replaced(copy[key], rest, value)
  return copy
}

describe('soar check', () => {
  test('says in one line that nothing is wrong', async () => {
    const said = await say(checkCommand, { root: copyEcho().root })
    expect(said).toEqual({ code: 0, out: '4 actions, 1 connector: no problems.\n', err: '' })
  })

  test('refuses a folder that is no integration, and says how to name one', async () => {
    const { root } = folderWith({ 'readme.txt': 'nothing here' })
    await expect(say(checkCommand, { root })).rejects.toMatchObject({
      code: 'INTEGRATION_INVALID',
      values: { root, reason: expect.stringContaining('--root or SOAR_ROOT') },
    })
  })

  test('ends with 1 and the number of findings', async () => {
    const echo = copyEcho()
    echo.remove('actions/say.ts')
    const said = await say(checkCommand, { root: echo.root })
    expect(said.code).toBe(1)
    expect(said.out).toMatch(/\n1 problem to fix\.\n$/)
  })

  test('answers one JSON object for programs', async () => {
    const echo = copyEcho()
    echo.remove('actions/say.ts')
    const said = await say(checkCommand, { root: echo.root, json: true })
    expect(JSON.parse(said.out)).toEqual({
      actions: 4,
      connectors: 1,
      findings: [
        {
          file: 'manifests/say.yaml',
          line: expect.any(Number),
          column: 1,
          message: expect.stringContaining('no module actions/say.ts'),
        },
      ],
      notes: [],
    })
  })
})

describe('a manifest', () => {
  test('with ten broken fields has ten findings, each at its place', async () => {
    const echo = copyEcho()
    echo.write(
      'manifests/say.yaml',
      `name: ''
description: Ten mistakes.
effect: reads
kind: conector
idempotent: sometimes
permissions: Echo
timeout_ms: 10
concurrency: 0
colour: blue
parameters:
  text: { label: Text, description: What to say., type: strng }
  to: { label: To, type: list }
output: { type: object, properties: {} }
messages: { success: Done. }
example: { parameters: {}, result: {} }
`,
    )
    expect((await findings(echo)).filter((line) => line.startsWith('manifests/say.yaml'))).toEqual([
      'manifests/say.yaml:1:7 "name" must have at least 1 characters; got "".',
      'manifests/say.yaml:3:9 "effect" must be one of "read", "write", "destructive"; got "reads". Did you mean "read"?',
      'manifests/say.yaml:4:7 "kind" must be one of "action", "connector"; got "conector". Did you mean "connector"?',
      'manifests/say.yaml:5:13 "idempotent" must be true or false; got "sometimes".',
      'manifests/say.yaml:6:14 "permissions" must be a list or comma-separated text; got "Echo".',
      'manifests/say.yaml:7:13 "timeout_ms" must be at least 1000; got 10.',
      'manifests/say.yaml:8:14 "concurrency" must be at least 1; got 0.',
      'manifests/say.yaml:9:1 "colour" is not allowed here. Fields that exist: docs/manifest.md.',
      expect.stringMatching(
        /^manifests\/say\.yaml:11:57 "parameters\.text\.type" must be one of .*"string"\?$/,
      ),
      'manifests/say.yaml:12:3 "parameters.to.description" is required.',
    ])
  })

  test('with ten parts that contradict each other has ten findings, each at its place', async () => {
    const echo = copyEcho()
    echo.write(
      'manifests/say.yaml',
      `name: Say
description: Ten contradictions.
effect: read
permissions: []
parameters:
  text: { label: Text, description: What to say., type: string, default: "{{ params.text | nothing }}" }
  words: { label: text, description: The same., type: string }
  times: { label: Times, description: How often., type: integer, default: many }
  tone: { label: Tone, description: How it sounds., type: string, enum: [Calm], default: Loud, enum_aliases: { quiet: Soft } }
  until: { label: Until, description: When., type: string, required_when: { mood: Angry } }
  code: { label: Code, description: A form., type: string, pattern: "(" }
inputs:
  length: "{{ params.text | length }}"
  text: { type: string, template: "x" }
output: { type: object, properties: {} }
messages:
  success: "Said {{ inputs.txt }} to {{ config.key }}."
example: { parameters: {}, result: {} }
`,
    )
    expect(starts(await findings(echo)).filter((line) => line.startsWith('manifests/say.yaml'))).toEqual([
      expect.stringMatching(/^manifests\/say\.yaml:6:74 Template: /),
      expect.stringMatching(/^manifests\/say\.yaml:7:3 "words" and "text" answer/),
      expect.stringMatching(/^manifests\/say\.yaml:8:75 Default: /),
      expect.stringMatching(/^manifests\/say\.yaml:9:90 The default is not one/),
      expect.stringMatching(/^manifests\/say\.yaml:9:119 "Soft" is not in enum/),
      expect.stringMatching(/^manifests\/say\.yaml:10:77 There is no parameter "mood"/),
      expect.stringMatching(/^manifests\/say\.yaml:11:69 This is not a regular/),
      expect.stringMatching(/^manifests\/say\.yaml:13:3 "length" is no parameter/),
      expect.stringMatching(/^manifests\/say\.yaml:14:9 "text" is a parameter/),
      expect.stringMatching(/^manifests\/say\.yaml:17:12 /),
      expect.stringMatching(/^manifests\/say\.yaml:17:12 /),
    ])
  })

  test('broken here and contradicting itself there is told both at once, and nothing that follows from either', async () => {
    const echo = copyEcho()
    echo.edit('manifests/say.yaml', 'effect: read', 'effect: reed')
    echo.edit(
      'manifests/say.yaml',
      'description: What to say., type: string',
      'description: What to say., type: strng',
    )
    echo.edit('manifests/say.yaml', 'default: 1', 'default: many')
    echo.edit('manifests/say.yaml', 'Whispered {{ inputs.text }}', 'Whispered {{ inputs.txt }}')
    expect(starts(await findings(echo))).toEqual([
      expect.stringMatching(/say\.yaml:3:9 "effect" must be one of/),
      expect.stringMatching(/say\.yaml:7:57 "parameters\.text\.type"/),
      expect.stringMatching(/say\.yaml:9:\d+ Default: "Times"/),
      expect.stringMatching(/say\.yaml:\d+:14 There is no input "txt"/),
    ])
  })

  test('with anything at all in the place of anything has findings or none, and never ends the check', async () => {
    const echo = copyEcho()
    const whole = parse(echo.read('manifests/say.yaml'))
    const places = placesOf(whole)
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 2 }), async (place, value) => {
        echo.write('manifests/say.yaml', stringify(replaced(whole, place, value)))
        const said = await say(checkCommand, { root: echo.root })
        expect([0, 1]).toContain(said.code)
        expect(said.out.trimEnd().split('\n').slice(0, -1)).toSatisfy((lines: string[]) =>
          lines.every((line) => /^[\w/.-]+:\d+:\d+ \S/.test(line)),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('with a template that is not quoted is told to quote it', async () => {
    const echo = copyEcho()
    echo.edit(
      'manifests/call.yaml',
      'success: "Called {{ inputs.path }}: {{ result.status }}."',
      'success: {{ x }}',
    )
    expect(await findings(echo)).toEqual([
      'manifests/call.yaml:20:13 This is read as a map, not as a template: put the template in quotes, "{{ … }}".',
    ])
  })

  test('without permissions is asked for them: an empty list is an answer, silence is not', async () => {
    const echo = copyEcho()
    echo.edit('manifests/count.yaml', '\npermissions: []\n', '')
    expect(starts(await findings(echo))).toEqual([
      'manifests/count.yaml:3:1 Say under "permissions" which the r',
    ])
  })
})

describe('manifest, module and test', () => {
  test('a module that is gone is missed where the manifest begins', async () => {
    const echo = copyEcho()
    echo.remove('actions/count.ts')
    expect(await findings(echo)).toEqual([
      'manifests/count.yaml:1:1 There is no module actions/count.ts. Write actions/count.ts with an exported function "run", or delete the manifest.',
    ])
  })

  test('a module in the folder of the other kind is to be moved', async () => {
    const echo = copyEcho()
    echo.write('actions/feed.ts', echo.read('connectors/feed.ts'))
    echo.remove('connectors/feed.ts')
    expect(await findings(echo)).toEqual([
      'manifests/feed.yaml:3:1 There is no module connectors/feed.ts. It is of kind: connector, so move actions/feed.ts to connectors/, or change its kind.',
    ])
  })

  test('a module without a manifest is named', async () => {
    const echo = copyEcho()
    echo.write('connectors/stray.ts', 'export const run = () => ({ result: {} })\n')
    expect(starts(await findings(echo))).toEqual([
      'connectors/stray.ts:1:1 There is no manifests/stray.yaml. Wr',
    ])
  })

  test('a module that exports no run, and one that cannot be loaded, are named', async () => {
    const echo = copyEcho()
    echo.write('actions/count.ts', 'export const walk = () => ({ result: {} })\n')
    echo.write('actions/say.ts', "import './missing.ts'\nexport const run = () => ({ result: {} })\n")
    expect(await findings(echo)).toEqual([
      'actions/count.ts:1:1 It exports no function "run". Add one: the runtime calls it.',
      expect.stringMatching(/^actions\/say\.ts:1:1 actions\/say\.ts cannot be loaded: .*missing\.ts/),
    ])
  })

  test('in a root with tests every action needs its own, and none may outlive its action', async () => {
    const echo = copyEcho()
    for (const id of ['call', 'count', 'misbehave', 'gone']) echo.write(`test/actions/${id}.test.ts`, '')
    echo.write('test/connectors/feed.test.ts', '')
    expect(starts(await findings(echo))).toEqual([
      'manifests/say.yaml:1:1 There is no test/actions/say.test.ts.',
      'test/actions/gone.test.ts:1:1 There is no manifests/gone.yam',
    ])
  })

  test('a file name that cannot be an id is named, and two ids with one type', async () => {
    const echo = copyEcho()
    echo.write('manifests/Say_Twice.yaml', echo.read('manifests/count.yaml'))
    echo.write('manifests/co-unt.yaml', echo.read('manifests/count.yaml'))
    echo.write('manifests/co-2.yaml', echo.read('manifests/count.yaml'))
    echo.write('manifests/co2.yaml', echo.read('manifests/count.yaml'))
    const ids = (await findings(echo)).filter((line) => line.endsWith('The id is the name of this file.'))
    expect(ids).toEqual([
      'manifests/Say_Twice.yaml:1:1 "Say_Twice" cannot be an id. Use small letters, digits and single dashes, such as say-twice. The id is the name of this file.',
      'manifests/co-2.yaml:1:1 "co-2" and "co2" would both have the type Co2. Use another id. The id is the name of this file.',
      'manifests/co2.yaml:1:1 "co2" and "co-2" would both have the type Co2. Use another id. The id is the name of this file.',
    ])
  })
})

describe('integration.yaml', () => {
  test('its own faults do not hide those of the manifests', async () => {
    const echo = copyEcho()
    echo.edit('integration.yaml', 'vendor: Echo', 'vendr: Echo')
    echo.edit('manifests/count.yaml', 'effect: read', 'effect: reed')
    expect(starts(await findings(echo))).toEqual([
      expect.stringMatching(/^integration\.yaml:\d+:1 "vendor" is required/),
      expect.stringMatching(/^integration\.yaml:6:1 "vendr" is not allowed/),
      expect.stringMatching(/^manifests\/count\.yaml:3:9 "effect" must be one of/),
    ])
  })

  test('what it names must exist: check, client, logo', async () => {
    const echo = copyEcho()
    echo.edit('integration.yaml', 'check: say', 'check: sing\nlogo: docs/logo.svg')
    echo.edit('integration.yaml', 'client: client/index', 'client: client/main')
    expect(await findings(echo)).toEqual([
      'integration.yaml:8:9 There is no module client/main.ts. Write it with an exported function "createClient".',
      'integration.yaml:10:8 There is no action "sing". Name one of call, count, feed, misbehave, say.',
      "integration.yaml:11:7 There is no file docs/logo.svg. Add it, or name another; the path is from the integration's folder.",
    ])
  })

  test('a client that exports no createClient is named', async () => {
    const echo = copyEcho()
    echo.write('client/index.ts', 'export const make = () => ({})\n')
    expect(await findings(echo)).toEqual([
      'client/index.ts:1:1 It exports no function "createClient". Add one: the runtime calls it.',
    ])
  })
})

describe('the texts of a further language', () => {
  const french = 'manifests/locales/fr.yaml'

  test('a language without a file, and a file without a language, are named', async () => {
    const echo = copyEcho()
    echo.edit('integration.yaml', 'locales: [en, fr]', 'locales: [en, ja]')
    expect(starts(await findings(echo))).toEqual([
      'integration.yaml:9:10 "integration" has no texts in "ja". Wr',
      'manifests/call.yaml:1:1 "call" has no texts in "ja". Write m',
      'manifests/count.yaml:1:1 "count" has no texts in "ja". Write',
      'manifests/feed.yaml:1:1 "feed" has no texts in "ja". Write m',
      'manifests/locales/fr.yaml:1:1 These texts are in "fr", which',
      'manifests/misbehave.yaml:1:1 "misbehave" has no texts in "ja',
      'manifests/say.yaml:1:1 "say" has no texts in "ja". Write man',
    ])
  })

  test('a text that is missing is a note: it falls back to English, and only a release requires it', async () => {
    const echo = copyEcho()
    echo.edit(french, '  name: Compter\n', '')
    expect(await say(checkCommand, { root: echo.root })).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^note: manifests\/locales\/fr\.yaml:\d+:1 "count" has no name .*\n4 a.*: no problems, 1 note\.\n$/,
      ),
    })
    const { out } = await say(checkCommand, { root: echo.root, json: true })
    expect(JSON.parse(out)).toMatchObject({ findings: [], notes: [{ file: french }] })
    expect(await say(checkCommand, { root: echo.root, release: true })).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^manifests\/locales\/fr\.yaml:.*\n1 problem to fix\.\n$/),
    })
  })

  test('every text that is missing is named with what to translate', async () => {
    const echo = copyEcho()
    echo.edit(french, '  name: Compter\n', '')
    echo.edit(french, 'break_at: { label: Casser à, description', 'break_at: { description')
    echo.edit(french, ', none: Rien à compter.', '')
    echo.edit(
      'manifests/count.yaml',
      'effect: read',
      'deprecated: Use say.\nnotes: [Rows are numbers.]\neffect: read',
    )
    expect(await findings(echo)).toEqual([
      expect.stringMatching(/fr\.yaml:\d+:1 "count" has no deprecated in "fr"\. Translate "Use say\."\.$/),
      expect.stringMatching(/fr\.yaml:\d+:1 "count" has no name in "fr"\. Translate "Count"\.$/),
      expect.stringMatching(
        /fr\.yaml:\d+:1 "count" has no notes\.0 in "fr"\. Translate "Rows are numbers\."\.$/,
      ),
      expect.stringMatching(
        /fr\.yaml:\d+:5 "count" has no parameters\.break_at\.label in "fr"\. Translate "Break At"\.$/,
      ),
      expect.stringMatching(
        /fr\.yaml:\d+:3 "count" has no messages\.none in "fr"\. Translate "Nothing to count\."\.$/,
      ),
    ])
  })

  test('an action without any text there is one finding, not one per text', async () => {
    const echo = copyEcho()
    const text = echo.read(french)
    echo.write(french, text.slice(0, text.indexOf('feed:')))
    expect(await findings(echo)).toEqual([
      'manifests/feed.yaml:1:1 "feed" has no texts in "fr". Write manifests/feed.fr.yaml with name, description, parameters.max_alerts.label, parameters.max_alerts.description, messages.success.',
    ])
  })

  test('texts of what is not there are named: action, parameter, message, setting', async () => {
    const echo = copyEcho()
    echo.edit(french, 'call:\n', 'gone:\n  name: Parti\ncall:\n')
    echo.edit(french, '    rows: {', '    lines: { label: Lignes, description: Lignes. }\n    rows: {')
    echo.edit(french, 'none: Rien', 'nothing: Rien., none: Rien')
    echo.edit(french, '  config:\n', '  config:\n    user: { label: Nom, description: Nom. }\n')
    expect((await findings(echo)).map((line) => line.replace(/^\S+ /, ''))).toEqual([
      'The manifest of "integration" has no config.user.label. Rename or delete it.',
      'The manifest of "integration" has no config.user.description. Rename or delete it.',
      'The manifest of "count" has no parameters.lines.label. Rename or delete it.',
      'The manifest of "count" has no parameters.lines.description. Rename or delete it.',
      'The manifest of "count" has no messages.nothing. Rename or delete it.',
      'There is no action "gone". Rename or delete these texts.',
    ])
  })

  test('a sentence uses the variables of the English one, no fewer and no others', async () => {
    const echo = copyEcho()
    echo.edit(
      french,
      '"{{ inputs.path }} appelé : {{ result.status }}."',
      '"{{ inputs.body }} appelé : {{ result.status }}."',
    )
    expect(await findings(echo)).toEqual([
      expect.stringMatching(
        /fr\.yaml:\d+:24 It lacks {{ inputs\.path }}\. The manifest's sentence has no {{ inputs\.body }}\. Use the same variables\.$/,
      ),
    ])
  })

  test('a sentence that is no template, and a text of the wrong shape, are named', async () => {
    const echo = copyEcho()
    echo.edit(french, '"{{ inputs.path }} a refusé."', '"{{ inputs.path "')
    expect(await findings(echo)).toEqual([expect.stringMatching(/fr\.yaml:\d+:84 Template: /)])
    echo.edit(french, '  name: Compter', '  name: [Compter]')
    expect(await findings(echo)).toEqual([expect.stringMatching(/fr\.yaml:\d+:9 "count\.name" must be text/)])
  })
})
