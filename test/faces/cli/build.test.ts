import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { repository } from '../../../testing/own/repository.ts'
import { copyEcho, type Folder, folderWith } from '../../support/author.ts'
import { runSoar } from '../../support/soar.ts'

const INSTALL = '`npm install --save-dev esbuild`'
const SDK = /'[./]*runtime\/sdk\/index\.ts'/

/** A copy of echo as a project of its own, in which the packages it uses are installed. */
function project(...packages: ('esbuild' | 'soar-actions')[]): Folder {
  const echo = copyEcho()
  for (const path of echo.files().filter((file) => file.endsWith('.ts')))
    echo.write(path, echo.read(path).replace(SDK, "'soar-actions/sdk'"))
  echo.write('package.json', '{ "type": "module" }')
  mkdirSync(join(echo.root, 'node_modules'))
  for (const name of packages) {
    const place = name === 'soar-actions' ? repository : join(repository, 'node_modules', name)
    symlinkSync(place, join(echo.root, 'node_modules', name), 'junction')
  }
  return echo
}

const build = ({ root }: Folder) => runSoar(['build', root])

/** Runs `say` with the product of the repository, or with the one in the folder itself. */
async function say({ root }: Folder, file?: string) {
  const { stdout, stderr } = await runSoar(['run', 'say', '--root', root, '--param', 'text=hi'], {
    env: { SOAR_LOG: 'silent' },
    ...(file === undefined ? {} : { file }),
  })
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}

/** Code caches of an action: only a built integration has them. */
const cached = ({ root }: Folder, name: string): boolean =>
  readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' }).some(
    (path) => path.startsWith('cache') && path.endsWith(name),
  )

describe('soar build refuses, and writes no product', () => {
  test('a folder without esbuild, and says how to install it', async () => {
    const echo = project('soar-actions')
    const { code, stderr } = await build(echo)
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `soar: soar build needs esbuild, which is not installed in ${echo.root}. Run ${INSTALL} there.\n`,
    })
    expect(echo.files().filter((path) => path.startsWith('dist/'))).toEqual([])
  })

  test('what is wrong with manifests and modules, each at its place', async () => {
    const echo = project('soar-actions', 'esbuild')
    appendFileSync(join(echo.root, 'actions/say.ts'), "\nimport './missing.ts'\nconst a = ;\n")
    const module = await build(echo)
    expect(module).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^actions\/say\.ts:\d+:\d+ .*\n.*Nothing was built/s),
    })
    echo.edit('manifests/count.yaml', 'effect: read', 'effect: reed')
    const manifest = await build(echo)
    expect(manifest).toMatchObject({ code: 1, stderr: expect.stringMatching(/^manifests\/count\.yaml:3:9 /) })
    rmSync(join(echo.root, 'client'), { recursive: true })
    expect(echo.files().filter((path) => path.startsWith('dist/'))).toEqual([])
  })

  test('the repository of the product', async () => {
    const { code, stderr } = await runSoar(['build', repository])
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('npm run build') })
  })
})

describe('what soar build writes', () => {
  let built = ''
  let echo: Folder
  afterAll(() => rmSync(built, { recursive: true, force: true }))
  beforeEach(async () => {
    if (built === '') {
      const first = project('soar-actions', 'esbuild')
      expect(await build(first)).toMatchObject({ code: 0, stderr: '' })
      built = mkdtempSync(join(tmpdir(), 'soar-built-'))
      cpSync(first.root, built, { recursive: true, preserveTimestamps: true })
    }
    echo = folderWith({})
    cpSync(built, echo.root, { recursive: true, preserveTimestamps: true })
  })

  test('is used by soar, and is a product of its own that runs where nothing else is', async () => {
    expect(await say(echo)).toMatchObject({ is_success: true, json_result: { said: ['hi'] } })
    expect(cached(echo, 'action-say.js')).toBe(true)
    const alone = copyEcho()
    for (const path of alone.files()) rmSync(join(alone.root, path))
    cpSync(join(echo.root, 'dist'), join(alone.root, 'dist'), { recursive: true })
    const { stdout } = await runSoar(['list', '--json'], { file: join(alone.root, 'dist/soar.js') })
    expect(JSON.parse(stdout).map(({ id }: { id: string }) => id)).toEqual([
      'call',
      'count',
      'misbehave',
      'say',
      'feed',
    ])
  })

  test('holds nothing of the built-in integration', () => {
    const dist = join(echo.root, 'dist')
    const found = readdirSync(dist).filter((name) =>
      /mimecast/i.test(readFileSync(join(dist, name), 'latin1')),
    )
    expect(found).toEqual([])
  })

  test('reports the error that an action throws with its code', async () => {
    const run = (how: string) =>
      runSoar(['run', 'misbehave', '--root', echo.root, '--param', `how=${how}`], {
        env: { ECHO_API_KEY: 'key', SOAR_LOG: 'silent' },
      })
    expect(JSON.parse((await run('throw')).stdout).error.code).toBe('INTERNAL')
  })

  test.each([
    ['an action', 'actions/say.ts', 'inputs.text', "'changed'"],
    ['the client', 'client/index.ts', 'return {', "throw new Error('changed')\n  return {"],
    ['integration.yaml', 'integration.yaml', 'version: 0.1.0', 'version: 0.2.0'],
  ])(
    'is not used for %s that was changed since, until the change is undone',
    async (_, path, before, after) => {
      const original = echo.read(path)
      const first = await say(echo)
      echo.edit(path, before, after)
      const changed = await say(echo)
      expect(changed).not.toMatchObject({
        is_success: true,
        json_result: first.json_result,
        run: { version: '0.1.0' },
      })
      echo.write(path, original)
      expect(await say(echo)).toMatchObject({
        is_success: true,
        json_result: { said: ['hi'] },
        run: { version: '0.1.0' },
      })
    },
  )

  test('of an action that was removed is removed by the next build', async () => {
    echo.remove('manifests/count.yaml')
    echo.remove('actions/count.ts')
    expect(await build(echo)).toMatchObject({ code: 0 })
    expect(readdirSync(join(echo.root, 'dist')).filter((name) => /count/.test(name))).toEqual([])
  })
})
