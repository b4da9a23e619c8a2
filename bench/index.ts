/** `npm run bench -- <name> [arguments]`: measures, shows the figures and writes them to docs/benchmarks.md. */
import { resolve } from 'node:path'
import { machine, putSection } from './report.ts'

type Measure = (args: readonly string[]) => Promise<string>

const BENCHES: Record<string, () => Promise<{ measure: Measure }>> = {
  cold: () => import('./cold.ts'),
  rows: () => import('./rows.ts'),
  connector: () => import('./connector.ts'),
}

const [name = '', ...args] = process.argv.slice(2)
const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined
if (load) {
  const text = `${await (await load()).measure(args)}\n\nMeasured ${machine()}`
  putSection(resolve(import.meta.dirname, '../docs/benchmarks.md'), name, text)
  process.stdout.write(`${text}\n`)
} else {
  process.stderr.write(`Name a bench: ${Object.keys(BENCHES).join(', ')}.\n`)
  process.exitCode = 1
}
