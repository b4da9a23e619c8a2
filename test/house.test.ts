/** The rules of docs/architecture.md that no compiler knows. */
import { describe, expect, test } from 'vitest'
import { runChecks } from '../runtime/check/checks.ts'
import { surveyIntegration } from '../runtime/check/survey.ts'
import { codes } from '../runtime/errors.ts'
import * as en from '../runtime/locales/en.ts'
import * as fr from '../runtime/locales/fr.ts'
import * as ja from '../runtime/locales/ja.ts'
import { runtimeLocales } from '../runtime/messages.ts'
import { filesIn, type Import, importsOf, modulesIn, repository, textOf } from './support/sources.ts'

/** From top to bottom; a module imports from its own layer or from below. `*` stands for any part of a name. */
const LAYERS = [
  ['faces/bin.ts'],
  ['faces/*/*'],
  ['index.ts', 'check/*', 'connections.ts', 'connection-values.ts', 'pack/*'],
  ['table/*'],
  ['gen/*', 'dialects/*'],
  ['run.ts', 'run-state.ts', 'deadline.ts', 'session.ts', 'run-scope.ts', 'result.ts', 'series.ts'],
  ['integration-folder.ts', 'prepared.ts', 'read-*.ts', 'manifest-checks.ts'],
  [
    'integration.ts',
    'action-texts.ts',
    'prompts.ts',
    'manifest.ts',
    'config.ts',
    'inputs.ts',
    'outcome.ts',
    'request.ts',
    'http/*',
    'log.ts',
  ],
  [
    'params.ts',
    'schema.ts',
    'schemas.ts',
    '*-schema.ts',
    'messages.ts',
    'plain-data.ts',
    'secrets.ts',
    'yaml.ts',
  ],
  ['template.ts', 'nearest.ts', 'formats.ts', 'harmless.ts', 'iso-time.ts'],
  ['jinja/*'],
  ['errors.ts', 'types.ts', 'words.ts', 'locales/*'],
].map((patterns) =>
  patterns.map((pattern) => new RegExp(`^runtime/${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`)),
)

/** The first layer from the top that names the module: the wider patterns stand for what no other names. */
const layerOf = (path: string): number =>
  LAYERS.findIndex((patterns) => patterns.some((pattern) => pattern.test(path)))

const runtime = modulesIn('runtime')
const content = modulesIn('actions', 'connectors', 'client')
const simulator = modulesIn('simulator')
const product = [...runtime, ...content, ...simulator]
const importsIn = (modules: readonly string[]): Import[] => modules.flatMap(importsOf)
const written = (imports: readonly Import[]): string[] =>
  imports.map(({ from, to }) => `${from} imports ${to}`)

test('there is something to look at', () => {
  expect([runtime.length > 40, content.length > 10, simulator.length > 20]).toEqual([true, true, true])
  expect(importsOf('runtime/index.ts')).toContainEqual({
    from: 'runtime/index.ts',
    to: 'runtime/types.ts',
    relative: true,
    typeOnly: true,
    lazy: false,
  })
})

describe('layers', () => {
  test('every module of the runtime has one', () => {
    expect(runtime.filter((path) => layerOf(path) < 0)).toEqual([])
  })

  test('imports point down only', () => {
    const upward = importsIn(runtime).filter(
      ({ from, to, relative }) => relative && layerOf(to) < layerOf(from),
    )
    expect(written(upward)).toEqual([])
  })

  test('no module imports itself by way of others: one of them would meet the other half made', () => {
    const evaluated = importsIn(product).filter(
      ({ relative, typeOnly, lazy }) => relative && !typeOnly && !lazy,
    )
    expect(evaluated.length).toBeGreaterThan(100)
    expect(cyclesOf(evaluated)).toEqual([])
  })

  test('faces import each other never; the command line starts one from the command that is named like it', () => {
    const faceOf = (path: string) => /^runtime\/faces\/([^/]+)\//.exec(path)?.[1]
    const sideways = importsIn(modulesIn('runtime/faces')).filter(({ from, to }) => {
      const [face, other] = [faceOf(from), faceOf(to)]
      const starts = from === `runtime/faces/cli/${other}.ts`
      return face !== undefined && other !== undefined && face !== other && !starts
    })
    expect(written(sideways)).toEqual([])
  })
})

describe('what may know what', () => {
  const relativeOnes = (modules: readonly string[]) => importsIn(modules).filter(({ relative }) => relative)

  test('the runtime imports nothing outside itself', () => {
    expect(written(relativeOnes(runtime).filter(({ to }) => !to.startsWith('runtime/')))).toEqual([])
  })

  test('the runtime knows no vendor', () => {
    const vendor = /^vendor: (.+)$/m.exec(textOf('integration.yaml'))?.[1] ?? ''
    expect(vendor).not.toBe('')
    const name = new RegExp(vendor, 'i')
    expect(filesIn('runtime').filter((path) => name.test(path) || name.test(textOf(path)))).toEqual([])
  })

  test('content takes from the runtime its errors, types and words, and actions reach the wire by the client alone', () => {
    const allowed = /^(?:client\/|actions\/types\.gen\.ts$|runtime\/(?:errors|types|words)\.ts$)/
    expect(written(relativeOnes(content).filter(({ to }) => !allowed.test(to)))).toEqual([])
    const packages = importsIn(modulesIn('actions', 'connectors')).filter(
      ({ relative, to }) => !relative && !/^node:/.test(to),
    )
    expect(written(packages)).toEqual([])
  })

  test('the simulator is the other side of the wire: it imports nothing of the product, nor the product of it', () => {
    expect(written(relativeOnes(simulator).filter(({ to }) => !to.startsWith('simulator/')))).toEqual([])
    const inward = relativeOnes([...runtime, ...content]).filter(({ to }) => to.startsWith('simulator/'))
    expect(written(inward)).toEqual([])
  })

  test('no generated file is imported by what generates it', () => {
    expect(written(importsIn(modulesIn('runtime/gen')).filter(({ to }) => to.includes('.gen.')))).toEqual([])
  })
})

