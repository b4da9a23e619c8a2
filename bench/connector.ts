/** The connector: a thousand messages against a tenant that answers late, and the same calls one after another. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { measureGrowth } from './connector-growth.ts'
import { plainEnvironment } from './measure.ts'
import { type Goal, type Measured, table } from './report.ts'

const MESSAGES = 1000
/** Milliseconds each answer waits. */
const LATENCY = 50
const DOMAIN = 'bench.example'

/** Calls that are made again one after another; the time of all is reckoned from theirs. */
const REPLAYED = 300

/** Most of that time that the connector may take. */
const MOST_RATIO = 0.25

/** Delivered mail needs its details alone; held mail its place in the queue and its list of files, too. */
const KINDS = { tracked: 'delivered', held: 'held' } as const
type Kind = keyof typeof KINDS

interface Call {
  method: string
  path: string
  headers: Record<string, string>
  body: unknown
}

/**
 * Measures and answers two tables.
 *
 * @param args the file that is the command line; default the built product
 */
export async function measure([file]: readonly string[]): Promise<Measured> {
  const soar = resolve(file ?? resolve(import.meta.dirname, '../dist/soar.js'))
  const rows: string[][] = []
  const goals: Goal[] = []
  for (const kind of Object.keys(KINDS) as Kind[]) {
    const { alerts, calls, seconds, slow } = await ingestBoth(soar, kind)
    const share = seconds / slow
    const cells = [alerts, calls, seconds.toFixed(1), slow.toFixed(1), share.toFixed(3)]
    rows.push([`${MESSAGES} ${KINDS[kind]}`, ...cells.map(String)])
    goals.push({ name: `connector, ${KINDS[kind]}: of one after another`, value: share, most: MOST_RATIO })
  }
  const growth = await measureGrowth(soar)
  const text = [
    `\`soar connect\` as a whole process fetches ${MESSAGES} messages with its defaults (8 at a time); every call takes ${LATENCY} ms or more.`,
    `For comparison: the same calls one after another on one kept connection, extrapolated from the first ${REPLAYED}.`,
    '',
    table(['messages', 'alerts', 'calls', 'connector s', 'one after another s', 'ratio'], rows),
    '',
    growth.text,
  ].join('\n')
  return { text, goals: [...goals, ...growth.goals] }
}

interface Both {
  alerts: number
  calls: number
  /** Of the connector, and of the same calls one after another. */
  seconds: number
  slow: number
}

async function ingestBoth(soar: string, kind: Kind): Promise<Both> {
  const tenant = spawn(process.execPath, [soar, 'simulate', '--json', '--latency', String(LATENCY)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: plainEnvironment(),
  })
  try {
    const [line] = await once(createInterface(tenant.stdout), 'line')
    const { url, config } = JSON.parse(line)
    const seed = { [kind]: MESSAGES, minutes: 55, domain: DOMAIN, files_every: 0 }
    await fetch(`${url}/__simulator/seed`, { method: 'POST', body: JSON.stringify(seed) })
    const { alerts, seconds } = await ingest(soar, config.api2)
    const answer = await fetch(`${url}/__simulator/requests`)
    const { requests } = (await answer.json()) as { requests: Call[] }
    const sample = requests.slice(0, REPLAYED)
    const slow = ((await replay(url, sample)) / sample.length) * requests.length
    return { alerts, calls: requests.length, seconds, slow }
  } finally {
    tenant.kill('SIGTERM')
    await once(tenant, 'close')
  }
}

/** One run of the connector: the alerts it handed out, and how long the process took. */
async function ingest(
  soar: string,
  config: Record<string, string>,
): Promise<{ alerts: number; seconds: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'soar-bench-'))
  const parameters = [`domains=${DOMAIN}`, 'status_filter=all', `max_messages_to_return=${MESSAGES}`]
  const words = ['--state', join(folder, 'state'), ...parameters.flatMap((pair) => ['--param', pair])]
  const env = {
    ...plainEnvironment(),
    SOAR_LOG: 'silent',
    MIMECAST_API_ROOT: config.api_root,
    MIMECAST_CLIENT_ID: config.client_id,
    MIMECAST_CLIENT_SECRET: config.client_secret,
  }
  const started = performance.now()
  const child = spawn(process.execPath, [soar, 'connect', 'message-tracking', ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  })
  const closed = once(child, 'close')
  const line = await text(child.stdout)
  await closed
  const seconds = (performance.now() - started) / 1000
  await rm(folder, { recursive: true })
  return { alerts: JSON.parse(line).json_result.alerts.length, seconds }
}

/** Makes the calls again, each when the one before is answered; answers the seconds that took. */
async function replay(url: string, calls: readonly Call[]): Promise<number> {
  const started = performance.now()
  for (const { method, path, headers, body } of calls) {
    const { authorization, 'content-type': type = '' } = headers
    const sent = type.includes('form')
      ? new URLSearchParams(body as Record<string, string>)
      : JSON.stringify(body)
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': type, ...(authorization && { authorization }) },
      body: sent,
    })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status} when it was asked again`)
    await answer.arrayBuffer()
  }
  return (performance.now() - started) / 1000
}
