import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { toOptions } from '../../runtime/faces/cli/line/command.ts'
import { devoFile, devoPipe } from '../../runtime/platforms/devo/devo.ts'
import type { AnswerLine } from '../../runtime/platforms/table.ts'
import type { ParameterSpecs } from '../../runtime/schema/parameters.ts'
import { folderWith, rows } from '../support/rows.ts'
import { json, serve } from '../support/server.ts'

/** The recorded samples, to the letter (secops-samples/devo.*). */
const PIPE_OUTPUT = [
  '[result][meta]{"original_lhub_id": "1"}[/meta] {"has_error": false, "error": null, "result": "Success"}\n',
  '[result][meta]{"original_lhub_id": "2"}[/meta] {"has_error": true, "error": "Message ID is empty", "data": {"lhub_id": "2", "lhub_page_num": 0, "message_id": ""}}\n',
  `[result] {"has_error": true, "error": "Column 'message_id' is not present in the data", "data": null}\n`,
]
const FILE_OUTPUT = [
  '{"result": {"has_error": false, "error": null, "result": "Success"}, "stdout": "", "stderr": "connecting", "original_lhub_id": "1"}\n',
  '{"result": {"has_error": true, "error": "404 Not Found", "data": {"lhub_id": "2", "message_id": "m-002"}}, "stdout": "", "stderr": "", "original_lhub_id": "2"}\n',
]

const row = (id: string, columns: Record<string, unknown> = {}) => ({ index: 0, columns, id })
const success: AnswerLine = { has_error: false, error: null, error_code: null, fields: { result: 'Success' } }
const failure = (error: string, data: AnswerLine['data']): AnswerLine => ({
  ...success,
  has_error: true,
  error,
  fields: {},
  ...(data !== undefined && { data }),
})

const specs: ParameterSpecs = {
  message_id: { label: 'Message ID', description: '', type: 'list' },
  notify: { label: 'Notify', description: '', type: 'boolean' },
  limit: { label: 'Limit', description: '', type: 'integer' },
}

