/**
 * dist/soar.js, the bin: loads each part of the product on first use.
 *
 * The parts are `run.js`, which every run needs; `template.js`, for runs with templates, and `parse.js`, if the templates
 * were not prepared; one for each action and language; `rest.js`.
 *
 * All but the last are loaded with V8's code cache. This makes a cold start short: without it V8 parses and compiles
 * everything again for each run. A cache belongs to one Node version, processor and set of flags. A successful run that
 * missed a cache writes those of all its parts: created at its end, they contain the functions that it needed, and those in
 * the caches it found. Nothing depends on them: a folder that cannot be written, or a cache that V8 refuses, only costs
 * time.
 */
import { accessSync, constants, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { Module } from 'node:module'
import { join } from 'node:path'
import { Script } from 'node:vm'

/** Hash of all parts; put in by the build. */
declare const BUILD: string
/** The part that a module is in, by the module's name; put in by the build. */
declare const PLACES: Record<string, string>
/** The part without a code cache; put in by the build. */
declare const REST: string

interface Made {
  exports: { start?: (dist: string, isOneShot: () => boolean) => Promise<void> }
}

interface Require {
  (id: string): unknown
  /** Defines what a module exports: functions that return the current value, by name. */
  exports(exports: object, values: Record<string, () => unknown>): void
  /** Imports a file that is not part of the product, such as an action of another integration. */
  import(specifier: string): Promise<unknown>
}

type Part = Record<string, (require: Require, exports: object, module: Made) => void>

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major > 22 || (major === 22 && minor >= 20)) start()
else {
  process.stderr.write(`soar: Node 22.20 or newer is needed; this is Node ${process.versions.node}.\n`)
  process.exitCode = 1
}

function start(): void {
  if (process.sourceMapsEnabled) void linker(openAsModule)('entry.js').start?.(__dirname, () => true)
  else startFromCaches()
}

/**
 * Loads a part as Node loads a CommonJS module. Only for those does Node read source maps, so that a trace names the sources
 * (`node --enable-source-maps`, if the files `*.js.map` are beside the parts, as the build writes them). This way has no
 * code cache, so it is slow.
 */
function openAsModule(part: string): Part {
  const filename = join(__dirname, part)
  const module = new Module(filename) as Module & { _compile(code: string, filename: string): void }
  // A part begins with a line that holds nothing of the sources, so that this moves nothing.
  module._compile(`module.exports=${readFileSync(filename, 'latin1')}`, filename)
  return module.exports
}

function startFromCaches(): void {
  const caches = join(__dirname, 'cache', BUILD, cacheName())
  const opened = new Map<string, Script>()
  let missed = false
  const open = (part: string): Part => {
    const filename = join(__dirname, part)
    const cachedData = part === REST ? undefined : readIfThere(join(caches, part))
    const script = new Script(readFileSync(filename, 'latin1'), {
      filename,
      ...(cachedData && { cachedData }),
    })
    if (part !== REST) {
      opened.set(part, script)
      if (!cachedData || script.cachedDataRejected) missed = true
    }
    return script.runInThisContext()
  }
  // A process that is tuned for one run has other V8 flags from then on, and V8 would refuse the caches it writes.
  let leavesCache = process.argv[2] === 'run'
  const isOneShot = () => {
    leavesCache &&= missed && canHold(caches)
    return !leavesCache
  }
  void linker(open)('entry.js').start?.(__dirname, isOneShot)
  process.once('exit', (code) => {
    if (leavesCache && missed && code === 0) leave(caches, opened)
  })
}

function cacheName(): string {
  const flags = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ').trim()
  const name = `${process.version}-${process.platform}-${process.arch}`
  return flags === '' ? name : `${name}-${Buffer.from(flags).toString('base64url').slice(0, 99)}`
}

/** Returns modules by name, each created on first use. */
function linker(open: (part: string) => Part): (name: string) => Made['exports'] {
  const parts = new Map<string, Part>()
  const made = new Map<string, Made>()
  const load = (name: string): Made['exports'] => {
    const known = made.get(name)
    if (known) return known.exports
    const module: Made = { exports: {} }
    made.set(name, module)
    const place = PLACES[name] ?? ''
    const part = parts.get(place) ?? open(place)
    parts.set(place, part)
    part[name]?.(requireFrom, module.exports, module)
    return module.exports
  }
  const requireFrom: Require = Object.assign(
    (id: string) => (id.startsWith('./') ? load(id.slice(2)) : require(id)),
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