test('manifests, modules, tests and texts in every language belong together, both ways', async () => {
  expect(await runChecks(await surveyIntegration(repository))).toEqual([])
})

describe('the table of codes', () => {
  const languages = { en, fr, ja }
  const placeholders = (sentence: string) => [...new Set(sentence.match(/\{\w+\}/g))].sort()
  /** Which placeholders may be missing together. */
  const options = (sentence: string) =>
    [...sentence.matchAll(/\[\[(.*?)\]\]/g)].map(([, part = '']) => placeholders(part).join(' ')).sort()

  test('has its sentences in every language the runtime speaks, and no others', () => {
    expect(Object.keys(languages)).toEqual(runtimeLocales)
    for (const texts of Object.values(languages)) {
      expect(Object.keys(texts.errors).sort()).toEqual(Object.keys(codes).sort())
      expect(Object.keys(texts.problems).sort()).toEqual(Object.keys(en.problems).sort())
      expect(Object.keys(texts.phrases).sort()).toEqual(Object.keys(en.phrases).sort())
    }
  })

  test.each(['fr', 'ja'] as const)('says in %s with the same values what it says in English', (locale) => {
    const differing = (['errors', 'problems', 'phrases'] as const).flatMap((part) => {
      const english: Record<string, string> = languages.en[part]
      const other: Record<string, string> = languages[locale][part]
      return Object.entries(english).flatMap(([key, sentence]) => {
        const translated = other[key] ?? ''
        const same = (of: (text: string) => string[]) => of(sentence).join() === of(translated).join()
        return same(placeholders) && same(options) ? [] : [`${part}.${key}`]
      })
    })
    expect(differing).toEqual([])
  })

  test('stands in docs/errors.md whole, and nothing else stands there', () => {
    const headings = (level: string) =>
      [...textOf('docs/errors.md').matchAll(new RegExp(`^${level} \`?(\\w+)\`?$`, 'gm'))].map(
        ([, name]) => name,
      )
    expect(headings('##')).toEqual([...Object.keys(codes), 'Rules'])
    expect(headings('###')).toEqual([...Object.keys(en.problems), ...Object.keys(en.phrases)])
  })

  test('names in its remedies only commands that exist', async () => {
    const { allCommands } = await import('../runtime/faces/cli/commands.ts')
    const names = new Set((await allCommands()).map(({ name }) => name))
    const text = [codes, en, fr, ja].map((part) => JSON.stringify(part)).join()
    const named = [...text.matchAll(/`soar ([a-z]+)/g)].map(([, name = '']) => name)
    expect(named.length).toBeGreaterThan(3)
    expect(named.filter((name) => !names.has(name))).toEqual([])
  })
})

describe('habits', () => {
  const scripts = modulesIn('scripts', 'bench')
  /** Modules in whose code, comments aside, a pattern occurs. */
  const having = (modules: readonly string[], pattern: RegExp) =>
    modules.filter((path) => pattern.test(textOf(path).replaceAll(/\/\*.*?\*\/|^\s*\/\/.*$/gms, '')))

  test('nothing ends the process: what was written would be cut off', () => {
    expect(having([...product, ...scripts], /\bprocess\s*\.\s*exit\s*\(/)).toEqual([])
  })

  test('nothing writes to the console, and only bin.ts touches the process and its streams', () => {
    expect(having([...product, ...scripts], /\bconsole\s*\.\s*\w+\s*\(/)).toEqual([])
    expect(having(product, /\bprocess\s*\.\s*(?:stdin|stdout|stderr|exitCode|argv)\b/)).toEqual([
      'runtime/faces/bin.ts',
    ])
  })

  test('no file names a package registry or a path of a machine', () => {
    const hosts = [
      'registry\\.npmjs',
      'registry\\.yarnpkg',
      'npm\\.pkg\\.github',
      'npmmirror',
      'jfrog',
      '//registry\\.',
    ]
    const homes = ['work', 'opt', 'home', 'root', 'Users'].map((name) => `(?<![\\w.:/-])/${name}/\\w`)
    const named = new RegExp([...hosts, ...homes].join('|'))
    expect(named.test(`see ${['', 'home', 'me'].join('/')}`)).toBe(true)
    const texts = filesIn().filter(
      (path) => path !== 'test/house.test.ts' && !/\.(?:png|jpe?g|zip|gz|p12)$/.test(path),
    )
    expect(texts.length).toBeGreaterThan(100)
    expect(texts.filter((path) => named.test(textOf(path)))).toEqual([])
  })
})

/** Circles of imports, each once, as the way around. */
function cyclesOf(imports: readonly Import[]): string[] {
  const next = Map.groupBy(imports, ({ from }) => from)
  const done = new Set<string>()
  const found: string[] = []
  const visit = (path: string, way: readonly string[]): void => {
    const at = way.indexOf(path)
    if (at >= 0) found.push([...way.slice(at), path].join(' > '))
    if (at >= 0 || done.has(path)) return
    for (const { to } of next.get(path) ?? []) visit(to, [...way, path])
    done.add(path)
  }
  for (const path of next.keys()) visit(path, [])
  return found
}
