/**
 * Runaway templates, and honest ones over hostile data: each ends within its budget of processor time and under 300 MB. They run
 * in processes of their own, which the worst of them would end.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DEFAULT_BUDGET } from '../../runtime/template/budget.ts'
import { dice, inParallel, type Part } from '../part.ts'
import { caseOf, type Ended } from './cases.ts'

/** Templates of each kind, unless `--runs` says otherwise. */
const RUNS = 2_000
/** Milliseconds of processor time: the budget, and what a piece of work may take that the budget cannot stop in between. */
const LONGEST = DEFAULT_BUDGET.time + 500
/** MiB that the process may hold at most, Node itself included. */
const LARGEST = 300
/** Milliseconds without a message after which a case counts as endless. */
const SILENCE = 60_000
const LANES = 2

/** What a stretch of cases came to. */
interface Tally {
  broken: string[]
  outcomes: Map<string, number>
  ms: number[]
  mib: number
}

export const part: Part = async ({ seed, runs = RUNS, say }) => {
  const broken: string[] = []
  for (const kind of ['runaway', 'honest']) {
    const tally: Tally = { broken: [], outcomes: new Map(), ms: [], mib: 0 }
    const half = Math.ceil(runs / LANES)
    await inParallel([0, half], LANES, (from) =>
      stretch(kind, seed, from, Math.min(runs, from + half), tally),
    )
    const sorted = tally.ms.toSorted((a, b) => a - b)
    const at = (part: number) => Math.round(sorted[Math.floor((sorted.length - 1) * part)] ?? 0)
    const ends = [...tally.outcomes].map(([outcome, count]) => `${outcome} ${count}`).join(', ')
    say(
      `${runs} ${kind}: ${ends}; processor ms median ${at(0.5)}, 99 % ${at(0.99)}, most ${at(1)}; most memory ${Math.round(tally.mib)} MiB`,
    )
    broken.push(...tally.broken)
  }
  return { cases: runs * 2, broken }
}

/** Runs a stretch of cases; after one that ends the worker, another worker goes on behind it. */
async function stretch(kind: string, seed: number, from: number, to: number, tally: Tally): Promise<void> {
  let next = from
  while (next < to) {
    const last = await work(kind, seed, next, to, (ended) => {
      next = ended.at + 1
      judge(kind, seed, ended, tally)
    })
    if (last !== 'done' && next < to) {
      tally.broken.push(`${kind} ${next}: ${last}: ${shown(kind, seed, next)}`)
      next += 1
    }
  }
}

function judge(kind: string, seed: number, { at, outcome, ms, mib }: Ended, tally: Tally): void {
  tally.outcomes.set(outcome, (tally.outcomes.get(outcome) ?? 0) + 1)
  tally.ms.push(ms)
  tally.mib = Math.max(tally.mib, mib)
  const wrong = [
    ...(outcome.startsWith('fault') ? [outcome] : []),
    ...(ms > LONGEST ? [`${Math.round(ms)} ms of processor time`] : []),
    ...(mib > LARGEST ? [`${Math.round(mib)} MiB`] : []),
  ]
  if (wrong.length > 0) tally.broken.push(`${kind} ${at}: ${wrong.join(', ')}: ${shown(kind, seed, at)}`)
}

const shown = (kind: string, seed: number, at: number): string =>
  caseOf(kind, dice(seed * 1_000_003 + at)).template.slice(0, 600)

/** Runs a worker; `done` when it came to an end by itself. */
function work(
  kind: string,
  seed: number,
  from: number,
  to: number,
  take: (ended: Ended) => void,
): Promise<string> {
  const args = [
    '--expose-gc',
    join(import.meta.dirname, 'worker.ts'),
    kind,
    String(seed),
    String(from),
    String(to),
  ]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  return new Promise((settle) => {
    let silent = false
    const stop = () => {
      silent = true
      child.kill('SIGKILL')
    }
    let timer = setTimeout(stop, SILENCE)
    createInterface({ input: child.stdout }).on('line', (line) => {
      clearTimeout(timer)
      timer = setTimeout(stop, SILENCE)
      take(JSON.parse(line) as Ended)
    })
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      settle(silent ? 'endless' : code === 0 ? 'done' : `the process died (${signal ?? code})`)
    })
  })
}
