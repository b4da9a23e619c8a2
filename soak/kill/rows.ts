/** `soar rows --ledger` of writes, killed at any instant and resumed: every row is answered once, and no write is sent twice. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Simulator, startSimulator } from '../../simulator/index.ts'
import { environmentOf } from '../../testing/own/subjects.ts'
import { dice, inParallel, type Report } from '../part.ts'
import type { Instant } from './instant.ts'
import { runProcess, type Start } from './process.ts'
import type { KillOptions } from './run.ts'

/** Kills on one table, then it is brought to its end; several tables side by side. */
const PER_TABLE = 20

/** Rows of a table, unless the caller says: so many that most kills hit a run that still writes. */
const ROWS = 400

/** Rows under way at once. */
const CONCURRENCY = 8

const WRITE = '/api/managedsender/permit-or-block-sender'

interface Table {
  file: string
  signal: NodeJS.Signals
  /** Path of its files without their endings. */
  name: string
  rows: number
  instants: Instant[]
}

/** Kills so many tables with each signal. */
export async function killRows(options: KillOptions & { rows?: number }): Promise<Report> {
  const { file, kills, seed, lanes = 3, rows = ROWS, delays } = options
  const folder = mkdtempSync(join(tmpdir(), 'soar-kill-'))
  const roll = dice(seed)
  const tables = (['SIGKILL', 'SIGTERM'] as const).flatMap((signal) =>
    Array.from({ length: Math.ceil(kills / PER_TABLE) }, (_, at): Table => {
      const count = Math.min(PER_TABLE, kills - at * PER_TABLE)
      const held = signal === 'SIGKILL'
      const instants = Array.from({ length: count }, () => instantOf(roll, rows / count, held, delays))
      return { file, signal, name: join(folder, `${signal}-${at}`), rows, instants }
    }),
  )
  try {
    const broken = await inParallel(tables, lanes, killTable)
    return { cases: kills * 2, broken: broken.flat() }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Most kills of a table hit a run that still writes: each run gets a little less than its share of the rows. Where SIGTERM
 * ends it nothing is held back, because it waits for what is under way.
 */
function instantOf(roll: () => number, share: number, mayHold: boolean, delays = false): Instant {
  const number = 1 + Math.floor(roll() * share * 0.8)
  const held = roll() < 0.5 && mayHold
  return { cause: { at: 'request', number, held }, delay: delays ? Math.floor(roll() * 10) : 0 }
}

async function killTable(table: Table): Promise<string[]> {
  const { signal, name, instants, rows } = table
  const simulator = await startSimulator({
    sizes: { archived: 0, held: 0, tracked: 0, logs: 0 },
    latency_ms: 2,
    requests_max: rows * 3,
  })
  try {
    const start = starting(simulator, table)
    for (const instant of instants) await runProcess(simulator, start, { signal, instant })
    const last = await runProcess(simulator, start)
    const faults =
      last.code === 0 ? faultsOf(simulator, table, last.stderr) : [`the last run failed: ${last.stderr}`]
    const seen = JSON.stringify(instants.map(({ cause }) => cause))
    return faults.map((fault) => `rows, ${instants.length} times ${signal}: ${fault} (${name}: ${seen})`)
  } finally {
    await simulator.close()
  }
}

/** `name`.in, .out and .ledger; the table is written here. */
function starting(simulator: Simulator, { file, name, rows }: Table): Start {
  const lines = Array.from({ length: rows }, (_, row) =>
    JSON.stringify({ row, from: `r${row}@evil.example` }),
  )
  writeFileSync(`${name}.in`, `${lines.join('\n')}\n`)
  const words = [
    ...['rows', 'block-sender', '--in', `${name}.in`, '--in-format', 'jsonl', '--out', `${name}.out`],
    ...['--out-format', 'jsonl', '--set', 'sender={{ from }}', '--param', 'recipient=alice@corp.example'],
    ...['--keep', 'row', '--yes', '--ledger', `${name}.ledger`, '--resume', '--fail-on', 'none'],
    ...['--concurrency', String(CONCURRENCY)],
  ]
  return { file, env: environmentOf(simulator), args: words }
}

interface Line {
  row: number
  has_error: boolean
  error_code: string | null
}

interface Summary {
  unknown: { rows: number }
  /** Rows that an earlier run had answered. */
  before: number
}

/** What does not hold at the end. */
function faultsOf(simulator: Simulator, { name, rows, instants, signal }: Table, stderr: string): string[] {
  const faults: string[] = []
  const seen = Array.from({ length: rows }, () => 0)
  for (const { path, body } of simulator.requests) {
    const row = path === WRITE ? Number(/"r(\d+)@/.exec(JSON.stringify(body))?.[1] ?? -1) : -1
    if (row >= 0) seen[row] = (seen[row] ?? 0) + 1
  }
  const lines = readFileSync(`${name}.out`, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
  if (lines.length !== rows || lines.some(({ row }, at) => row !== at))
    faults.push(`${lines.length} lines for ${rows} rows, or not in their order`)
  for (const [row, times] of seen.entries())
    if (times > 1) faults.push(`row ${row} was written ${times} times`)
  for (const { row, has_error, error_code } of lines) {
    if (has_error && error_code !== 'OUTCOME_UNKNOWN') faults.push(`row ${row} failed with ${error_code}`)
    if (!has_error && seen[row] !== 1)
      faults.push(`row ${row} is answered, but was written ${seen[row]} times`)
  }
  const { summary } = JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as { summary: Summary }
  const unknown = lines.filter(({ error_code }) => error_code === 'OUTCOME_UNKNOWN').length
  if (unknown !== summary.unknown.rows)
    faults.push(`${unknown} lines are unknown, the summary says ${summary.unknown.rows}`)
  if (summary.before === 0) faults.push('no run before the last one answered anything')
  // At most what was under way at each kill; SIGTERM waits for that.
  const most = signal === 'SIGKILL' ? instants.length * CONCURRENCY : 0
  if (unknown > most) faults.push(`${unknown} rows are unknown after ${instants.length} kills`)
  return faults
}
