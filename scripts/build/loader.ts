/**
 * dist/soar.js, the bin: loads each part of the product on first use.
 *
 * The parts of the runtime are `run.js`, which every run needs; `template.js`, for runs with templates, and `parse.js`, if the
 * templates were not prepared; one for each language; `rest.js`. Those of an integration are `integration.js`, one for each
 * action, area and language, `shared.js` and `integration-aside.js`. They are beside the runtime's, or in the `dist/` of another folder, where
 * `soar build` wrote them.
 *
 * All but `rest.js` and `integration-aside.js` are loaded with V8's code cache. This makes a cold start short: without it V8 parses and compiles
 * everything again for each run. A cache belongs to one Node version, processor and set of flags. A successful run that
 * missed a cache writes those of all its parts: created at its end, they contain the functions that it needed, and those in
 * the caches it found. Nothing depends on them: a folder that cannot be written, or a cache that V8 refuses, only costs
 * time.
 */
import { accessSync, constants, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { Module } from 'node:module'
import { join } from 'node:path'
import { Script } from 'node:vm'

/** Hash of the runtime's parts; put in by the build. */
declare const BUILD: string
/** The part that a module of the runtime is in, by the module's name; put in by the build. */
declare const PLACES: Record<string, string>
/** The part of the runtime without a code cache; put in by the build. */
declare const REST: string

/** What the entry of the runtime is given. */
type Start = (dist: string, isOneShot: () => boolean, openBuilt: OpenBuilt) => Promise<void>

/** Finds the parts of an integration in a folder; undefined if there are none. */
type OpenBuilt = (dist: string) => { soar: string; load(): object } | undefined

interface Made {
  exports: { start?: Start }
}

/** The parts of the runtime, or of one integration. */
interface Shelf {
  folder: string
  /** Hash of the parts: code caches of other parts must not be used. */
  build: string
  /** The part that a module is in. */
  placeOf(name: string): string
  /** The part without a code cache. */
  rest: string
  /** Parts whose text was read before they are opened. */
  texts?: Record<string, string>
}

/** What an integration's first part says of all of them; written by `soar build`. */
interface Label {
  /** Version of the runtime that built them. */
  soar: string
  build: string
}

const FIRST = 'integration.js'
const ASIDE = 'integration-aside.js'

/** The names of modules outside of the first part begin with their part. */
const partIn = (name: string): string => (name.includes('/') ? name.slice(0, name.indexOf('/')) : FIRST)

/** The label is the first line of the part, so that its build is known before the part is opened with its code cache. */
const LABEL = /^\(\{"":(\{[^\n]*\}),\n/

interface Require {
  (id: string): unknown
  /** Defines what a module exports: functions that return the current value, by name. */
  exports(exports: object, values: Record<string, () => unknown>): void
  /** Imports a file that is not part of the product, such as an action of another integration. */
  import(specifier: string): Promise<unknown>
}

type Part = Record<string, ((require: Require, exports: object, module: Made) => void) | undefined>

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major > 22 || (major === 22 && minor >= 20)) start()
else {
  process.stderr.write(`soar: Node 22.20 or newer is needed; this is Node ${process.versions.node}.\n`)
  process.exitCode = 1
}

function start(): void {
  const runtime: Shelf = {
    folder: __dirname,
    build: BUILD,
    placeOf: (name) => PLACES[name] ?? '',
    rest: REST,
  }
  if (process.sourceMapsEnabled) begin(runtime, openAsModule, () => true)
  else startFromCaches(runtime)
}

function begin(runtime: Shelf, open: (shelf: Shelf, part: string) => Part, isOneShot: () => boolean): void {
  const fromRuntime = linker(
    (part) => open(runtime, part),
    runtime,
    () => undefined,
  )
  const openBuilt: OpenBuilt = (folder) => {
    const text = readIfThere(join(folder, FIRST))?.toString('latin1')
    const [, label] = text === undefined ? [] : (LABEL.exec(text) ?? [])
    if (text === undefined || label === undefined) return undefined
    const { soar, build }: Label = JSON.parse(label)
    const shelf: Shelf = { folder, build, placeOf: partIn, rest: ASIDE, texts: { [FIRST]: text } }
    const load = linker(
      (part) => open(shelf, part),
      shelf,
      (id) => (id.startsWith('soar:') ? fromRuntime(`${id.slice('soar:'.length)}.js`) : undefined),
    )
    return { soar, load: () => load(FIRST) }
  }
  void fromRuntime('entry.js').start?.(__dirname, isOneShot, openBuilt)
}

function textOf({ folder, texts }: Shelf, part: string): string {
  return texts?.[part] ?? readFileSync(join(folder, part), 'latin1')
}

/**
 * Loads a part as Node loads a CommonJS module. Only for those does Node read source maps, so that a trace names the sources
 * (`node --enable-source-maps`, if the files `*.js.map` are beside the parts, as the build writes them). This way has no
 * code cache, so it is slow.
 */
function openAsModule(shelf: Shelf, part: string): Part {
  const filename = join(shelf.folder, part)
  const module = new Module(filename) as Module & { _compile(code: string, filename: string): void }
  // A part begins with a line that holds nothing of the sources, so that this moves nothing.
  module._compile(`module.exports=${textOf(shelf, part)}`, filename)
  return module.exports
}

/** The code caches of one shelf. */
interface Caches {
  folder: string
  opened: Map<string, Script>
  missed: boolean
}

function startFromCaches(runtime: Shelf): void {
  const name = cacheName()
  const all = new Map<Shelf, Caches>()
  const cachesOf = (shelf: Shelf): Caches => {
    const known = all.get(shelf)
    if (known) return known
    const caches = {
      folder: join(shelf.folder, 'cache', shelf.build, name),
      opened: new Map(),
      missed: false,
    }
    all.set(shelf, caches)
    return caches
  }
  const open = (shelf: Shelf, part: string): Part => {
    const filename = join(shelf.folder, part)
    const caches = cachesOf(shelf)
    const cachedData = part === shelf.rest ? undefined : readIfThere(join(caches.folder, part))
    const script = new Script(textOf(shelf, part), { filename, ...(cachedData && { cachedData }) })
    if (part !== shelf.rest) {
      caches.opened.set(part, script)
      if (!cachedData || script.cachedDataRejected) caches.missed = true
    }
    return script.runInThisContext()
  }
  const missing = (): Caches[] => [...all.values()].filter(({ missed }) => missed)
  // A process that is tuned for one run has other V8 flags from then on, and V8 would refuse the caches it writes.
  let leavesCache = process.argv[2] === 'run'
  const isOneShot = () => {
    leavesCache &&= missing().some(({ folder }) => canHold(folder))
    return !leavesCache
  }
  begin(runtime, open, isOneShot)
  process.once('exit', (code) => {
    if (leavesCache && code === 0) for (const { folder, opened } of missing()) leave(folder, opened)
  })
}

function cacheName(): string {
  const flags = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ').trim()
  const name = `${process.version}-${process.platform}-${process.arch}`
  return flags === '' ? name : `${name}-${Buffer.from(flags).toString('base64url').slice(0, 99)}`
}

/** Returns modules by name, each created on first use. */
function linker(
  open: (part: string) => Part,
  { placeOf }: Shelf,
  outside: (id: string) => object | undefined,
): (name: string) => Made['exports'] {
  const parts = new Map<string, Part>()
  const made = new Map<string, Made>()
  const load = (name: string): Made['exports'] => {
    const known = made.get(name)
    if (known) return known.exports
    const module: Made = { exports: {} }
    made.set(name, module)
    const place = placeOf(name)
    const part = parts.get(place) ?? open(place)
    parts.set(place, part)
    part[name]?.(requireFrom, module.exports, module)
    return module.exports
  }
  const requireFrom: Require = Object.assign(
    (id: string) => (id.startsWith('./') ? load(id.slice(2)) : (outside(id) ?? require(id))),
    {
      import: (specifier: string) => import(specifier),
      exports: (exports: object, values: Record<string, () => unknown>) => {
        Object.defineProperty(exports, '__esModule', { value: true })
        for (const [name, get] of Object.entries(values))
          Object.defineProperty(exports, name, { get, enumerable: true })
      },
    },
  )
  return load
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}

function canHold(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function leave(folder: string, scripts: ReadonlyMap<string, Script>): void {
  if (!canHold(folder)) return
  try {
    for (const [part, script] of scripts) {
      const draft = join(folder, `${part}.${process.pid}`)
      writeFileSync(draft, script.createCachedData())
      renameSync(draft, join(folder, part))
    }
  } catch {
    // For example, a full disk: the next run compiles again.
  }
}
