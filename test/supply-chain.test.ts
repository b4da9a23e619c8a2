/** What the product brings along, and what a package of it would hold. */
import { execFile, execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { findNpm } from '../scripts/launch/npm.mjs'
import { filesIn, importsOf, modulesIn, repository, textOf } from './support/sources.ts'

const own = JSON.parse(textOf('package.json')) as {
  dependencies?: Record<string, string>
  devDependencies: Record<string, string>
  version: string
}

/** The packages that a section of docs/dependencies.md lists, each with its licence. */
const listed = (section: string): [string, string][] => {
  const [, text = ''] = textOf('docs/dependencies.md').split(`\n## ${section}\n`)
  const rows = (text.split('\n## ')[0] ?? '').matchAll(
    /^\| ((?!package |---)\S+) \| ([\w. -]+) \| (.+) \| (.+) \|$/gm,
  )
  return [...rows].map(([, name = '', licence = '']) => [name, licence])
}
const product = listed('In the product')
const tools = listed('For development')
const direct = product.map(([name]) => name)
const making = tools.map(([name]) => name)

interface Locked {
  packages: Record<
    string,
    { license?: string; integrity?: string; link?: boolean; dependencies?: Record<string, string> }
  >
}
const locked = (JSON.parse(textOf('package-lock.json')) as Locked).packages

/** What stands beside Apache-2.0 in one product. */
const ALLOWED = ['MIT', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD']

describe('docs/dependencies.md', () => {
  test('has one line for every dependency of package.json, and for no other', () => {
    expect([...direct, ...making].sort()).toEqual(Object.keys(own.devDependencies).sort())
  })

  test('of the product are in dist/: who installs the package installs no other', () => {
    expect(own.dependencies ?? {}).toEqual({})
  })

  test('names the licences that stand in the packages', () => {
    const said = Object.fromEntries([...product, ...tools])
    const found = [...direct, ...making].map((name) => {
      const { license } = JSON.parse(textOf(`node_modules/${name}/package.json`))
      return [name, license]
    })
    expect(said).toEqual(Object.fromEntries(found))
  })
})

/** Packages that the product does not hold: the folder of an integration provides them. */
const BORROWED = ['esbuild']

describe('dependencies', () => {
  const packageOf = (specifier: string) =>
    specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/')
  const imported = (...folders: string[]) =>
    new Set(modulesIn(...folders).flatMap((path) => importsOf(path).map(({ to }) => packageOf(to))))

  test('of the product are all used by it, and it uses no others', () => {
    const used = imported('runtime', 'client', 'actions', 'connectors', 'simulator', 'page')
    expect(direct.filter((name) => !used.has(name))).toEqual([])
    const others = [...used].filter((name) => /^[@a-z]/.test(name) && !/^(?:node|soar):|^\w+\//.test(name))
    expect(BORROWED.filter((name) => !used.has(name))).toEqual([])
    expect(
      others.filter(
        (name) =>
          ![...direct, ...BORROWED].includes(name) && existsSync(join(repository, 'node_modules', name)),
      ),
    ).toEqual([])
  })

  test('of its making are all used', () => {
    const used = imported('test', 'testing', 'scripts', 'bench', 'soak')
    const texts = filesIn('scripts')
      .map(textOf)
      .concat(textOf('vitest.config.ts'), textOf('tsconfig.json'))
      .join('\n')
    const isUsed = (name: string): boolean => {
      if (name.startsWith('@types/'))
        return name === '@types/node' || direct.includes(name.slice('@types/'.length))
      if (name === '@vitest/coverage-v8') return /provider: 'v8'/.test(texts)
      return used.has(name) || texts.includes(`node_modules/${name}/`)
    }
    expect(making.filter((name) => !isUsed(name))).toEqual([])
  })

  test('that are handed on have licences that allow it', () => {
    const handedOn = new Set<string>()
    const waiting = direct.map((name) => `node_modules/${name}`)
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (handedOn.has(path)) continue
      handedOn.add(path)
      const inner = Object.keys(locked[path]?.dependencies ?? {})
      waiting.push(...inner.map((name) => nearestTo(path, name)))
    }
    expect(handedOn.size).toBeGreaterThan(direct.length)
    expect([...handedOn].filter((path) => !ALLOWED.includes(locked[path]?.license ?? 'none'))).toEqual([])
  })

  /** Where Node finds a package that the package in a folder imports. */
  const nearestTo = (path: string, name: string): string => {
    const own = `${path}/node_modules/${name}`
    const above = path.lastIndexOf('/node_modules/')
    if (Object.hasOwn(locked, own)) return own
    return above < 0 ? `node_modules/${name}` : nearestTo(path.slice(0, above), name)
  }

  test('are pinned with their hashes', () => {
    const loose = Object.entries(locked).filter(
      ([path, { integrity, link }]) => path !== '' && !integrity && !link,
    )
    expect(loose.map(([path]) => path)).toEqual([])
  })
})

describe('the package', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'soar-package-'))
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  const run = (script: string, ...args: string[]): string =>
    execFileSync(process.execPath, [script, ...args], { cwd: folder, encoding: 'utf8', stdio: 'pipe' })

  test('of a fresh clone holds a product that runs, manifests and documentation, and nothing else', () => {
    for (const path of filesIn()) cpSync(join(repository, path), join(folder, path))
    // Installed packages, but nothing that was built.
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'), 'junction')
    expect(existsSync(join(folder, 'dist'))).toBe(false)
    const answer = JSON.parse(run(findNpm(process.env, process.execPath), 'pack', '--json')) as Packed
    const [packed] = Object.values(answer)
    const paths = packed?.files.map(({ path }) => path) ?? []
    const wanted =
      /^(?:dist\/[\w-]+\.(?:js|json)|dist\/lib\/(?:[\w-]+\.js|package\.json|types\/.+\.d\.ts)|dist\/page\/(?:index\.html|assets\/[\w-]+\.(?:js|css|svg)(?:\.br)?)|dist\/THIRD-PARTY\.txt|integration\.yaml|(?:manifests|prompts|docs)\/.+|worker\/(?:package(?:-lock)?\.json|connect\.workflow\.cjs)|(?:README|CHANGELOG|SECURITY)\.md|LICENSE|package\.json)$/
    expect(paths.filter((path) => !wanted.test(path))).toEqual([])
    expect(paths).toEqual(
      expect.arrayContaining([
        'dist/soar.js',
        'dist/THIRD-PARTY.txt',
        'dist/lib/index.js',
        'dist/page/index.html',
        'dist/lib/sdk.js',
        'dist/lib/types/index.d.ts',
        'dist/lib/types/sdk/index.d.ts',
        'integration.yaml',
        'manifests/account/ping.yaml',
        'worker/package-lock.json',
        'LICENSE',
        'README.md',
        'SECURITY.md',
      ]),
    )
    for (const path of paths) cpSync(join(folder, path), join(folder, 'unpacked', path))
    expect(run('unpacked/dist/soar.js', '--version')).toContain(`soar ${own.version}`)
    expect(run('unpacked/dist/soar.js', 'list')).toContain('block-sender')
  })
})

test('npm publish on a machine of a person publishes nothing', async () => {
  const requests: string[] = []
  const registry = createServer(({ method }, response) => {
    requests.push(method ?? '')
    response.writeHead(404).end('{}')
  })
  await new Promise<void>((listening) => registry.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void registry.close())
  const { port } = registry.address() as AddressInfo
  const options = [
    '--ignore-scripts',
    `--registry=http://127.0.0.1:${port}/`,
    `--//127.0.0.1:${port}/:_authToken=x`,
  ]
  const npm = findNpm(process.env, process.execPath)
  const env = { PATH: process.env.PATH, HOME: tmpdir() }
  const publish = promisify(execFile)(process.execPath, [npm, 'publish', ...options], {
    cwd: repository,
    env,
  })
  await expect(publish).rejects.toMatchObject({ stderr: expect.stringContaining('provenance') })
  expect(requests.filter((method) => method !== 'GET')).toEqual([])
})

/** What `npm pack --json` prints: a list or, in some versions of npm, an object. */
type Packed = { files: { path: string }[] }[] | Record<string, { files: { path: string }[] }>
