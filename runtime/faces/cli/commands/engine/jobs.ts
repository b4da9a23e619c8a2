/** `soar jobs`: the jobs of an engine. */
import { refuse } from '../../../../contract/refuse.ts'
import type { Job, JobStatus } from '../../../../service/engine/engine.ts'
import { engineOf } from '../../engine/open.ts'
import { readQueue } from '../../engine/options.ts'
import type { Call, Command, Options } from '../../line/command.ts'
import { jsonOption, logLevelOption, onOption } from '../../line/options.ts'
import { readChoice } from '../../line/read-options.ts'
import { write } from '../../process/io.ts'
import { visibleLine } from '../../screen/width.ts'

const STATUSES = [
  'running',
  'completed',
  'failed',
  'cancelled',
  'terminated',
  'timed_out',
] as const satisfies readonly JobStatus[]

export const command: Command = {
  name: 'jobs',
  summary: 'list the jobs of an engine, the newest first',
  arguments: [],
  options: [
    onOption,
    { name: 'case', value: 'ID', help: 'only jobs for this case' },
    { name: 'connection', value: 'NAME', help: 'only jobs with this connection' },
    { name: 'action', value: 'ID', help: 'only jobs of this action', complete: 'action' },
    { name: 'status', value: 'STATUS', help: `only these: ${STATUSES.join(', ')}`, complete: STATUSES },
    { name: 'limit', value: 'N', help: 'at most this many; default 20' },
    {
      name: 'workers',
      value: 'QUEUE',
      help: 'list the workers that poll this queue, such as soar:<integration>, instead of jobs',
    },
    { ...jsonOption, help: 'print one JSON object per line' },
    logLevelOption,
  ],
  examples: [
    'soar jobs --on https://engine.example.com:7243/default',
    'soar jobs --case C-1 --json',
    'soar jobs --workers soar:<integration>',
  ],
  run: jobs,
}

async function jobs(call: Call): Promise<number> {
  const { options, io } = call
  const { engine } = await engineOf(call)
  try {
    const queue = options.text('workers')
    if (queue !== undefined) {
      const workers = await engine.pollers(readQueue(queue))
      const lines = workers.map((one) =>
        options.has('json') ? JSON.stringify(one) : `${one.polled.slice(0, 19)}  ${one.identity}`,
      )
      await print(io, lines.map(visibleLine))
      return 0
    }
    const status = readChoice(options, 'status', STATUSES)
    const named = (['case', 'connection', 'action'] as const).flatMap((name) => {
      const value = options.text(name)
      return value === undefined ? [] : [[name, value]]
    })
    const found = await engine.list({
      ...Object.fromEntries(named),
      limit: readLimit(options),
      ...(status && { status }),
    })
    const lines = options.has('json') ? found.map((job) => JSON.stringify(job)) : table(found)
    await print(io, lines)
    return 0
  } finally {
    await engine.close()
  }
}

const print = ({ stdout }: Call['io'], lines: readonly string[]): Promise<unknown> =>
  write(stdout, lines.map((line) => `${line}\n`).join(''))

/** The most jobs that one request of the engine's API returns. */
const MOST = 1000

function readLimit(options: Options): number {
  const text = options.text('limit') ?? '20'
  const limit = Number(text)
  if (/^\d{1,4}$/.test(text) && limit > 0 && limit <= MOST) return limit
  throw refuse(`--limit must be a whole number from 1 to ${MOST}; got "${text.slice(0, 40)}".`)
}

function table(jobs: readonly Job[]): string[] {
  const rows = jobs.map(({ id, status, started, facts }) => [
    started.slice(0, 19),
    status,
    id,
    facts.connection ?? '-',
  ])
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    visibleLine(
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
  )
}
