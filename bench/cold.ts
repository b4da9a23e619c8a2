/** Cold start: whole processes of `soar run`, from the built product, against a tenant in another process. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { alternate, median, peakMemory, quantile, ratio, run, type Samples, type Subject } from './measure.ts'
import { type Goal, type Measured, table } from './report.ts'
import { type Config, REQUESTS } from './requests.ts'
import { startTenant } from './tenant.ts'

const ROUNDS = 30

/** The Node that the goals are about. */
const MAJOR = 24

const soar = resolve(import.meta.dirname, '../dist/soar.js')
const peer = (name: string): string => resolve(import.meta.dirname, 'peers', name)

/**
 * Measures and answers tables.
 *
 * @param nodes further Node binaries to measure with, beside the running one
 */
export async function measure(nodes: readonly string[]): Promise<Measured> {
  const goals: Goal[] = []
  const tables: string[] = []
  for (const tls of [false, true]) {
    const tenant = await startTenant(soar, tls)
    try {
      const rows = [process.execPath, ...nodes].flatMap((node) => {
        const measured = rowsOf(node, tenant.config.api2 ?? {}, tls)
        goals.push(...measured.goals)
        return measured.rows
      })
      tables.push(`Over ${tls ? 'TLS' : 'HTTP'}:`, '', table(HEAD, rows), '')
    } finally {
      await tenant.close()
    }
  }
  const text = [
    `Wall time of whole processes in milliseconds, ${ROUNDS} runs each, alternating with \`node -e 0\` of the same binary (bare).`,
    'Ratios are medians of pairs. For comparison: a script that imports undici and sends the same requests (bench/peers), a',
    'single `http.request` for a token, and our own run from a folder without a code cache that cannot be written to. Peak is',
    'resident memory in MiB (bare in brackets).',
    '',
    ...tables,
  ]
  return { text: text.join('\n').trimEnd(), goals }
}

const HEAD = ['Node', 'process', 'bare', 'median', '90 % below', '× bare', '× undici script', 'peak']

interface Case {
  name: string
  /** Which other case it is compared with. */
  rival?: string
  /** Most it may be of a bare process. */
  limit?: number
  subject: Subject
}

function rowsOf(node: string, config: Config, tls: boolean): { rows: string[][]; goals: Goal[] } {
  const folder = mkdtempSync(join(tmpdir(), 'soar-cold-'))
  try {
    const cases = casesOf(node, config, tls, uncachedCopy(folder))
    const samples = alternate(
      cases.map(({ subject }) => subject),
      ROUNDS,
    )
    const version = run({ node, args: ['--version'] }).stdout.trim()
    const barePeak = peakMemory({ node, args: [] })
    const of = new Map(cases.map(({ name }, index) => [name, samples[index] as Samples]))
    const goals: Goal[] = []
    const rows = cases.map(({ name, rival, limit, subject }) => {
      const { own, bare } = of.get(name) as Samples
      const times = [median(bare), median(own), quantile(own, 0.9)].map((time) => time.toFixed(1))
      const other = of.get(rival ?? '')?.own
      const againstBare = ratio(own, bare)
      const againstRival = other && ratio(own, other)
      const peak = subject.args[0] === soar ? peakMemory(subject) : undefined
      const title = `${tls ? 'TLS' : 'HTTP'}, ${name}`
      if (limit !== undefined) goals.push({ name: `${title}: × bare`, value: againstBare, most: limit })
      if (againstRival !== undefined)
        goals.push({ name: `${title}: × undici script`, value: againstRival, most: 1 })
      if (peak !== undefined && !tls)
        goals.push({ name: `${title}: peak × bare`, value: peak / barePeak, most: 1.5 })
      return [
        version,
        name,
        ...times,
        againstBare.toFixed(2),
        againstRival?.toFixed(2) ?? '',
        peak === undefined ? '' : `${peak.toFixed(0)} (${barePeak.toFixed(0)})`,
      ]
    })
    return { rows, goals: version.startsWith(`v${MAJOR}.`) ? goals : [] }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function casesOf(node: string, config: Config, tls: boolean, uncached: string): Case[] {
  const cases = REQUESTS.flatMap(({ name, plain, secops }): Case[] => {
    const input = plain(config)
    const dry = JSON.parse(run({ node, args: [soar, 'run', '--dry-run'], input }).stdout)
    const script = `undici script, ${name}`
    const goal = tls ? {} : { limit: 2.5 }
    return [
      { name, rival: script, ...goal, subject: { node, args: [soar, 'run'], input } },
      {
        name: `${name}, secops`,
        rival: script,
        ...goal,
        subject: { node, args: [soar, 'run', '--dialect', 'secops'], input: secops(config) },
      },
      {
        name: script,
        subject: {
          node,
          args: [peer('undici.mjs')],
          input: JSON.stringify({ config, ...dry.dry_run.request }),
        },
      },
      {
        name: `${name}, no cache`,
        ...(tls ? {} : { limit: 4.5 }),
        subject: { node, args: [uncached, 'run'], input },
      },
    ]
  })
  const one = { node, args: [peer('http.cjs')], input: JSON.stringify({ config }) }
  return [...cases, { name: `one ${tls ? 'https' : 'http'}.request`, subject: one }]
}

/** The product in a folder where no code cache is and none can be left. */
function uncachedCopy(folder: string): string {
  cpSync(resolve(soar, '..'), folder, {
    recursive: true,
    filter: (file) => !/[\\/](cache|package)$/.test(file),
  })
  writeFileSync(join(folder, 'cache'), 'in the way')
  return join(folder, 'soar.js')
}
