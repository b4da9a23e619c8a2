import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { scaffold } from '../../../runtime/authoring/scaffold.ts'
import { checkCommand } from '../../../runtime/faces/cli/commands/check.ts'
import { newCommand } from '../../../runtime/faces/cli/commands/new.ts'
import { loadIntegration } from '../../../runtime/integration/folder.ts'
import { runAction } from '../../../runtime/run/run-action.ts'
import { copyEcho, type Folder, folderWith, say } from '../../support/author.ts'
import { cli } from '../../support/cli.ts'

const repository = join(import.meta.dirname, '../../..')

/** A copy of echo with a folder for tests and nothing in it that a new action has to do with. */
function testedEcho(): Folder {
  const echo = copyEcho()
  for (const id of ['call', 'count', 'misbehave', 'say']) echo.write(`test/actions/${id}.test.ts`, '')
  echo.write('test/connectors/feed.test.ts', '')
  echo.edit('integration.yaml', 'locales: [en, fr]', 'locales: [en]')
  echo.remove('manifests/locales')
  return echo
}

const contents = (folder: Folder) =>
  Object.fromEntries(folder.files().map((path) => [path, folder.read(path)]))

describe('soar new refuses, and writes nothing', () => {
  test('a folder that is no integration', async () => {
    const folder = folderWith({ 'readme.txt': 'nothing here' })
    await expect(say(newCommand, { root: folder.root, id: 'get-thing' })).rejects.toMatchObject({
      code: 'INTEGRATION_INVALID',
    })
    expect(folder.files()).toEqual(['readme.txt'])
  })

  test.each([
    ['Get Thing', 'such as get-thing.'],
    ['get_thing', 'such as get-thing.'],
    ['-', 'such as get-thing.'],
    ['../evil', 'such as evil.'],
    ['json', 'is a word of the product itself.'],
    ['co2', '"co2" and "co-2" would both have the type Co2.'],
  ])('the id %s', async (id, reason) => {
    const echo = testedEcho()
    echo.write('manifests/co-2.yaml', echo.read('manifests/say.yaml'))
    const before = contents(echo)
    const said = await say(newCommand, { root: echo.root, id })
    expect(said).toEqual({ code: 2, out: '', err: expect.stringContaining(reason) })
    expect(contents(echo)).toEqual(before)
  })

  test('an effect that does not exist, and an empty name', async () => {
    const { root } = testedEcho()
    expect(await cli(['new', 'get-thing', '--effect', 'reads', '--root', root])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'soar: --effect must be read, write or destructive; got "reads".\n',
    })
    expect(await say(newCommand, { root, id: 'get-thing', name: ' ' })).toMatchObject({ code: 2, out: '' })
  })

  test.each(['manifests/get-thing.yaml', 'actions/get-thing.ts', 'test/actions/get-thing.test.ts'])(
    'to write over %s',
    async (path) => {
      const echo = testedEcho()
      echo.write(path, path.endsWith('.yaml') ? echo.read('manifests/count.yaml') : '// mine')
      const before = contents(echo)
      const said = await say(newCommand, { root: echo.root, id: 'get-thing' })
      expect(said).toEqual({
        code: 1,
        out: '',
        err: `soar: ${path} already exists. Choose another id. Nothing was written.\n`,
      })
      expect(contents(echo)).toEqual(before)
    },
  )

  test('an integration whose other manifests are wrong, naming what to correct', async () => {
    const echo = testedEcho()
    echo.edit('manifests/count.yaml', 'effect: read', 'effect: reed')
    const before = contents(echo)
    const said = await say(newCommand, { root: echo.root, id: 'get-thing' })
    expect(said).toEqual({
      code: 1,
      out: '',
      err: expect.stringMatching(/^manifests\/count\.yaml:3:9 .*\nsoar: nothing was written\. /),
    })
    expect(contents(echo)).toEqual(before)
  })
})

