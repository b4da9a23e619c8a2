/** The rules of docs/architecture.md that the compiler does not check. */
import { describe, expect, test } from 'vitest'
import { runChecks } from '../runtime/authoring/check/checks.ts'
import { surveyIntegration } from '../runtime/authoring/survey.ts'
import {
  cyclesOf,
  filesIn,
  type Import,
  importsOf,
  modulesIn,
  repository,
  textOf,
} from './support/sources.ts'

/**
 * The rooms of `runtime/` from top to bottom. A room imports from rooms on lower lines only; rooms on one line are
 * independent of each other, unless `besides` names the exception.
 */
const FLOORS = [
  ['bin.ts', 'index.ts'],
  ['faces/cli', 'faces/mcp', 'faces/server', 'faces/worker'],
  ['service', 'testing'],
  ['table'],
  ['platforms'],
  ['run', 'authoring'],
  ['integration', 'http'],
  ['schema'],
  ['i18n'],
  ['safety', 'template'],
  ['sdk'],
  ['contract'],
]
const ROOMS = ['faces', ...FLOORS.flat().filter((room) => /^[a-z]+[a-z0-9]*$/.test(room))]

const roomOf = (path: string): string => {
  const [, first = '', second = ''] = path.split('/')
  return first === 'faces' ? (second === 'bin.ts' ? second : `faces/${second}`) : first
}
const floorOf = (path: string): number => FLOORS.findIndex((rooms) => rooms.includes(roomOf(path)))

const runtime = modulesIn('runtime')
const content = modulesIn('actions', 'connectors', 'client')
const simulator = modulesIn('simulator')
const page = modulesIn('page')
const product = [...runtime, ...content, ...simulator]
const everything = modulesIn(
  'runtime',
  'actions',
  'connectors',
  'client',
  'simulator',
  'page',
  'test',
  'testing',
  'soak',
  'bench',
  'scripts',
)
const importsIn = (modules: readonly string[]): Import[] => modules.flatMap(importsOf)
const relativeOnes = (modules: readonly string[]) => importsIn(modules).filter(({ relative }) => relative)
const written = (imports: readonly Import[]): string[] =>
  imports.map(({ from, to }) => `${from} imports ${to}`)
/** The text of a module without its comments. */
const codeOf = (path: string): string => textOf(path).replaceAll(/\/\*[\s\S]*?\*\/|^[ \t]*\/\/[^\n]*$/gm, '')
const having = (modules: readonly string[], pattern: RegExp): string[] =>
  modules.filter((path) => pattern.test(codeOf(path)))

test('the rules have modules to look at', () => {
  expect([runtime.length > 200, content.length > 10, simulator.length > 20]).toEqual([true, true, true])
  expect(importsOf('runtime/sdk/index.ts')).toContainEqual({
    from: 'runtime/sdk/index.ts',
    to: 'runtime/contract/action.ts',
    relative: true,
    typeOnly: true,
    lazy: false,
  })
})

describe('rule 1: the rooms', () => {
  test('runtime/ holds index.ts and the rooms, nothing else', () => {
    const entries = new Set(filesIn('runtime').map((path) => path.split('/')[1] ?? ''))
    expect([...entries].filter((entry) => entry !== 'index.ts' && !ROOMS.includes(entry))).toEqual([])
  })

  test('imports point down, type-only and lazy ones too', () => {
    const wrong = relativeOnes(runtime).filter(({ from, to }) => {
      if (roomOf(from) === roomOf(to)) return false
      return floorOf(from) < 0 || floorOf(from) >= floorOf(to)
    })
    expect(written(wrong.filter((one) => !startsFace(one)))).toEqual([])
  })

  test('the runtime imports nothing outside itself', () => {
    expect(written(relativeOnes(runtime).filter(({ to }) => !to.startsWith('runtime/')))).toEqual([])
  })
})

/** The faces that a command starts. */
const STARTED: Record<string, readonly string[]> = {
  mcp: ['mcp'],
  serve: ['mcp', 'server'],
  worker: ['worker'],
}

/** A command starts faces, lazily: the one import from one face to another. */
const startsFace = ({ from, to, lazy }: Import): boolean =>
  lazy &&
  Object.entries(STARTED).some(
    ([command, faces]) =>
      from.startsWith('runtime/faces/cli/commands/') &&
      from.endsWith(`/${command}.ts`) &&
      faces.some((face) => to === `runtime/faces/${face}/index.ts`),
  )

