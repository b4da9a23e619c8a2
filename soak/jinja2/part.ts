/**
 * Templates against Jinja2 itself: its own tests through a recorder, and small templates from a seed. What Jinja2 prints is what we
 * print, or it is refused as docs/templates.md lists. Needs PyPI, python3 with venv, and tar.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { dice, type Part } from '../part.ts'
import { compare, type Judged, type Verdict } from './compare.ts'
import { fuzzed } from './fuzz.ts'
import { type Installed, install, must } from './install.ts'

/** Fuzzed templates, unless `--runs` says otherwise. */
const RUNS = 20_000
/** Templates that Python renders in one process. */
const BATCH = 5_000

export const part: Part = async ({ seed, runs = RUNS, say }) => {
  const installed = install()
  try {
    const suite = recorded(installed)
    const broken = [...judge('suite', suite, say)]
    const made = Array.from({ length: runs }, (_, at) => fuzzed(dice(seed * 1_000_003 + at)))
    broken.push(...judge('fuzz', rendered(installed, made), say))
    return { cases: suite.length + runs, broken }
  } finally {
    rmSync(installed.folder, { recursive: true, force: true })
  }
}

/** What Jinja2's own tests render. */
function recorded({ python, sources, folder }: Installed): Judged[] {
  const file = join(folder, 'recording.jsonl')
  const run = ['-m', 'pytest', '-q', '-p', 'recorder', '-p', 'no:cacheprovider', 'tests']
  const report = must(python, run, {
    cwd: sources,
    env: { PYTHONPATH: import.meta.dirname, JINJA2_RECORDING: file },
  })
  if (!/recorder: \d+ recorded/.test(report)) throw new Error(`The tests were not recorded:\n${report}`)
  return lines(readFileSync(file, 'utf8'))
}

/** What Jinja2 renders of templates of ours. */
function rendered({ python }: Installed, made: readonly { template: string; context: string }[]): Judged[] {
  const judged: Judged[] = []
  for (let from = 0; from < made.length; from += BATCH) {
    const batch = made.slice(from, from + BATCH)
    const input = batch.map((one) => `${JSON.stringify(one)}\n`).join('')
    const { stdout, status } = spawnSync(python, [join(import.meta.dirname, 'oracle.py')], {
      input,
      encoding: 'utf8',
      maxBuffer: 2 ** 29,
    })
    const answers = lines(stdout)
    if (status !== 0 || answers.length !== batch.length)
      throw new Error('Python did not answer every template')
    batch.forEach((one, at) => {
      judged.push({ ...answers[at], ...one })
    })
  }
  return judged
}

function lines(text: string): Judged[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Judged)
}

function judge(what: string, cases: readonly Judged[], say: (line: string) => void): string[] {
  const counts = new Map<Verdict, number>()
  const broken: string[] = []
  for (const one of cases) {
    const { verdict, report } = compare(one)
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
    if (verdict !== 'different') continue
    const jinja2 = one.text === undefined ? one.error : JSON.stringify(one.text)
    broken.push(
      `${what}: ${JSON.stringify(one.template)} over ${one.context}: Jinja2 ${jinja2}, ours ${report}`,
    )
  }
  say(
    `${what}: ${cases.length} templates: ${[...counts].map(([verdict, count]) => `${verdict} ${count}`).join(', ')}`,
  )
  return broken
}
