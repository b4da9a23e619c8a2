/** Cold runs of an integration that `soar init` created and `soar build` prepared, beside the built-in one. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { alternate, median, ratio, run, type Samples } from './measure.ts'
import { type Goal, type Measured, table } from './report.ts'
import { startTenant } from './tenant.ts'

const ROUNDS = 30

/** The most that a run of it may cost, as a multiple of the built-in one. */
const LIMIT = 1.2

const repository = resolve(import.meta.dirname, '..')
const soar = join(repository, 'dist/soar.js')
const node = process.execPath

/** Measures and answers a table. */
export async function measure(): Promise<Measured> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'soar-integration-')))
  try {
    const acme = createIntegration(folder)
    const [builtIn, own] = await Promise.all([startTenant(soar), startTenant(join(acme, 'dist/soar.js'))])
    try {
      const input = (config: object | undefined) => JSON.stringify({ action: 'ping', config })
      const samples = alternate(
        [
          { node, args: [soar, 'run'], input: input(builtIn.config.api2) },
          { node, args: [soar, 'run', '--root', acme], input: input(own.config.key) },
          { node, args: [join(acme, 'dist/soar.js'), 'run'], input: input(own.config.key) },
        ],
        ROUNDS,
      )
      return report(samples)
    } finally {
      await Promise.all([builtIn.close(), own.close()])
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const NAMES = [
  'ping of the built-in integration',
  'ping of the other one, `--root`',
  'ping of the other one, its own `dist/`',
]

function report(samples: readonly Samples[]): Measured {
  const [first, ...others] = samples
  const against = others.map(({ own }) => ratio(own, first?.own ?? []))
  const rows = samples.map(({ own, bare }, at) => [
    NAMES[at] ?? '',
    median(bare).toFixed(1),
    median(own).toFixed(1),
    at === 0 ? '' : (against[at - 1] ?? Number.NaN).toFixed(2),
  ])
  const goals = against.map(
    (value, at): Goal => ({ name: `${NAMES[at + 1]} × built-in`, value, most: LIMIT }),
  )
  const text = [
    `Wall time of whole processes in milliseconds, ${ROUNDS} runs each, in turn. The other integration is what \`soar init\` creates and`,
    '`soar build` prepares. Its ping sends one request, the built-in one sends two. The ratio is the median of pairs.',
    '',
    table(['process', 'bare', 'median', '× built-in'], rows),
  ]
  return { text: text.join('\n'), goals }
}

/** Creates and builds an integration with the packages of the repository; returns its folder. */
function createIntegration(folder: string): string {
  const acme = join(folder, 'acme')
  run({ node, args: [soar, 'init', acme] })
  mkdirSync(join(acme, 'node_modules'))
  const link = (name: string, to: string) => symlinkSync(to, join(acme, 'node_modules', name), 'junction')
  link('soar-actions', repository)
  link('esbuild', realpathSync(join(repository, 'node_modules/esbuild')))
  run({ node, args: [soar, 'build', acme] })
  return acme
}
