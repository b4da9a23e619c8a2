/** Table mode: throughput beside a bare loop of undici, and memory over long tables. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { median, plainEnvironment, ratio } from './measure.ts'
import { type Goal, type Measured, table } from './report.ts'
import { residentMiB } from './resident.ts'
import { startTenant } from './tenant.ts'

const soar = resolve(import.meta.dirname, '../dist/soar.js')
const bare = resolve(import.meta.dirname, 'rows-bare.ts')
const echo = resolve(import.meta.dirname, '../test/fixtures/echo')

const ROWS = 50_000
const ROUNDS = 5
const CONCURRENCY = 64

/** Rows after which time and memory are looked at. */
const STEPS = [1_000, 10_000, 100_000, 1_000_000]

/** From here on memory has to be flat. */
const FIRST = 10_000

/** MiB that it may grow from there to the end. */
const MOST_GROWTH = 30

/** Part of a bare undici loop that is asked for; with a ledger every write waits until its record is on the disk. */
const LEAST_SHARE = { 'soar rows': 0.7, 'soar rows with a ledger': 0.5 }

type Config = Record<string, string>

/** Measures and answers two tables. `quick` as an argument takes a tenth of the rows. */
export async function measure(args: readonly string[]): Promise<Measured> {
  const scale = args.includes('quick') ? 0.1 : 1
  const tenant = await startTenant(soar)
  try {
    const config = tenant.config.api2 ?? {}
    const speed = await throughput(config)
    const growth = await memory(config, scale)
    const text = [
      `\`soar rows block-sender --concurrency ${CONCURRENCY}\` over ${ROWS.toLocaleString('en')} rows, whole processes from start to end, in`,
      'alternation with a bare undici loop that sends the same bodies with the same concurrency, against the simulator in',
      `another process; medians of ${ROUNDS} rounds.`,
      '',
      speed.text,
      '',
      'One process each, with rows on standard input and lines on standard output: time and resident memory after this many',
      'rows.',
      '',
      growth.text,
    ].join('\n')
    return { text, goals: [...speed.goals, ...growth.goals] }
  } finally {
    await tenant.close()
  }
}

async function throughput(config: Config): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'soar-bench-'))
  try {
    const input = join(folder, 'rows.jsonl')
    writeFileSync(input, Array.from({ length: ROWS }, (_, at) => rowOf(at)).join(''))
    const subjects = {
      'bare undici': [bare, input, String(CONCURRENCY)],
      'soar rows': rowsArguments(input, join(folder, 'out.jsonl')),
      'soar rows with a ledger': [
        ...rowsArguments(input, join(folder, 'out.jsonl')),
        '--ledger',
        join(folder, 'ledger'),
      ],
    }
    const times: Record<string, number[]> = {}
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [name, argv] of Object.entries(subjects)) {
        rmSync(join(folder, 'ledger'), { force: true })
        const time = await wallTime(argv, config)
        // The first round fills caches.
        if (round > 0) times[name] = [...(times[name] ?? []), time]
      }
    }
    const base = times['bare undici'] ?? []
    const shareOf = (name: string): number => ratio(base, times[name] ?? [])
    const goals = Object.entries(LEAST_SHARE).map(
      ([name, least]): Goal => ({ name: `${name}: share of bare undici`, value: shareOf(name), least }),
    )
    const rows = Object.entries(times).map(([name, own]) => [
      name,
      Math.round(ROWS / (median(own) / 1000)).toString(),
      `${Math.round(shareOf(name) * 100)} %`,
    ])
    return { text: table(['', 'rows per second', 'of bare undici'], rows), goals }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const rowOf = (at: number): string =>
  `${JSON.stringify({ id: at, from: `user${at}@evil.example`, to: 'alice@corp.example', subject: `Invoice ${at}` })}\n`

