/** `soar rows --ledger` of writes, killed at any instant and resumed: every row is answered once, and no write is doubled. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Simulator, startSimulator } from '../../simulator/index.ts'
import { environmentOf } from '../../testing/own/subjects.ts'
import { dice, inParallel, type Report } from '../part.ts'
import type { KillOptions } from './run.ts'
import { runVictim, type Start, usualTime } from './victim.ts'

/** Kills on one table, then it is brought to its end; several tables side by side. */
const PER_TABLE = 20

/** Rows of a table, when nobody says: so many that most kills hit a run that still writes. */
const ROWS = 400

const WRITE = '/api/managedsender/permit-or-block-sender'

/** Kills so many tables with each signal. */
export async function killRows({
  file,
  kills,
  seed,
  lanes = 3,
  rows = ROWS,
}: KillOptions & { rows?: number }): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'soar-kill-'))
  const roll = dice(seed)
  const tables = (['SIGKILL', 'SIGTERM'] as const).flatMap((signal) =>
    Array.from({ length: Math.ceil(kills / PER_TABLE) }, (_, at) => ({
      signal,
      name: join(folder, `${signal}-${at}`),
      // Shares of the usual time; how long that is is not known yet.
      shares: Array.from({ length: Math.min(PER_TABLE, kills - at * PER_TABLE) }, roll),
    })),
  )
  try {
    const broken = await inParallel(tables, lanes, (table) => killTable(table, file, rows))
    return { cases: kills * 2, broken: broken.flat() }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Table {
  signal: NodeJS.Signals
  name: string
  shares: number[]
}

async function killTable({ signal, name, shares }: Table, file: string, rows: number): Promise<string[]> {
  const simulator = await startSimulator({ latency_ms: 5, requests_max: rows * 3 })
  try {
    const empty = starting(simulator, file, `${name}-empty`, 1)
    const startup = await usualTime(() => empty)
    const starts = starting(simulator, file, name, rows)
    const window = startup * 0.7 + (rows * 5) / CONCURRENCY / shares.length
    for (const share of shares)
      await runVictim(starts, { signal, after: Math.floor(share * window) + startup * 0.4 })
    const last = await runVictim(starts)
    const faults =
      last.code === 0 ? faultsOf(simulator, `${name}.out`, rows) : [`the last run failed: ${last.stderr}`]
    return faults.map((fault) => `rows, ${shares.length} times ${signal}: ${fault}`)
  } finally {
    await simulator.close()
  }
}

const CONCURRENCY = 8

/** `name`.in, .out and .ledger; the table is written here. */
function starting(simulator: Simulator, file: string, name: string, rows: number): Start {
  const lines = Array.from({ length: rows }, (_, row) => JSON.stringify({ row, from: senderOf(name, row) }))
  writeFileSync(`${name}.in`, `${lines.join('\n')}\n`)
  const words = [
    ...['rows', 'block-sender', '--in', `${name}.in`, '--in-format', 'jsonl', '--out', `${name}.out`],
    ...['--out-format', 'jsonl', '--set', 'sender={{ from }}', '--param', 'recipient=alice@corp.example'],
    ...['--keep', 'row', '--yes', '--ledger', `${name}.ledger`, '--resume', '--fail-on', 'none'],
    ...['--concurrency', String(CONCURRENCY)],
  ]
  return { file, env: environmentOf(simulator), args: words }
}

const senderOf = (name: string, row: number): string => `r${row}@${name.split('-').at(-1)}.evil.example`

interface Line {
  row: number
  has_error: boolean
  error_code: string | null
}

/** What does not hold at the end. */
function faultsOf(simulator: Simulator, out: string, rows: number): string[] {
  const faults: string[] = []
  const seen = Array.from({ length: rows }, () => 0)
  for (const { path, body } of simulator.requests) {
    const row = path === WRITE ? Number(/"r(\d+)@(?!empty)/.exec(JSON.stringify(body))?.[1] ?? -1) : -1
    if (row >= 0) seen[row] = (seen[row] ?? 0) + 1
  }
  const lines = readFileSync(out, 'utf8')
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
  return faults
}
