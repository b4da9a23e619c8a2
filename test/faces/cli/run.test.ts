import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cli, run } from '../../support/cli.ts'

const say = (more: object = {}) => JSON.stringify({ action: 'say', parameters: { text: 'hi' }, ...more })

describe('what is given to run', () => {
  test('comes as JSON on standard input, with or without a byte order mark', async () => {
    for (const stdin of [say(), `\uFEFF${say()}`, `\n ${say()} \n`]) {
      const { code, result, stderr } = await run([], { stdin, env: { SOAR_LOG: 'silent' } })
      expect([code, stderr]).toEqual([0, ''])
      expect(result).toMatchObject({ is_success: true, output_message: 'Said hi 1 times.' })
    }
  })

  test('may stand in arguments; they win over standard input', async () => {
    const { result } = await run(['say', '--param', 'text=ho', '--param', 'times:=2'], { stdin: say() })
    expect(result.json_result).toMatchObject({ said: ['ho', 'ho'] })
  })

  test('a parameter given twice is a list', async () => {
    const { result } = await run([
      'say',
      '--param=text=a',
      '--param=to=a@x.example',
      '--param=to=b@x.example',
    ])
    expect(result.json_result).toMatchObject({ inputs: { to: ['a@x.example', 'b@x.example'] } })
  })

  test('a value may hold further equal signs and nothing at all', async () => {
    const { result } = await run(['say', '--param', 'text=a=b=c', '--param', 'greeting='])
    expect(result.json_result).toMatchObject({ inputs: { text: 'a=b=c', greeting: 'hello' } })
  })

  test('standard input alone on a terminal is not waited for', async () => {
    const { result } = await run(['say', '--param', 'text=hi'], { stdin: 'not read', tty: { stdin: true } })
    expect(result.is_success).toBe(true)
  })

  test('keys of the context that look like numbers keep their place, from the request, a file and both', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'soar-'))
    await writeFile(join(cwd, 'case.json'), '{"c":{"y":1,"7":2,"3":3},"5":0}')
    const stdin = '{"context":{"b":{"x":1,"10":2,"\\u0032":3},"9":0}}'
    const words = ['say', '--template']
    const keysOf = '{{ context.b | list | join }} {{ context | list | join }}'
    const request = await run([...words, `text=${keysOf}`], { stdin })
    expect(request.result.json_result).toMatchObject({ said: ['x102 b9'] })
    const file = await run(
      [...words, 'text=x{{ context.c | list | join }} {{ context | list | join }}', '--context', 'case.json'],
      { cwd },
    )
    expect(file.result.json_result).toMatchObject({ said: ['xy73 c5'] })
    const both = await run([...words, `text=${keysOf}`, '--context', 'case.json'], { cwd, stdin })
    expect(both.result.json_result).toMatchObject({ said: ['x102 b9c5'] })
  })

  test('templates and a context file render, and 3.0 keeps its spelling', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'soar-'))
    await writeFile(join(folder, 'case.json'), '{"score": 3.0, "greeting": "moin"}')
    const { result } = await run(
      ['say', '--template', 'text=score {{ context.score }}', '--context', 'case.json'],
      {
        cwd: folder,
      },
    )
    expect(result.json_result).toMatchObject({ inputs: { text: 'score 3.0', greeting: 'moin' } })
  })

  test('an undefined name fails, and prints nothing where that is wanted', async () => {
    const words = ['say', '--template', 'text=[{{ context.missing }}]']
    expect((await run(words)).result.error?.code).toBe('TEMPLATE_FAILED')
    expect((await run([...words, '--undefined', 'empty'])).result.json_result).toMatchObject({ said: ['[]'] })
  })

  test('the language comes from --locale, the request, the environment, in this order', async () => {
    const fr = { SOAR_LOCALE: 'fr' }
    expect((await run([], { stdin: say(), env: fr })).result.run.locale).toBe('fr')
    expect((await run([], { stdin: say({ locale: 'en' }), env: fr })).result.run.locale).toBe('en')
    expect((await run(['--locale', 'fr'], { stdin: say({ locale: 'en' }) })).result.run.locale).toBe('fr')
  })

  test('--timeout ends a run that hangs', async () => {
    const { code, result } = await run(['misbehave', '--param', 'how=hang_politely', '--timeout', '20ms'])
    expect([code, result.error?.code]).toEqual([1, 'TIMED_OUT'])
  })

  test('--dry-run sends nothing', async () => {
    const { result } = await run(['call', '--param', 'path=/x', '--dry-run'], {
      env: { ECHO_API_KEY: 'canary-1' },
    })
    expect(result.dry_run?.request).toMatchObject({ method: 'POST', url: 'http://127.0.0.1:9/x' })
    expect(JSON.stringify(result)).not.toContain('canary')
  })
})