describe('lines', () => {
  test('of pipe mode are the recorded ones', () => {
    const lines = [
      devoPipe.print(success, row('1'), []),
      devoPipe.print(
        failure('Message ID is empty', { lhub_id: '2', lhub_page_num: 0, message_id: '' }),
        row('2'),
        [],
      ),
      devoPipe.print(devoPipe.missingColumn('message_id'), row('3'), []),
    ]
    expect(lines).toEqual(PIPE_OUTPUT)
  })

  test('of file mode are the recorded ones, with warnings of the run as stderr', () => {
    const lines = [
      devoFile.print(success, row('1'), ['connecting']),
      devoFile.print(failure('404 Not Found', { lhub_id: '2', message_id: 'm-002' }), row('2'), []),
    ]
    expect(lines).toEqual(FILE_OUTPUT)
  })

  test('have no row identity where the row has no name', () => {
    const nameless = { index: 0, columns: {} }
    expect(devoPipe.print(success, nameless, [])).toMatch(/^\[result\] \{/)
    expect(JSON.parse(devoFile.print(success, nameless, [])).original_lhub_id).toBeNull()
  })

  test('are ASCII, and tell our code where something failed', () => {
    const line = devoPipe.print({ ...failure('é', null), error_code: 'VENDOR_REJECTED' }, row('1'), [])
    expect(line).toContain('"error": "\\u00e9", "error_code": "VENDOR_REJECTED", "data": null}')
  })
})

const given = (options: Record<string, string>) =>
  toOptions(new Map(Object.entries(options).map(([name, value]) => [name, [value]])))

describe('parameters in the environment', () => {
  test('name a column, are a template, or a value as Python would take it', () => {
    const env = { ___message_id: 'ids', notify: 'Y', limit: '100.0', other: 'x', LIMIT: '7' }
    expect(devoPipe.bindings(env, specs, given({}))).toEqual({
      columns: { message_id: 'ids' },
      templates: {},
      constants: { notify: true, limit: 100 },
    })
    const templated = devoPipe.bindings({ message_id: '{{ ids }}', notify: '' }, specs, given({}))
    expect(templated).toEqual({ columns: {}, templates: { message_id: '{{ ids }}' }, constants: {} })
  })

  test('may have a prefix', () => {
    const { columns, constants } = devoPipe.bindings(
      { ___in_message_id: 'a', in_limit: '3', limit: '9' },
      specs,
      given({ 'env-prefix': 'in_' }),
    )
    expect([columns, constants]).toEqual([{ message_id: 'a' }, { limit: '3' }])
  })

  test('that are neither yes nor no, or no number, are left for the check', () => {
    expect(devoPipe.convert('perhaps', specs.notify)).toBe('perhaps')
    expect(devoPipe.convert('1e400', specs.limit)).toBe('1e400')
    expect(devoPipe.convert('-12.9', specs.limit)).toBe(-12)
  })
})

describe('a table of Devo', () => {
  const env = (more: Record<string, string>) => ({ SOAR_LOG: 'silent', ...more })

  test('in pipe mode is answered row by row; columns that are missing or bad have no row identity', async () => {
    const table = [
      { row: { lhub_id: '1', t: 'hi', n: '2.0' } },
      { row: { lhub_id: 2, n: 1 } },
      { row: { lhub_id: '3', t: 'ho', n: 'many' } },
      { nothing: 1 },
      { row: { t: 'nameless', n: 1 } },
    ]
    const { code, stdout } = await rows(['say', '--dialect', 'devo-pipe'], table, {
      env: env({ ___text: 't', ___times: 'n', loud: 'n' }),
    })
    const lines = stdout.trimEnd().split('\n')
    expect(code).toBe(1)
    expect(lines[0]).toMatch(
      /^\[result\]\[meta\]\{"original_lhub_id": "1"\}\[\/meta\] \{"has_error": false, "error": null, "said": \["hi", "hi"\]/,
    )
    expect(lines.slice(1, 3)).toEqual([
      `[result] {"has_error": true, "error": "Column 't' is not present in the data", "data": null}`,
      '[result] {"has_error": true, "error": "Invalid value for column n: [many]", "data": null}',
    ])
    expect(lines[3]).toContain('[result] {"has_error": true, "error": "Line 4 has no object \\"row\\".')
    expect(lines[4]).toMatch(/^\[result\] \{"has_error": false/)
  })

  test('has one line for each missing column', async () => {
    const { stdout } = await rows(['say', '--dialect', 'devo-pipe'], [{ row: { lhub_id: '1' } }], {
      env: env({ ___text: 'a', ___greeting: 'b' }),
    })
    expect(stdout.match(/Column '[ab]' is not present/g)).toEqual([
      "Column 'a' is not present",
      "Column 'b' is not present",
    ])
  })

  test('sees reference values of the connection and the batch in its templates; columns win', async () => {
    const cwd = await folderWith({})
    const { chmod, writeFile } = await import('node:fs/promises')
    await writeFile(
      join(cwd, 'c.yaml'),
      'acme:\n  reference_values: { hostname: mail.acme.example, t: reference }\n',
    )
    await chmod(join(cwd, 'c.yaml'), 0o600)
    const words = ['--connection', 'acme', '--connections', 'c.yaml', '--batch-start', '2026-01-01T00:00:00Z']
    const { stdout } = await rows(
      ['say', '--dialect', 'devo-pipe', ...words],
      [{ row: { lhub_id: '1', t: 'col' } }],
      {
        env: env({ text: '{{ t }} {{ hostname }} {{ context.batch.start }}' }),
        cwd,
      },
    )
    expect(stdout).toContain('"said": ["col mail.acme.example 2026-01-01T00:00:00Z"]')
  })

  test('whose configuration is wrong is refused on stderr, as the platform reads it', async () => {
    const { code, stdout, stderr } = await rows(['call', '--param', 'path=/', '--dialect', 'devo-pipe'], [], {
      env: env({ ECHO_BASE_URL: 'nowhere' }),
    })
    const [line = ''] = stderr.split('\n')
    expect([code, stdout, line.slice(0, 9)]).toEqual([1, '', '[result] '])
    expect(JSON.parse(line.slice(9))).toEqual({
      errors: [{ message: expect.stringContaining('"Base URL" must be a URL'), inputId: 'base_url' }],
      message: 'Integration validation failed.',
    })
  })

  test('whose variables are not UTF-8 is refused before a row is run: all of them at once, columns and paths too', async () => {
    const table = [{ row: { lhub_id: '1', 'm\uFFFD': 'x' } }]
    const { code, stdout, stderr } = await rows(['say', '--dialect', 'devo-pipe'], table, {
      env: env({ ___text: 'm\uFFFD', greeting: 'h\uFFFD', tone: 'Calm' }),
    })
    const [line = ''] = stderr.split('\n')
    expect([code > 0, stdout]).toEqual([true, ''])
    expect(JSON.parse(line.slice(9)).errors).toEqual([
      { message: expect.stringContaining('variable ___text for "Text" is not UTF-8'), inputId: 'text' },
      {
        message: expect.stringContaining('variable greeting for "Greeting" is not UTF-8'),
        inputId: 'greeting',
      },
    ])
    const file = await rows(['say', '--dialect', 'devo-file'], '', {
      env: env({ ___text: 't', OUTPUT_DATA_JSON_FILE_PATH: 'o\uFFFD' }),
    })
    expect([file.code, file.stderr]).toEqual([
      2,
      expect.stringContaining('The path in the variable OUTPUT_DATA_JSON_FILE_PATH is not UTF-8'),
    ])
  })

  test('in file mode goes from folder to file', async () => {
    const cwd = await folderWith({
      'part-0000': '{"lhub_id": "1", "t": "hi"}\n{"lhub_id": "2", "t": "ho"}\n',
      'part-0001': '{"lhub_id": "3", "t": "not read"}\n',
      other: '',
    })
    const options = { cwd, env: env({ ___text: 't', IN: cwd, OUT: 'out.json' }) }
    const words = ['say', '--dialect', 'devo-file', '--input-env', 'IN', '--output-env', 'OUT']
    expect((await rows(words, '', options)).code).toBe(0)
    const lines = (await readFile(join(cwd, 'out.json'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ original_lhub_id, result }) => [original_lhub_id, result.said])).toEqual([
      ['1', ['hi']],
      ['2', ['ho']],
    ])
  })

  test('in file mode without a folder has no rows; without a file for the answer it cannot begin', async () => {
    const cwd = await folderWith({})
    const options = {
      cwd,
      env: env({ ___text: 't', OUTPUT_DATA_JSON_FILE_PATH: 'out', INPUT_DATA_JSON_FOLDER_PATH: 'gone' }),
    }
    expect((await rows(['say', '--dialect', 'devo-file'], '', options)).code).toBe(0)
    expect(await readFile(join(cwd, 'out'), 'utf8')).toBe('')
    const { code, stderr } = await rows(['say', '--dialect', 'devo-file'], '', {
      cwd,
      env: env({ ___text: 't' }),
    })
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('OUTPUT_DATA_JSON_FILE_PATH with the output file is not set'),
    ])
  })

  test('is run once, without rows and identity, when that is asked for', async () => {
    const host = await serve((_, response) => json(response, { ok: 1 }))
    onTestFinished(() => host.close())
    const { stdout } = await rows(
      ['call', '--param', 'path=/', '--dialect', 'devo-pipe', '--once'],
      'not read',
      {
        env: env({ ECHO_BASE_URL: host.url }),
      },
    )
    expect(stdout).toBe('[result] {"has_error": false, "error": null, "status": 200, "body": {"ok": 1}}\n')
  })
})
