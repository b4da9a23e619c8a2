import { appendFile, cp, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cli, run } from '../../support/cli.ts'
import { echoRoot } from '../../support/echo.ts'

describe('soar list', () => {
  test('one line per action, connectors after them', async () => {
    const { code, stdout } = await cli(['list'])
    expect(code).toBe(0)
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/ {2,}/).slice(0, 3)),
    ).toEqual([
      ['call', 'write', 'Call'],
      ['count', 'read', 'Count'],
      ['misbehave', 'write', 'Misbehave'],
      ['say', 'read', 'Say'],
      ['feed', 'connector', 'Feed'],
    ])
  })

  test('fits a terminal, in the language that is asked for', async () => {
    const { stdout } = await cli(['list', '--locale', 'fr'], { tty: { stdout: true }, columns: 40 })
    for (const line of stdout.trimEnd().split('\n')) expect(line.length).toBeLessThanOrEqual(40)
    expect(stdout).not.toBe((await cli(['list'], { tty: { stdout: true }, columns: 40 })).stdout)
  })

  test('as JSON', async () => {
    const entries = JSON.parse((await cli(['list', '--json'])).stdout)
    expect(entries[0]).toEqual({
      id: 'call',
      name: 'Call',
      kind: 'action',
      effect: 'write',
      idempotent: false,
      description: 'Posts to the address of the configuration and answers what came back.',
      permissions: ['Echo | Call'],
      parameters: [
        { name: 'path', label: 'Path', type: 'string', required: true },
        { name: 'body', label: 'Body', type: 'json', required: false },
      ],
    })
    const say = entries.find(({ id }: { id: string }) => id === 'say')
    expect(say.parameters).toContainEqual({
      name: 'until',
      label: 'Until',
      type: 'string',
      required: false,
      required_when: { tone: 'Angry' },
    })
  })

  test('marks what is deprecated, and one broken manifest hides no other', async () => {
    const root = join(await mkdtemp(join(tmpdir(), 'soar-')), 'echo')
    await cp(echoRoot, root, { recursive: true })
    const manifest = join(root, 'manifests/count.yaml')
    await writeFile(manifest, 'name: Count\n')
    await appendFile(join(root, 'manifests/call.yaml'), '\ndeprecated: Use Say.\n')
    const { code, stdout, stderr } = await cli(['list'], { root })
    expect(code).toBe(1)
    expect(stdout).toMatch(/^call +write +Call +Deprecated\. Use Say\.$/m)
    expect(stdout).toContain('say')
    expect(stderr).toContain('Invalid manifest of "count": manifests/count.yaml:1:1')
  })
})

describe('soar show', () => {
  test('its sample request can be piped back into run', async () => {
    const { stdout } = await cli(['show', 'say', '--request'])
    expect(JSON.parse(stdout)).toEqual({ action: 'say', parameters: { text: 'hi', times: 2 } })
    const { result } = await run([], { stdin: stdout })
    expect(result.json_result).toMatchObject({ said: ['hi', 'hi'] })
  })

  test('tells parameters with their rules, result, messages, permissions and the request', async () => {
    const { stdout } = await cli(['show', 'say'])
    for (const part of [
      'Say (say), action: reads only',
      '[string; required; also "Text", "Message", "Words"]',
      '[integer; at least 1; at most 5; default 1; also "Times"]',
      'one of: Calm, Angry',
      'required when Tone is Angry',
      '[string; secret; also "Password"]',
      "default {{ context.greeting | default('hello') }}",
      '"action": "say"',
    ]) {
      expect(stdout.replace(/\n +/g, ' ').replaceAll('{ "', '"')).toContain(part)
    }
    expect((await cli(['show', 'call'])).stdout).toContain('\nPermissions\n  Echo | Call\n')
  })

  test('as JSON, in another language', async () => {
    const { stdout } = await cli(['show', 'say', '--json', '--locale', 'fr'])
    const shown = JSON.parse(stdout)
    expect(shown).toMatchObject({ id: 'say', kind: 'action', effect: 'read', request: { action: 'say' } })
    expect(shown.parameters.map(({ name }: { name: string }) => name)).toContain('text')
    expect(stdout).not.toBe((await cli(['show', 'say', '--json'])).stdout)
  })

  test('an unknown action is told with the nearest', async () => {
    const { code, stderr } = await cli(['show', 'sya'])
    expect([code, stderr]).toEqual([
      1,
      'soar: There is no action "sya" in Echo. Did you mean "say"? `soar list` shows all actions.\n',
    ])
  })
})

describe('soar render', () => {
  test.each([
    ['{{ 1 + }}', '{}', /^soar: line 1, column 8: .*\n {2}\{\{ 1 \+ \}\}\n {9}\^\n$/],
    ['a\n{{ gone }}', '{}', /^soar: line 2, column 4: "gone" is undefined.*default/],
    ["{{ ''.constructor }}", '{}', /^soar: line 1, column \d+: /],
    ['{{ 件名.x.y }}', '{"件名":{}}', /\n {2}\{\{ 件名\.x\.y \}\}\n {5}\^{6}\n$/],
    ['{{ event.fron | lower }}', '{"event":{}}', /\n {2}\{\{ event\.fron .*\n {5}\^{10}\n$/],
  ])('%j fails with the place and the remedy', async (template, stdin, told) => {
    const { code, stdout, stderr } = await cli(['render', template], { stdin })
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(told)
  })

  test.each([
    ['[1]', 'The context from standard input must be one JSON object.'],
    ['{"a":', 'The context from standard input is not JSON'],
  ])('a context of %s is refused', async (stdin, sentence) => {
    const { code, stderr } = await cli(['render', 'x'], { stdin })
    expect(code).toBe(2)
    expect(stderr).toContain(sentence)
  })

  test.each([
    ['{{ a }} {{ b }}', '{"a":3.0,"b":true}', '3.0 True'],
    ['text\n\n', '', 'text\n'],
    ['{{ "ü" * 3 }}', '\uFEFF{}', 'üüü'],
  ])('prints %j byte for byte', async (template, stdin, text) => {
    expect(await cli(['render', template], { stdin })).toEqual({ code: 0, stdout: text, stderr: '' })
  })

  test('ends the line on a terminal, reads files, and prints nothing for undefined names where that is wanted', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'soar-'))
    await writeFile(join(cwd, 'case.json'), '{"a":"file"}')
    const tty = { stdin: true, stdout: true }
    const words = ['render', '[{{ a }}{{ b }}]', '--context', 'case.json', '--undefined', 'empty']
    expect((await cli(words, { cwd, tty, stdin: 'not read' })).stdout).toBe('[file]\n')
  })

  test('formats in the language that is asked for', async () => {
    const { stdout } = await cli(['render', '{{ 1234.5 | number }}', '--locale', 'fr'])
    expect(stdout).toBe(new Intl.NumberFormat('fr').format(1234.5))
  })
})
