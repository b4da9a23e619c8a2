/** Where the milliseconds of a cold start go: what one run passes through, and what it spends on reading and compiling. */
import { resolve } from 'node:path'
import { median, run } from './measure.ts'
import { type Measured, table } from './report.ts'
import { REQUESTS } from './requests.ts'
import { startTenant } from './tenant.ts'

const ROUNDS = 25

const soar = resolve(import.meta.dirname, '../dist/soar.js')
const wrapper = resolve(import.meta.dirname, 'stages.cjs')

/** Moments of a run in their order, each with what lies between it and the one before. */
const STAGES = {
  started: 'Node itself, before our first line',
  loaded: 'scripts that every run needs: read, compiled from the cache, evaluated',
  connecting: 'standard input, request, action, configuration, inputs, client, undici',
  connected: 'connection, while the log is loaded',
  answered: 'request and answer for the token; first use of the HTTP parser',
  printed: 'request and answer of the action, result, message',
  ended: 'connections closed',
}

/** What of it is one kind of work, wherever it was done. */
const KINDS = {
  read: 'of which reading files',
  compile: 'of which loading code from the code cache',
  builtin: "of which loading Node's own modules",
}

interface Report {
  moments: Record<string, number>
  spent: Record<string, number>
}

/** Measures and answers a table. */
export async function measure(): Promise<Measured> {
  const tenant = await startTenant(soar)
  try {
    const config = tenant.config.api2 ?? {}
    const inputs = REQUESTS.map(({ plain }) => plain(config))
    const rounds = Array.from({ length: ROUNDS }, () => inputs.map(reportOf))
    const columns = inputs.map((_, at) => (value: (report: Report) => number): string => {
      const values = rounds.flatMap((reports) => reports[at] ?? []).map(value)
      return median(values).toFixed(1)
    })
    const names = Object.keys(STAGES) as (keyof typeof STAGES)[]
    const stages = names.map((name, at) => {
      const before = names[at - 1]
      const since = ({ moments }: Report) => (moments[name] ?? 0) - (before ? (moments[before] ?? 0) : 0)
      return [STAGES[name], ...columns.map((of) => of(since))]
    })
    const kinds = Object.entries(KINDS).map(([kind, words]) => [
      words,
      ...columns.map((of) => of(({ spent }) => spent[kind] ?? 0)),
    ])
    const text = [
      `Milliseconds, medians of ${ROUNDS} runs that measure themselves (bench/stages.cjs), which adds a little. Not included: the`,
      'end of the process, one to three milliseconds.',
      '',
      table(['', ...REQUESTS.map(({ name }) => name)], [...stages, ...kinds]),
    ].join('\n')
    return { text, goals: [] }
  } finally {
    await tenant.close()
  }
}

function reportOf(input: string): Report {
  const { stderr } = run({ node: process.execPath, args: [wrapper, soar, 'run'], input })
  return JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '') as Report
}
