/**
 * `npm run bench`: measures everything, shows the figures and writes them to docs/benchmarks.md; `npm run bench -- <name>
 * [arguments]` one bench. The process fails when a goal is missed.
 */
import { resolve } from 'node:path'
import { putSection } from '../testing/own/docs-section.ts'
import { type Goal, goalLine, isReached, type Measured, machine } from './report.ts'

type Measure = (args: readonly string[]) => Promise<Measured>

const BENCHES: Record<string, () => Promise<{ measure: Measure }>> = {
  cold: () => import('./cold.ts'),
  integration: () => import('./integration.ts'),
  start: () => import('./start.ts'),
  warm: () => import('./warm.ts'),
  rows: () => import('./rows.ts'),
  connector: () => import('./connector.ts'),
  runs: () => import('./runs.ts'),
  serve: () => import('./serve.ts'),
  engine: () => import('./engine.ts'),
  templates: () => import('./templates.ts'),
}

async function bench(name: string, args: readonly string[]): Promise<readonly Goal[]> {
  const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined
  if (!load) throw new Error(`There is no bench "${name}": ${Object.keys(BENCHES).join(', ')}.`)
  const start = Date.now()
  const { text, goals } = await (await load()).measure(args)
  const section = `${text}\n\nMeasured ${machine()}`
  putSection(resolve(import.meta.dirname, '../docs/benchmarks.md'), 'Benchmarks', name, section)
  const seconds = Math.round((Date.now() - start) / 1000)
  process.stdout.write([`${name}, ${seconds} s`, section, ...goals.map(goalLine), '\n'].join('\n'))
  return goals
}

const [name, ...args] = process.argv.slice(2)
const goals: Goal[] = []
for (const each of name === undefined ? Object.keys(BENCHES) : [name])
  goals.push(...(await bench(each, args)))
const missed = goals.filter((goal) => !goal.soft && !isReached(goal))
if (missed.length > 0) {
  process.stdout.write(`Missed:\n${missed.map(goalLine).join('\n')}\n`)
  process.exitCode = 1
}