describe('what run refuses', () => {
  test.each([
    [['say', '--param', 'text'], '--param needs NAME=VALUE'],
    [['say', '--param', '=x'], '--param needs NAME=VALUE'],
    [['say', '--param', 'times:={'], '--param times:= must be JSON: '],
    [
      ['say', '--timeout', '30'],
      '--timeout must be a number with a unit, such as 500ms, 30s or 2m; got "30".',
    ],
    [['say', '--undefined', 'zero'], '--undefined must be error or empty; got "zero".'],
    [
      ['say', '--param', 'text=x', '--log-level', 'loud'],
      '--log-level must be debug, info, warn, error or silent; got "loud".',
    ],
    [['say', '--dialect', 'klingon'], 'Unknown dialect "klingon". Use one of: plain, secops.'],
    [['say', '--context', 'no-such-file'], '(ENOENT). Name a JSON file.'],
  ])('%j: %s', async (words, sentence) => {
    const { code, result } = await run(words)
    expect([code, result.error?.code, result.run.requests]).toEqual([2, 'REQUEST_INVALID', 0])
    expect(result.output_message).toContain(sentence)
  })

  test('two actions at once', async () => {
    const { code, result } = await run(['call'], { stdin: say() })
    expect(code).toBe(2)
    expect(result.output_message).toContain(
      'Two actions are named: "call" as an argument and "say" in the request',
    )
  })

  test.each([
    [
      'api_key=canary-2',
      '"API Key" is configuration, not a parameter: set it in the environment as ECHO_API_KEY',
    ],
    ['API Key=canary-2', '"API Key" is configuration'],
    ['password=canary-2', '"Password" is secret: send it in "parameters" on standard input.'],
    ['password:="canary-2"', '"Password" is secret'],
  ])('secrets in arguments: %s', async (pair, sentence) => {
    const { code, result, stdout, stderr } = await run(['say', '--param', 'text=x', '--param', pair])
    expect(code).toBe(2)
    expect(result.output_message).toContain(sentence)
    expect(result.output_message).toContain('the shell keeps them in its history')
    expect(stdout + stderr).not.toContain('canary')
  })

  test.each([
    [Buffer.from(say(), 'utf16le'), 'UTF-16 without a byte order mark'],
    [Buffer.from([0xff, 0xfe, 0x7b, 0x00, 0x22]), 'damaged UTF-16'],
    [Buffer.from([0x7b, 0xff, 0x7d]), 'not UTF-8 at line 1, column 2. Save it as UTF-8.'],
  ])('text in no encoding that is read: %j', async (stdin, sentence) => {
    const { code, result } = await run([], { stdin })
    expect([code, result.output_message]).toEqual([2, expect.stringContaining(sentence)])
  })

  test('standard input on a terminal without an action', async () => {
    const { code, result } = await run([], { tty: { stdin: true } })
    expect(code).toBe(2)
    expect(result.output_message).toContain('No action. Name one')
  })
})

describe('how run answers', () => {
  test('on a terminal with the case-wall view, with --json with JSON', async () => {
    const tty = { stdout: true }
    const { stdout } = await cli(['run', 'count', '--param', 'rows=2'], {
      tty,
      env: { NO_COLOR: '1' },
      columns: 40,
    })
    expect(stdout).toMatch(/^✔ Counted 2 rows\.\n\nnumber\n──────\n1\n2\n\ncount 0\.1\.0 · 2 rows · /)
    expect((await run(['count', '--param', 'rows=2', '--json'], { tty })).result.is_success).toBe(true)
  })

  test('logs as JSON lines on stderr: info when piped, warnings on a terminal, nothing when silent', async () => {
    const words = ['misbehave', '--param', 'how=warn']
    const levels = ({ stderr }: { stderr: string }) =>
      stderr
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line).level)
    expect(levels(await run(words))).toEqual(['warn', 'info'])
    expect(levels(await run(words, { tty: { stderr: true } }))).toEqual(['warn'])
    expect(levels(await run(words, { env: { SOAR_LOG: 'error' } }))).toEqual([])
    expect(levels(await run([...words, '--log-level', 'silent']))).toEqual([])
  })

  test('stops when it is asked to, with a result', async () => {
    const { code, result } = await run(['misbehave', '--param', 'how=hang_politely'], {
      onStop: (stop) => {
        setImmediate(stop)
        return () => {}
      },
    })
    expect([code, result.error?.code]).toEqual([1, 'CANCELLED'])
  })
})
