/** One file with two roles is refused before anything is written, whatever its names are. */
import { link, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { allCommands } from '../../runtime/faces/cli/commands.ts'
import { cli } from '../support/cli.ts'
import { echoRoot } from '../support/echo.ts'
import { needs } from '../support/needs.ts'
import { inShell } from '../support/shell.ts'

const TABLE = 'from,to\na@x.test,b\nc@x.test,d\n'
const env = { SOAR_ROOT: echoRoot, SOAR_LOG: 'silent' }

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soar-roles-'))
  await writeFile(join(folder, 't.csv'), TABLE)
  await symlink('t.csv', join(folder, 'soft.csv'))
  await link(join(folder, 't.csv'), join(folder, 'hard.csv'))
  await symlink('not-there-yet', join(folder, 'dangling'))
  await symlink('.', join(folder, 'folder'))
})

const say = 'rows say --column text=from --yes'.split(' ')

describe('named files', () => {
  test.each([
    ['--in t.csv --out t.csv', '--in and --out are the same file'],
    ['--in t.csv --out soft.csv', '--in and --out are the same file'],
    ['--in t.csv --out hard.csv', '--in and --out are the same file'],
    ['--in t.csv --out folder/t.csv', '--in and --out are the same file'],
    ['--in t.csv --out o --ledger hard.csv', '--in and --ledger are the same file'],
    ['--in t.csv --ledger not-there-yet --out dangling', '--out and --ledger are the same file'],
    ['--in t.csv --ledger l --out folder/l', '--out and --ledger are the same file'],
    ['--in t.csv --out o --request t.csv', '--in and --request are the same file'],
    ['--in t.csv --out o --ledger l --context l', '--ledger and --context are the same file'],
    ['--in t.csv --out soft.csv --connection a --connections t.csv', '--in and --out are the same file'],
    ['--in t.csv --out c --connection a --connections c', '--out and --connections are the same file'],
  ])('%s', async (words, sentence) => {
    const before = await readdir(folder)
    const { code, stderr } = await cli([...say, ...words.split(' ')], { cwd: folder, env })
    expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)])
    expect(await readFile(join(folder, 't.csv'), 'utf8')).toBe(TABLE)
    expect(await readdir(folder)).toEqual(before)
  })

  test('of a platform, in its variables', async () => {
    await writeFile(join(folder, 'part-0'), '{"text":"a"}\n')
    const variables = {
      INPUT_DATA_JSON_FOLDER_PATH: folder,
      OUTPUT_DATA_JSON_FILE_PATH: join(folder, 'folder/part-0'),
    }
    const { code, stderr } = await cli([...say, '--dialect', 'devo-file'], {
      cwd: folder,
      env: { ...env, ...variables },
    })
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('The table and the output file are the same file'),
    ])
    expect(await readFile(join(folder, 'part-0'), 'utf8')).toBe('{"text":"a"}\n')
  })

  test('that no option names: the connections file', async () => {
    const variables = { ...env, SOAR_CONNECTIONS: join(folder, 't.csv') }
    const { code, stderr } = await cli([...say, '--connection', 'a', '--out', 'soft.csv'], {
      cwd: folder,
      env: variables,
    })
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('--out and the connections file are the same file'),
    ])
    expect(await readFile(join(folder, 't.csv'), 'utf8')).toBe(TABLE)
  })

  test.each([
    ['mcp', '--audit', 'x', '--connections', 'x'],
    ['connect', 'feed', '--state', 'x', '--connections', 'folder/x'],
    ['run', 'say', '--context', 't.csv', '--step', 'hard.csv'],
  ])('of soar %s %s', async (...words) => {
    const { code, stderr } = await cli(words, { cwd: folder, env })
    expect([code, stderr]).toEqual([2, expect.stringContaining('are the same file')])
    expect((await readdir(folder)).includes('x')).toBe(false)
  })

  test('may be a device that holds nothing, and a key with its certificate', async () => {
    const dry = await cli([...say, '--in', '/dev/null', '--out', '/dev/null', '--in-format', 'jsonl'], {
      env,
    })
    expect([dry.code, dry.stderr]).toEqual([0, expect.stringContaining('"rows":0')])
    const words = ['simulate', '--tls-key', 't.csv', '--tls-cert', 't.csv']
    expect((await cli(words, { cwd: folder, env })).stderr).not.toContain('same file')
  })
})

describe('standard streams', needs('bash'), () => {
  const rows = 'soar rows say --column text=from --in-format csv --yes'

  test.each([
    [`${rows} --out t.csv < t.csv`, 'Standard input and --out are the same file'],
    [`${rows} --out hard.csv < t.csv`, 'Standard input and --out are the same file'],
    [`${rows} --ledger soft.csv < t.csv`, 'Standard input and --ledger are the same file'],
    [`${rows} < t.csv >> hard.csv`, 'Standard input and standard output are the same file'],
    [`${rows} --in t.csv >> t.csv`, '--in and standard output are the same file'],
    ['soar run say --context t.csv >> t.csv', '--context and standard output are the same file'],
    ['soar run say --context t.csv < hard.csv', 'Standard input and --context are the same file'],
    ["soar render '{{ a }}' --context t.csv >> t.csv", '--context and standard output are the same file'],
    ['soar connect feed --state t.csv >> t.csv', '--state and standard output are the same file'],
    ['soar mcp --audit t.csv >> t.csv', '--audit and standard output are the same file'],
  ])('%s', async (script, sentence) => {
    const { code, stderr } = await inShell(script, { env, cwd: folder })
    expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)])
    expect(await readFile(join(folder, 't.csv'), 'utf8')).toBe(TABLE)
  })

  test('of 5,001 rows that would be overwritten, not one is lost', async () => {
    const table = `from,to\n${'a@x.test,b\n'.repeat(5_001)}`
    await writeFile(join(folder, 't.csv'), table)
    const { code } = await inShell(`${rows} --out t.csv < t.csv`, { env, cwd: folder })
    expect(code).toBe(2)
    expect(await readFile(join(folder, 't.csv'), 'utf8')).toBe(table)
  })

  test('may be one terminal or one log', async () => {
    const { code } = await inShell('soar run say --param text=x < /dev/null > log 2>&1', { env, cwd: folder })
    expect(code).toBe(0)
    expect(await readFile(join(folder, 'log'), 'utf8')).toContain('"is_success":true')
  })
})

test('every option that takes a file is compared', async () => {
  const options = (await allCommands()).flatMap((command) => command.options)
  const files = options.filter(({ value, complete }) => value === 'FILE' || complete === 'file')
  expect(files.length).toBeGreaterThan(15)
  expect(files.filter(({ complete }) => complete !== 'file')).toEqual([])
  expect(files.filter(({ mayShare }) => mayShare).map(({ name }) => name)).toEqual(['tls-key', 'tls-cert'])
})

test('a CSV without a byte is no success, and the output of an earlier run stays', async () => {
  await writeFile(join(folder, 'empty.csv'), '')
  await writeFile(join(folder, 'out.csv'), 'earlier')
  const { code, stderr } = await cli([...say, '--in', 'empty.csv', '--out', 'out.csv'], { cwd: folder, env })
  expect([code, stderr]).toEqual([2, expect.stringContaining('The table is empty')])
  expect(await readFile(join(folder, 'out.csv'), 'utf8')).toBe('earlier')
})
