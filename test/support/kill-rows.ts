/** Kills `soar rows` with SIGKILL while it writes, resumes it, and looks at what the tenant has seen. */
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startSimulator } from '../../simulator/index.ts'
import { endOf, startSoar } from './soar.ts'

/** What was done, and what came of it. */
export interface KilledRun {
  kills: number
  rows: number
  /** How often the tenant has seen each row's write. */
  seen: number[]
  lines: { has_error: boolean; error_code: string | null; id?: unknown; row: number }[]
  /** What the last run said of itself. */
  summary: { rows: number; unknown: { rows: number }; before: number }
  ledger: string
}

/** Options of a round. */
export interface KillOptions {
  rows: number
  kills: number
  /** From 0 to 1. */
  random: () => number
  more?: readonly string[]
}

const PATH = '/api/managedsender/permit-or-block-sender'

/** Runs a table of writes, killed so many times after a random number of writes each, then to its end. */
export async function killAndResume({ rows, kills, random, more = [] }: KillOptions): Promise<KilledRun> {
  const folder = mkdtempSync(join(tmpdir(), 'soar-kill-'))
  const sizes = { archived: 0, held: 0, tracked: 0, logs: 0 }
  const simulator = await startSimulator({ sizes, latency_ms: 2, requests_max: rows * 3 })
  const file = (name: string) => join(folder, name)
  try {
    const table = Array.from(
      { length: rows },
      (_, row) => `${JSON.stringify({ row, from: `s${row}@evil.example` })}\n`,
    )
    writeFileSync(file('in.jsonl'), table.join(''))
    const { api_root = '', client_id = '', client_secret = '' } = simulator.config.api2
    const env = {
      MIMECAST_API_ROOT: api_root,
      MIMECAST_CLIENT_ID: client_id,
      MIMECAST_CLIENT_SECRET: client_secret,
    }
    const words = ['rows', 'block-sender', '--in', file('in.jsonl'), '--out', file('out.jsonl')]
    words.push(
      '--set',
      'sender={{ from }}',
      '--param',
      'recipient=alice@corp.example',
      '--keep',
      'row',
      '--yes',
    )
    words.push('--ledger', file('ledger'), '--resume', '--fail-on', 'none', '--concurrency', '16', ...more)
    const writes = () => simulator.requests.filter(({ path }) => path === PATH)

    let killed = 0
    while (killed < kills) {
      const child = startSoar(words, { env })
      const ended = once(child, 'close')
      const aim = writes().length + 1 + Math.floor(random() * Math.ceil((rows / kills) * 0.8))
      while (writes().length < aim && child.exitCode === null) await delay(1)
      await delay(random() * 4)
      child.kill('SIGKILL')
      await ended
      if (child.signalCode === 'SIGKILL') killed++
      else break
    }
    const { code, stderr } = await endOf(startSoar(words, { env }))
    if (code !== 0) throw new Error(`the last run ended with ${code}: ${stderr}`)
    const seen = Array.from({ length: rows }, () => 0)
    for (const { body } of writes()) {
      const [item] = (body as { data: [{ sender: string }] }).data
      const row = Number(/^s(\d+)@/.exec(item.sender)?.[1])
      seen[row] = (seen[row] ?? 0) + 1
    }
    return {
      kills: killed,
      rows,
      seen,
      lines: readFileSync(file('out.jsonl'), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
      summary: JSON.parse(stderr.trim().split('\n').at(-1) ?? '').summary,
      ledger: readFileSync(file('ledger'), 'utf8'),
    }
  } finally {
    await simulator.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What must hold whatever the instants were; empty when it does. */
export function faultsOf({ rows, seen, lines, summary }: KilledRun): string[] {
  const faults: string[] = []
  const twice = seen.flatMap((times, row) => (times > 1 ? [row] : []))
  if (twice.length > 0) faults.push(`written more than once: rows ${twice.join(', ')}`)
  const order = lines.map(({ row }) => row)
  if (order.length !== rows || order.some((row, at) => row !== at)) {
    faults.push(`${order.length} lines for ${rows} rows, or not in their order`)
  }
  const unknown = lines.filter(({ error_code }) => error_code === 'OUTCOME_UNKNOWN')
  if (unknown.length !== summary.unknown.rows) {
    faults.push(`${unknown.length} lines are unknown, the summary says ${summary.unknown.rows}`)
  }
  for (const { row, has_error, error_code } of lines) {
    if (has_error && error_code !== 'OUTCOME_UNKNOWN') faults.push(`row ${row} failed with ${error_code}`)
    if (!has_error && seen[row] !== 1)
      faults.push(`row ${row} is answered, but was written ${seen[row]} times`)
  }
  return faults
}
