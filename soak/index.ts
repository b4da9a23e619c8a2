/**
 * `npm run soak -- [parts] [--seed N] [--runs N]`: what is too slow for every check. Without a part it runs all of them.
 * Fails when anything breaks, and says how to have it again.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { inParallel, type Part } from './part.ts'

const PARTS: Record<string, () => Promise<{ part: Part }>> = {
  // The longest first, so that the others run beside it.
  fuzz: () => import('./fuzz/part.ts'),
  faults: () => import('./faults/part.ts'),
  serve: () => import('./serve/part.ts'),
  kill: () => import('./kill/part.ts'),
  engine: () => import('./engine/part.ts'),
  'engine-rows': () => import('./engine/rows.ts'),
  secrets: () => import('./secrets/part.ts'),
  templates: () => import('./templates/part.ts'),
  properties: () => import('./properties/part.ts'),
  runaway: () => import('./runaway/part.ts'),
  jinja2: () => import('./jinja2/part.ts'),
  mcp: () => import('./mcp/part.ts'),
  matrix: () => import('./matrix/part.ts'),
  api: () => import('./api/part.ts'),
}

/** Broken cases that are shown; the first ones tell the most. */
const SHOWN = 40

async function soak(args: readonly string[]): Promise<boolean> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { seed: { type: 'string' }, runs: { type: 'string' } },
  })
  const names = positionals.length > 0 ? positionals : Object.keys(PARTS)
  const unknown = names.filter((name) => !Object.hasOwn(PARTS, name))
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
  const runs = values.runs === undefined ? undefined : Number(values.runs)
  if (unknown.length > 0 || !Number.isSafeInteger(seed) || (runs !== undefined && !(runs > 0))) {
    tell(`Parts: ${Object.keys(PARTS).join(', ')}. --seed and --runs take whole numbers.`)
    return false
  }
  const [only] = names
  if (names.length === 1 && only !== undefined) return runPart(only, seed, runs)
  const more = runs === undefined ? [] : ['--runs', String(runs)]
  const ended = await inParallel(names, LANES, (name) => ownProcess([name, '--seed', String(seed), ...more]))
  return ended.every(Boolean)
}

/** Parts at once: each keeps one processor busy. */
const LANES = 2

/** Runs one part in a process of its own; true when it went well. */
async function ownProcess(args: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, [import.meta.filename, ...args], { stdio: 'inherit' })
  const [code] = await once(child, 'close')
  return code === 0
}

async function runPart(name: string, seed: number, runs: number | undefined): Promise<boolean> {
  const load = PARTS[name]
  if (!load) return false
  const started = Date.now()
  const seconds = (): string => `${((Date.now() - started) / 1000).toFixed(0)} s`
  const say = (line: string): void => tell(`${name}: ${line} (${seconds()})`)
  tell(`${name}: seed ${seed}`)
  try {
    const { part } = await load()
    const { cases, broken } = await part({ seed, say, ...(runs === undefined ? {} : { runs }) })
    for (const line of broken.slice(0, SHOWN)) tell(`${name}: BROKEN ${line}`)
    if (broken.length > SHOWN) tell(`${name}: … and ${broken.length - SHOWN} more`)
    const again = `npm run soak -- ${name} --seed ${seed}${runs === undefined ? '' : ` --runs ${runs}`}`
    say(
      broken.length === 0
        ? `ok, ${cases} cases`
        : `FAILED, ${broken.length} of ${cases} cases; again: ${again}`,
    )
    return broken.length === 0 && cases > 0
  } catch (error) {
    say(`FAILED with a fault of its own: ${error instanceof Error ? error.stack : String(error)}`)
    return false
  }
}

const tell = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

process.exitCode = (await soak(process.argv.slice(2))) ? 0 : 1
