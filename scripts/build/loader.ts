/**
 * dist/soar.js, the bin. It loads the two halves of the product beside it: `run.js`, what a run needs, with V8's code
 * cache, and `rest.js` when something else is asked for. The cache is what makes a cold start short: without it V8
 * parses and compiles everything again for each run.
 *
 * A cache belongs to one Node, processor and set of flags. Where there is none yet, the first successful run leaves one
 * behind: taken at its end, it holds the functions that a run needs. Nothing depends on it: a folder that cannot be
 * written, or a cache that V8 refuses, costs time only.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Script } from 'node:vm'

/** Hash of both halves; put in by the build. */
declare const BUILD: string

interface Module {
  exports: { start?: (dist: string, oneShot: boolean) => Promise<void> }
}

interface Require {
  (id: string): unknown
  /** Imports a file that is no part of the product, such as an action of another integration. */
  import(specifier: string): Promise<unknown>
}

type Modules = Record<string, (require: Require, exports: object, module: Module) => void>

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major > 22 || (major === 22 && minor >= 20)) start()
else {
  process.stderr.write(`soar: Node 22.20 or newer is needed; this is Node ${process.versions.node}.\n`)
  process.exitCode = 1
}

function start(): void {
  const cache = join(__dirname, 'cache', BUILD, cacheName())
  const cachedData = readIfThere(cache)
  const run = open('run.js', cachedData)
  const load = linker(run.runInThisContext())
  const leavesCache = !cachedData && process.argv[2] === 'run'
  // A process tuned for one run has other V8 flags at its end, and V8 would refuse what it leaves.
  void load('entry.js').start?.(__dirname, !leavesCache)
  if (leavesCache) process.once('exit', (code) => code === 0 && leave(cache, run))
}

function cacheName(): string {
  const flags = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ').trim()
  const name = `${process.version}-${process.platform}-${process.arch}`
  return flags === '' ? name : `${name}-${Buffer.from(flags).toString('base64url').slice(0, 99)}`
}

function open(file: string, cachedData?: Buffer): Script {
  const filename = join(__dirname, file)
  return new Script(readFileSync(filename, 'latin1'), { filename, ...(cachedData && { cachedData }) })
}

/** Answers modules by name, each made when it is first asked for. */
function linker(run: Modules): (name: string) => Module['exports'] {
  let rest: Modules | undefined
  const made = new Map<string, Module>()
  const load = (name: string): Module['exports'] => {
    const known = made.get(name)
    if (known) return known.exports
    const module: Module = { exports: {} }
    made.set(name, module)
    if (!run[name]) rest ??= open('rest.js').runInThisContext() as Modules
    const make = run[name] ?? rest?.[name]
    make?.(requireFrom, module.exports, module)
    return module.exports
  }
  const requireFrom: Require = Object.assign(
    (id: string) => (id.startsWith('./') ? load(id.slice(2)) : require(id)),
    { import: (specifier: string) => import(specifier) },
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

function leave(cache: string, script: Script): void {
  try {
    mkdirSync(dirname(cache), { recursive: true })
    const draft = `${cache}.${process.pid}`
    writeFileSync(draft, script.createCachedData())
    renameSync(draft, cache)
  } catch {
    // A read-only folder: the next run compiles again.
  }
}