test('tests use the soak and the benchmarks, all three use testing/, and none of them is used the other way round', () => {
  const ALLOWED: Record<string, readonly string[]> = {
    testing: ['testing'],
    soak: ['soak', 'testing'],
    bench: ['bench', 'testing'],
    scripts: ['scripts'],
  }
  const around = ['test', 'testing', 'soak', 'bench', 'scripts']
  const wrong = Object.entries(ALLOWED).flatMap(([folder, allowed]) => {
    const forbidden = around.filter((name) => !allowed.includes(name) && name !== 'scripts')
    return relativeOnes(modulesIn(folder)).filter(({ to }) =>
      forbidden.some((name) => to.startsWith(`${name}/`)),
    )
  })
  expect(written(wrong)).toEqual([])
})

test('rule 2: no file imports itself by way of others, with any kind of import', () => {
  const imports = relativeOnes(everything)
  expect(imports.length).toBeGreaterThan(500)
  expect(cyclesOf(imports)).toEqual([])
})

describe('rule 3: platforms', () => {
  test('only the registry and a platform itself import what belongs to one', () => {
    const wrong = relativeOnes(runtime).filter(({ from, to }) => {
      const [, platform] = /^runtime\/platforms\/([^/]+)\//.exec(to) ?? []
      if (platform === undefined || from === 'runtime/platforms/registry.ts') return false
      return !from.startsWith(`runtime/platforms/${platform}/`)
    })
    expect(written(wrong)).toEqual([])
  })
})

describe('rule 4: vendor, platforms and languages', () => {
  test('a platform is named in runtime/platforms/ alone', () => {
    const name = /secops|devo|google|siemplify|lhub/i
    const outside = filesIn('runtime').filter((path) => !path.startsWith('runtime/platforms/'))
    expect(outside.length).toBeGreaterThan(200)
    expect(outside.filter((path) => name.test(path) || name.test(textOf(path)))).toEqual([])
  })

  test('a language is named in runtime/i18n/locales/ alone', () => {
    const locales = filesIn('runtime/i18n/locales').map((path) =>
      path.split('/').at(-1)?.replace(/\.ts$/, ''),
    )
    const named = new RegExp(
      `(['"\`])(?:${locales.filter((name) => name !== 'en' && name?.length === 2).join('|')})\\1`,
    )
    expect(named.test("'fr'")).toBe(true)
    const outside = runtime.filter((path) => !path.startsWith('runtime/i18n/locales/'))
    expect(having(outside, named)).toEqual([])
  })

  test('no sentence in another language is outside runtime/i18n/locales/', () => {
    const foreign = /[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}àâçéèêëîïôùûœ]/u
    const outside = runtime.filter((path) => !path.startsWith('runtime/i18n/locales/'))
    // Which letters are wide, and where a line may break, is a fact about scripts.
    expect(having(outside, foreign)).toEqual(['runtime/faces/cli/screen/width.ts'])
  })

  test('the runtime names no vendor', () => {
    const vendor = /^vendor: (.+)$/m.exec(textOf('integration.yaml'))?.[1] ?? ''
    expect(vendor).not.toBe('')
    const name = new RegExp(vendor, 'i')
    expect(filesIn('runtime').filter((path) => name.test(path) || name.test(textOf(path)))).toEqual([])
  })
})