const rowsArguments = (input: string, output: string): string[] => [
  ...[
    soar,
    'rows',
    'block-sender',
    '--in',
    input,
    '--out',
    output,
    '--concurrency',
    String(CONCURRENCY),
    '--yes',
  ],
  ...['--set', 'sender={{ from }}', '--column', 'recipient=to'],
]

/** Variables that the configuration comes in. */
const environment = (config: Config): NodeJS.ProcessEnv => ({
  ...plainEnvironment(),
  MIMECAST_API_ROOT: config.api_root,
  MIMECAST_CLIENT_ID: config.client_id,
  MIMECAST_CLIENT_SECRET: config.client_secret,
})

async function wallTime(argv: readonly string[], config: Config): Promise<number> {
  const start = performance.now()
  const child = spawn(process.execPath, argv, { stdio: ['pipe', 'ignore', 'pipe'], env: environment(config) })
  child.stdin.end(JSON.stringify(config))
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${argv.join(' ')} failed:\n${said}`)
  return performance.now() - start
}

async function memory(config: Config, scale: number): Promise<Measured> {
  const blocking = ['rows', 'block-sender', '--set', 'sender={{ from }}', '--column', 'recipient=to', '--yes']
  const saying = ['rows', 'say', '--root', echo, '--set', 'text={{ from }}']
  const subjects: [string, string[], number][] = [
    ['echo say', saying, 1_000_000 * scale],
    ['block-sender', [...blocking, '--concurrency', String(CONCURRENCY)], 100_000 * scale],
  ]
  const rows: string[][] = []
  const goals: Goal[] = []
  for (const [name, argv, most] of subjects) {
    const steps = await grow(
      argv,
      STEPS.filter((count) => count <= most),
      config,
    )
    let before = { count: 0, seconds: 0 }
    for (const step of steps) {
      const { count, seconds, mib } = step
      const each = ((seconds - before.seconds) * 1e6) / (count - before.count)
      rows.push([name, count.toLocaleString('en'), seconds.toFixed(2), each.toFixed(0), mib.toFixed(0)])
      before = step
    }
    const growth = (steps.at(-1)?.mib ?? 0) - (steps.find(({ count }) => count === FIRST)?.mib ?? 0)
    goals.push({ name: `${name}: MiB more than after ${FIRST} rows`, value: growth, most: MOST_GROWTH })
  }
  return { text: table(['action', 'rows', 'seconds', 'µs for each since', 'MiB'], rows), goals }
}

interface Step {
  count: number
  /** Since the process started. */
  seconds: number
  mib: number
}

/** Feeds a table and looks at the process each time so many rows are answered. */
async function grow(argv: readonly string[], counts: readonly number[], config: Config): Promise<Step[]> {
  const started = performance.now()
  const child = spawn(process.execPath, [soar, ...argv], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: environment(config),
  })
  const { stdin, stdout } = child
  const answered = lineCounter(stdout)
  const pid = pidOf(child)
  const steps: Step[] = []
  let fed = 0
  for (const count of counts) {
    await feed(stdin, fed, count)
    fed = count
    await answered(count)
    const seconds = (performance.now() - started) / 1000
    steps.push({ count, seconds, mib: residentMiB(pid) })
  }
  stdin.end()
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${argv.join(' ')} failed`)
  return steps
}

async function feed(stdin: NodeJS.WritableStream, from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += 500) {
    const part = Array.from({ length: Math.min(500, to - at) }, (_, offset) => rowOf(at + offset)).join('')
    if (!stdin.write(part)) await once(stdin, 'drain')
  }
}

/** Waits until so many lines have come. */
function lineCounter(stdout: NodeJS.ReadableStream): (lines: number) => Promise<void> {
  let lines = 0
  let look = (): void => {}
  stdout.on('data', (chunk: Buffer) => {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++
    look()
  })
  return (wanted) =>
    new Promise((done) => {
      look = () => {
        if (lines >= wanted) done()
      }
      look()
    })
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('the process did not start')
  return pid
}