describe('soar new', () => {
  test('writes three files, the generated ones anew, and touches nothing else', async () => {
    const echo = testedEcho()
    const before = contents(echo)
    const said = await say(newCommand, { root: echo.root, id: 'get-thing' })
    expect(said).toEqual({
      code: 0,
      out: [
        'wrote manifests/get-thing.yaml',
        'wrote actions/get-thing.ts',
        'wrote test/actions/get-thing.test.ts',
        'wrote actions/types.gen.ts',
        'wrote docs/actions.md',
        'Run it: soar run get-thing --param name=first',
        '',
      ].join('\n'),
      err: '',
    })
    const after = contents(echo)
    const changed = Object.keys(after).filter((path) => after[path] !== before[path])
    expect(changed).toEqual([
      'actions/get-thing.ts',
      'actions/types.gen.ts',
      'docs/actions.md',
      'manifests/get-thing.yaml',
      'test/actions/get-thing.test.ts',
    ])
    expect(await say(checkCommand, { root: echo.root })).toMatchObject({
      code: 0,
      out: '5 actions, 1 connector: no problems.\n',
    })
  })

  test('makes an action that runs at once and answers its own example', async () => {
    const echo = testedEcho()
    await say(newCommand, { root: echo.root, id: 'drop-thing', effect: 'write', name: 'Drop: "a" Thing' })
    const integration = await loadIntegration(echo.root)
    const { manifest } = await integration.action('drop-thing')
    expect(manifest).toMatchObject({ name: 'Drop: "a" Thing', effect: 'write', idempotent: false })
    const { parameters, result } = manifest.example
    expect(await runAction(integration, { action: 'drop-thing', parameters })).toMatchObject({
      is_success: true,
      output_message: 'Found first.',
      json_result: result,
    })
    expect(await runAction(integration, { action: 'drop-thing' })).toMatchObject({
      is_success: false,
      error: { code: 'PARAMETER_INVALID', reason: expect.stringContaining('"Name" is required') },
    })
  })

  test('makes a connector that keeps its place', async () => {
    const echo = testedEcho()
    const said = await say(newCommand, { root: echo.root, id: 'fetch-things', connector: true })
    expect(said.out).toContain(
      'wrote connectors/fetch-things.ts\nwrote test/connectors/fetch-things.test.ts\n',
    )
    expect(await say(checkCommand, { root: echo.root })).toMatchObject({ code: 0 })
    const integration = await loadIntegration(echo.root)
    const request = { action: 'fetch-things', parameters: { max_alerts: 2 } }
    const first = await runAction(integration, request)
    const second = await runAction(integration, { ...request, state: first.state })
    expect([first.json_result, second.json_result]).toEqual([
      { alerts: [{ id: '1' }, { id: '2' }] },
      { alerts: [{ id: '3' }, { id: '4' }] },
    ])
  })

  test('says which texts are still to be written, and `soar check` asks for them', async () => {
    const { root } = copyEcho()
    const said = await say(newCommand, { root, id: 'get-thing' })
    expect(said.out).toContain('Next: translate its texts in manifests/get-thing.fr.yaml.\n')
    const missing =
      'manifests/get-thing.yaml:1:1 "get-thing" has no texts in "fr". Write manifests/get-thing.fr.yaml with name, '
    expect(await say(checkCommand, { root })).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^note: .*\n5 actions, 1 connector: no problems, 1 note\.\n$/),
    })
    expect(await say(checkCommand, { root, release: true })).toMatchObject({
      code: 1,
      out: expect.stringContaining(missing),
    })
  })

  test('writes no test where a root has no tests', async () => {
    const { root } = copyEcho()
    const said = await say(newCommand, { root, id: 'get-thing' })
    expect(said.out).not.toContain('test/')
  })
})

describe('what soar new writes', () => {
  const home = { client: 'client/index', model: 'ping', schemas: true, tested: true }
  const files = {
    ...scaffold({ id: 'scaffold-read', name: 'Scaffold Read', kind: 'action', effect: 'read' }, home),
    ...scaffold({ id: 'scaffold-feed', name: 'Scaffold Feed', kind: 'connector', effect: 'read' }, home),
  }

  test('is formatted, compiles and passes its own tests beside the product', async () => {
    const folder = folderWith({})
    for (const name of [
      'actions',
      'client',
      'runtime',
      'manifests',
      'integration.yaml',
      'tsconfig.json',
      'biome.json',
    ]) {
      cpSync(join(repository, name), join(folder.root, name), { recursive: true })
    }
    folder.write('package.json', '{ "type": "module" }')
    mkdirSync(join(folder.root, 'test'))
    symlinkSync(join(repository, 'node_modules'), join(folder.root, 'node_modules'))
    for (const [id, connector] of [
      ['scaffold-read', false],
      ['scaffold-feed', true],
    ] as const) {
      expect(await say(newCommand, { root: folder.root, id, connector })).toMatchObject({ code: 0, err: '' })
    }
    for (const [path, text] of Object.entries(files)) expect(folder.read(path)).toBe(text)
    const written = [...Object.keys(files).filter((path) => path.endsWith('.ts')), 'actions/types.gen.ts']
    const tool = (path: string, ...args: string[]) =>
      execFileSync(process.execPath, [join(repository, 'node_modules', path), ...args], {
        cwd: folder.root,
        encoding: 'utf8',
        env: { ...process.env, NO_COLOR: '1' },
      })
    tool('@biomejs/biome/bin/biome', 'check', '--vcs-enabled=false', '--error-on-warnings', ...written)
    folder.edit(
      'tsconfig.json',
      '"include": [',
      '"include": ["actions/scaffold-read.ts", "connectors", "test"], "x": [',
    )
    tool('typescript/bin/tsc', '-p', '.')
    expect(tool('vitest/vitest.mjs', 'run', '--dir', 'test')).toMatch(/Tests\s+2 passed/)
  })
})