test('rule 5: each package is imported in one room', () => {
  const HOMES: Record<string, readonly string[]> = {
    undici: ['runtime/http'],
    s3mini: ['runtime/service/engine/store'],
    nunjucks: ['runtime/template/parse'],
    ajv: ['runtime/schema'],
    yaml: ['runtime/integration/yaml', 'runtime/authoring', 'runtime/platforms/secops'],
    commander: ['runtime/faces/cli/line'],
    '@modelcontextprotocol/server': ['runtime/faces/mcp'],
    fastify: ['runtime/faces/server'],
    '@fastify/multipart': ['runtime/faces/server/routes'],
    jose: ['runtime/faces/server/door'],
    '@opentelemetry/exporter-prometheus': ['runtime/faces/server/metrics'],
    '@opentelemetry/sdk-metrics': ['runtime/faces/server/metrics'],
    fflate: ['runtime/platforms/secops/package'],
    'fast-xml-parser': ['runtime/platforms/secops/package'],
    'csv-parse': ['runtime/table'],
    'csv-stringify': ['runtime/table'],
    pino: ['runtime/safety'],
    // Its types: the folder of an integration provides it.
    esbuild: ['runtime/authoring/build'],
  }
  const packageOf = (name: string): string =>
    name
      .split('/')
      .slice(0, name.startsWith('@') ? 2 : 1)
      .join('/')
  const elsewhere = importsIn(runtime).filter(({ from, to, relative }) => {
    if (relative || to.startsWith('node:')) return false
    return !HOMES[packageOf(to)]?.some((home) => from.startsWith(`${home}/`))
  })
  // What they write into new modules is text.
  const isText = ({ from, to }: Import) =>
    /^runtime\/authoring\/(?:scaffold|build\/prepare)/.test(from) && /^(?:vitest$|soar[:-])/.test(to)
  expect(written(elsewhere.filter((one) => !isText(one)))).toEqual([])
})

describe('rule 6: integration code', () => {
  test('imports runtime/sdk/ and nothing else of the runtime; actions use the vendor API through the client', () => {
    const allowed = /^(?:client\/|actions\/(?:[\w-]+\/)?types\.gen\.ts$|runtime\/sdk\/)/
    expect(written(relativeOnes(content).filter(({ to }) => !allowed.test(to)))).toEqual([])
    const packages = importsIn(modulesIn('actions', 'connectors')).filter(
      ({ relative, to }) => !relative && !/^node:/.test(to),
    )
    expect(written(packages)).toEqual([])
  })

  test('the simulator and the product do not import each other', () => {
    expect(written(relativeOnes(simulator).filter(({ to }) => !to.startsWith('simulator/')))).toEqual([])
    const inward = relativeOnes([...runtime, ...content]).filter(({ to }) => to.startsWith('simulator/'))
    expect(written(inward)).toEqual([])
  })

  test('no generated file is imported by what generates it', () => {
    const generators = importsIn(modulesIn('runtime/authoring'))
    expect(written(generators.filter(({ to }) => to.includes('.gen.')))).toEqual([])
  })
})

describe('rule 7: folders', () => {
  const folders = Map.groupBy(filesIn('runtime'), (path) => path.slice(0, path.lastIndexOf('/')))

  test('hold at most 17 files', () => {
    expect([...folders].filter(([, files]) => files.length > 17).map(([folder]) => folder)).toEqual([])
  })

  test('hold no three files with the same first word: those are a folder', () => {
    const crowded = [...folders].flatMap(([folder, files]) => {
      const words = Map.groupBy(files, (path) => path.slice(folder.length + 1).split(/[-.]/)[0] ?? '')
      return [...words].filter(([, same]) => same.length > 2).map(([word]) => `${folder}/${word}-*`)
    })
    expect(crowded).toEqual([])
  })
})

