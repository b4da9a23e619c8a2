import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { prepare, SourceFault } from '../../runtime/authoring/build/prepare.ts'
import { FACTS_FILE } from '../../runtime/integration/facts.ts'
import { ensureBuild } from '../../scripts/launch/build.mjs'
import { type Simulator, startSimulator } from '../../simulator/index.ts'

const root = join(import.meta.dirname, '..', '..')
let simulator: Simulator
let folder = ''

beforeAll(async () => {
  await ensureBuild({ root, node: process.execPath, env: process.env, quiet: true })
  simulator = await startSimulator()
})
afterAll(() => simulator.close())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'soar-build-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

test('the script of a run has no reader of YAML, no parser of templates and nothing for authors, tables and servers', () => {
  const { sources } = JSON.parse(readFileSync(join(root, 'dist', 'run.js.map'), 'utf8')) as {
    sources: string[]
  }
  expect(sources).toContain('../runtime/run/perform.ts')
  const others =
    /^\.\.\/runtime\/(?:authoring|faces\/(?:mcp|server|cli\/(?:several|serving))|integration\/yaml|service|table|template\/parse\/)/
  expect(sources.filter((source) => others.test(source))).toEqual([])
})

test('what a run reads does not grow with the number of actions', () => {
  const dist = join(root, 'dist')
  const { sources } = JSON.parse(readFileSync(join(dist, 'integration.js.map'), 'utf8')) as {
    sources: string[]
  }
  expect(sources).toContain('../client/index.ts')
  expect(sources.filter((source) => /^\.\.\/(?:actions|connectors|node_modules)\//.test(source))).toEqual([])
  // Code that only some actions use is in a part of its own.
  expect(sources).not.toContain('../client/dlp.ts')
  const [label = ''] = readFileSync(join(dist, 'integration.js'), 'utf8').split('\n', 1)
  expect(label.length).toBeLessThan(100)
  const lines = readFileSync(join(dist, FACTS_FILE), 'utf8').split('\n')
  const shared = (JSON.parse(lines[0] ?? '') as { file: string }[]).map(({ file }) => file)
  expect(shared).toContain('client/index.ts')
  expect(shared).not.toContain('client/dlp.ts')
  const own = lines.find((line) => line.startsWith('"list-dlp-logs":'))
  expect(own).toContain('"client/dlp.ts"')
})

/** Copies parts of the repository into the test's folder. */
function copy(...names: string[]): void {
  for (const name of names) cpSync(join(root, name), join(folder, name), { recursive: true })
}

/** Copies what an integration is made of. */
function copyIntegration(): void {
  const folders = ['manifests', 'actions', 'connectors', 'client']
  copy('integration.yaml', ...folders.filter((name) => existsSync(join(root, name))))
}

/** Runs the copy of the built product from a folder that has nothing to do with it. */
async function soar(args: string[], input?: object, more: Record<string, string> = {}) {
  const env = { PATH: process.env.PATH, HOME: tmpdir(), SOAR_LOG: 'silent', ...more }
  const child = spawn(process.execPath, [join(folder, 'dist', 'soar.js'), ...args], { cwd: tmpdir(), env })
  child.stdin.end(input && JSON.stringify(input))
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  return { stdout, stderr, code }
}

async function ping() {
  const config = { api_root: simulator.url, ...simulator.credentials.api2 }
  const { stdout, stderr, code } = await soar(['run'], { action: 'ping', config })
  return { result: JSON.parse(stdout), stderr, code }
}

const PINGED = { code: 0, stderr: '', result: { is_success: true, json_result: { api: '2.0' } } }

describe('the built product, copied elsewhere as its folder alone', () => {
  beforeEach(() => copy('dist'))

  test('runs an action', async () => {
    expect(await ping()).toMatchObject(PINGED)
  })

  test('runs an action of several integrations without the part that has no code cache', async () => {
    rmSync(join(folder, 'dist', 'rest.js'))
    writeFileSync(join(folder, 'soar.yaml'), 'integrations: [built-in]\n')
    const config = { api_root: simulator.url, ...simulator.credentials.api2 }
    const { stdout, code } = await soar(
      ['run'],
      { action: 'mimecast.ping', config },
      { SOAR_ROOT: join(folder, 'soar.yaml') },
    )
    expect([code, JSON.parse(stdout)]).toMatchObject([0, PINGED.result])
  })

  test('knows its actions without their manifests', async () => {
    const { stdout, code } = await soar(['list', '--json'])
    expect(code).toBe(0)
    expect(stdout).toContain('"block-sender"')
  })

  test('refuses an action it was not built with, and names the nearest', async () => {
    const { stdout, code } = await soar(['run'], { action: 'block-sendr' })
    expect(code).toBe(1)
    expect(JSON.parse(stdout).error).toMatchObject({
      code: 'ACTION_UNKNOWN',
      reason: expect.stringContaining('block-sender'),
    })
  })

  test('reads templates that came with a request', async () => {
    const { stdout } = await soar(['run'], {
      action: 'block-sender',
      parameters: { recipient: 'alice@corp.example' },
      templates: { sender: '{{ context.from | lower }}' },
      context: { from: 'Mallory@Evil.example' },
      config: { api_root: simulator.url, ...simulator.credentials.api2 },
    })
    expect(JSON.parse(stdout).json_result).toMatchObject({ sender: 'mallory@evil.example' })
  })

  test('runs an integration in another folder from its sources', async () => {
    const echo = join(root, 'test/fixtures/echo')
    const { stdout, stderr, code } = await soar(['list', '--root', echo])
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
    expect(stdout).toContain('say')
  })

  test('brings the licences of the packages in it', () => {
    const notices = readFileSync(join(folder, 'dist', 'THIRD-PARTY.txt'), 'utf8')
    for (const name of ['undici', 'nunjucks', 'yaml', 'ajv', 'pino']) {
      expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'))
    }
  })
})

describe('the code cache', () => {
  const cache = () => join(folder, 'dist', 'cache')
  const cached = () =>
    existsSync(cache()) ? readdirSync(cache(), { recursive: true, encoding: 'utf8' }) : []
  beforeEach(() => copy('dist'))

  test('is there after a build', () => {
    const name = `${process.version}-${process.platform}-${process.arch}`
    expect(cached()).toContainEqual(expect.stringMatching(new RegExp(`${name}.run\\.js$`)))
  })

  test('is left by the first run that finds none', async () => {
    rmSync(cache(), { recursive: true })
    expect(await ping()).toMatchObject(PINGED)
    expect(cached()).toContainEqual(expect.stringMatching(/run\.js$/))
    expect(await ping()).toMatchObject(PINGED)
  })

  test('of an action is left by its first run, and of what all runs need with it', async () => {
    // A run of the original, in another test, may have left one before it was copied.
    for (const name of cached()) if (/permit-sender/.test(name)) rmSync(join(cache(), name))
    const before = cached()
    const config = { api_root: simulator.url, ...simulator.credentials.api2 }
    const parameters = { sender: 'mallory@evil.example', recipient: 'alice@corp.example' }
    await soar(['run'], { action: 'permit-sender', parameters, config })
    const added = cached().filter((name) => !before.includes(name))
    expect(added).toEqual([expect.stringMatching(/action-permit-sender\.js$/)])
  })

  test('that V8 refuses is replaced by the next run', async () => {
    const file = join(cache(), cached().find((name) => /run\.js$/.test(name)) ?? '')
    writeFileSync(file, 'not a code cache')
    expect(await ping()).toMatchObject(PINGED)
    expect(statSync(file).size).toBeGreaterThan(100_000)
  })

  test('is not left by a run that failed, nor by another command', async () => {
    rmSync(cache(), { recursive: true })
    await soar(['run'], { action: 'nonsense' })
    await soar(['list'])
    expect(cached()).toEqual([])
  })

  test('is done without where the folder takes none', async () => {
    rmSync(cache(), { recursive: true })
    writeFileSync(cache(), 'in the way')
    expect(await ping()).toMatchObject(PINGED)
  })

  test('is done without where V8 refuses it', async () => {
    for (const file of cached()) {
      if (file.endsWith('.js')) writeFileSync(join(cache(), file), 'not a code cache')
    }
    expect(await ping()).toMatchObject(PINGED)
  })
})

describe('the built product in its checkout', () => {
  const manifest = () => join(folder, 'manifests/account/ping.yaml')
  beforeEach(() =>
    copy('dist', 'integration.yaml', 'manifests', 'actions', 'connectors', 'client', 'runtime'),
  )

  test('runs an action that was changed since the build as it is now', async () => {
    const changed = readFileSync(manifest(), 'utf8').replace(/success: .*/, 'success: Changed.')
    writeFileSync(manifest(), changed)
    expect((await ping()).result.output_message).toBe('Changed.')
  })

  test('runs an action that was added since the build', async () => {
    cpSync(manifest(), join(folder, 'manifests/account/pong.yaml'))
    cpSync(join(folder, 'actions/account/ping.ts'), join(folder, 'actions/account/pong.ts'))
    const config = { api_root: simulator.url, ...simulator.credentials.api2 }
    const { stdout } = await soar(['run'], { action: 'pong', config })
    expect(JSON.parse(stdout)).toMatchObject({ is_success: true, run: { action: 'pong' } })
  })

  test('says what is wrong with an action that was broken since the build', async () => {
    appendFileSync(manifest(), '\nnonsense: true\n')
    expect((await ping()).result.error).toMatchObject({
      code: 'MANIFEST_INVALID',
      reason: expect.stringContaining('manifests/account/ping.yaml:'),
    })
  })

  test('knows the failures of an action that was changed since the build, which brings its own error class', async () => {
    writeFileSync(
      join(folder, 'actions/account/ping.ts'),
      `import { ActionError } from '../../runtime/contract/errors.ts'
       export const run = () => { throw new ActionError('NOT_SUPPORTED', { reason: 'changed' }) }`,
    )
    const { result, code } = await ping()
    expect({ code, error: result.error.code }).toEqual({ code: 1, error: 'NOT_SUPPORTED' })
  })

  test('takes a file with another date and the same content for unchanged', async () => {
    for (const file of [manifest(), join(folder, 'client', 'index.ts')]) utimesSync(file, 0, 0)
    // The sources cannot be loaded without it.
    rmSync(join(folder, 'runtime'), { recursive: true })
    expect(await ping()).toMatchObject(PINGED)
  })

  test('runs the client as it is now, if it was changed since the build', async () => {
    appendFileSync(join(folder, 'client', 'index.ts'), "\nthrow new Error('changed')\n")
    const { result } = await ping()
    expect(result.error).toMatchObject({
      code: 'INTEGRATION_INVALID',
      reason: expect.stringContaining('changed'),
    })
  })

  test('runs code that some actions share as it is now, and all others as they were built', async () => {
    appendFileSync(join(folder, 'client', 'account.ts'), "\nthrow new Error('changed')\n")
    const { result } = await ping()
    expect(result.error).toMatchObject({ reason: expect.stringContaining('changed') })
    const config = { api_root: simulator.url, ...simulator.credentials.api2 }
    const { stdout } = await soar(['run'], { action: 'list-dlp-logs', config })
    expect(JSON.parse(stdout)).toMatchObject({ is_success: true })
  })

  test('leaves the folder of another integration alone', async () => {
    cpSync(join(root, 'test/fixtures/echo'), folder, { recursive: true })
    rmSync(manifest())
    expect(await ping()).toMatchObject(PINGED)
  })
})

describe('a build', () => {
  test('lists everything that is wrong with the sources, each at its place', async () => {
    copyIntegration()
    appendFileSync(join(folder, 'manifests/account/ping.yaml'), '\nnonsense: true\n')
    writeFileSync(join(folder, 'manifests/managed-senders/block-sender.yaml'), 'name: [')
    const fault = await prepare(folder).catch((error: unknown) => error)
    expect(fault).toBeInstanceOf(SourceFault)
    expect(String(fault)).toMatch(/manifests\/account\/ping\.yaml:\d+:\d+ .*nonsense/)
    expect(String(fault)).toMatch(/manifests\/managed-senders\/block-sender\.yaml:\d+:\d+ /)
  })

  test('names an action without its module', async () => {
    copyIntegration()
    rmSync(join(folder, 'actions/account/ping.ts'))
    await expect(prepare(folder)).rejects.toThrow(
      'manifests/account/ping.yaml:1:1 There is no actions/account/ping.ts.',
    )
  })
})