describe('rule 8: the process', () => {
  test('only cli/process/ and bin.ts touch the process, its streams and V8', () => {
    const touched =
      /\bprocess\s*\.\s*(?:stdin|stdout|stderr|exitCode|argv|on|once|off|emit|cwd|chdir|env|execArgv)\b|'node:(?:process|v8)'|\bsetFlagsFromString\b/
    const own = (path: string) =>
      path === 'runtime/faces/bin.ts' || path.startsWith('runtime/faces/cli/process/')
    expect(having(runtime.filter(own), touched).length).toBeGreaterThan(1)
    expect(
      having(
        runtime.filter((path) => !own(path)),
        touched,
      ),
    ).toEqual([])
  })

  const scripts = modulesIn('scripts', 'bench')

  test('nothing ends the process: what was written would be cut off', () => {
    expect(having([...product, ...scripts], /\bprocess\s*\.\s*exit\s*\(/)).toEqual([])
  })

  test('nothing writes to the console, and only bin.ts and cli/process/io.ts touch the streams of the process', () => {
    expect(having([...product, ...scripts], /\bconsole\s*\.\s*\w+\s*\(/)).toEqual([])
    expect(having(product, /\bprocess\s*\.\s*(?:stdin|stdout|stderr|exitCode|argv)\b/)).toEqual([
      'runtime/faces/bin.ts',
      'runtime/faces/cli/process/io.ts',
    ])
  })
})

describe('rule 11: the page', () => {
  test('imports types of the contract and the schema, and nothing else of the product', () => {
    expect(page.length).toBeGreaterThan(20)
    const outside = relativeOnes(page).filter(({ to }) => !to.startsWith('page/'))
    const allowed = /^runtime\/(?:contract|schema)\//
    expect(written(outside.filter(({ to, typeOnly }) => !typeOnly || !allowed.test(to)))).toEqual([])
    const packages = importsIn(page).filter(
      ({ to, relative }) => !relative && !/^(?:preact|@preact\/signals)(?:\/|$)/.test(to),
    )
    expect(written(packages)).toEqual([])
  })

  test('nothing of the product imports it', () => {
    expect(written(relativeOnes(product).filter(({ to }) => to.startsWith('page/')))).toEqual([])
  })

  test('writes text into the document, never markup, and has no style or script in attributes', () => {
    const unsafe =
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc|style=\{|javascript:/
    expect(having(page, unsafe)).toEqual([])
  })

  test('its first comments are one sentence each, and its folders hold at most 17 files', () => {
    const bare = page.filter((path) => !/^\/\*\* [^\n]+[.。] \*\//.test(textOf(path)))
    expect(bare).toEqual([])
    const folders = Map.groupBy(filesIn('page'), (path) => path.slice(0, path.lastIndexOf('/')))
    expect([...folders].filter(([, files]) => files.length > 17).map(([folder]) => folder)).toEqual([])
  })
})

/** Comments of a module, as text. */
const commentsOf = (path: string): string[] =>
  [...textOf(path).matchAll(/\/\*\*?(.*?)\*\/|(?:^|\s)\/\/ ?([^\n]*)$/gms)].map(
    ([, block, line]) => block ?? line ?? '',
  )

test('rule 9: a path that a comment cites exists', () => {
  const known = new Set(filesIn())
  const folders = new Set(
    [...known].flatMap((path) => path.split('/').map((_, at, parts) => parts.slice(0, at).join('/'))),
  )
  const CITED =
    /(?<![\w/.@-])(?:runtime|docs|test|testing|client|actions|connectors|manifests|prompts|simulator|soak|bench|scripts)\/[\w./-]*\w/g
  // Strings of tests name files that only the test writes.
  const modules = everything.filter((path) => !path.startsWith('test/'))
  const cited = modules.flatMap((path) =>
    commentsOf(path).flatMap((comment) => [...comment.matchAll(CITED)].map(([cite]) => ({ path, cite }))),
  )
  expect(cited.length).toBeGreaterThan(50)
  const missing = cited.filter(({ path, cite }) => {
    const relative = `${path.slice(0, path.lastIndexOf('/'))}/${cite}`
    return ![cite, relative].some((one) => known.has(one) || folders.has(one))
  })
  expect(missing.map(({ path, cite }) => `${path} cites ${cite}`)).toEqual([])
})

test('rule 10: the first comment of a file is one sentence of at most 15 words', () => {
  const wrong = runtime.filter((path) => {
    const [, comment = ''] = /^(?:#![^\n]*\n)?\/\*\*(.*?)\*\//s.exec(textOf(path)) ?? []
    const lines = comment
      .trim()
      .split('\n')
      .map((line) => line.replace(/^\s*\* ?/, ''))
    const [first = ''] = lines.join('\n').split('\n\n')
    const sentences = first.trim().split(/(?<=[.!?])\s+(?=[A-Z`"])/)
    const words = first.trim().split(/\s+/)
    return sentences.length !== 1 || words.length > 15 || !/[.。]$/.test(first.trim())
  })
  expect(wrong).toEqual([])
})

test('rule 12: `soar run` reaches nothing of service/engine without a lazy import', () => {
  const imports = Map.groupBy(
    relativeOnes(runtime).filter(({ typeOnly, lazy }) => !typeOnly && !lazy),
    ({ from }) => from,
  )
  const reached = new Set(['runtime/faces/bin.ts', 'runtime/faces/cli/commands/run.ts'])
  for (const path of reached) for (const { to } of imports.get(path) ?? []) reached.add(to)
  expect(reached.size).toBeGreaterThan(50)
  expect([...reached].filter((path) => path.startsWith('runtime/service/engine/'))).toEqual([])
})

test('manifests, modules, tests and texts in every language belong together, both ways', async () => {
  expect(await runChecks(await surveyIntegration(repository))).toEqual([])
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
