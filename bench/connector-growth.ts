/** How the connector grows: all that many tracked messages become, handed out run by run in one process. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { peakWrapper, plainEnvironment, readUsage } from './measure.ts'
import { type Measured, table } from './report.ts'
import { startTenant } from './tenant.ts'

const SIZES = [100, 1_000, 10_000, 100_000]
const DOMAIN = 'bench.example'

/** The time over which the messages are spread. */
const HOURS = 160

/** Alerts of one run. */
const PER_RUN = 2_000

/** Number of messages from which on memory has to be flat, and MiB that it may grow from there to the end. */
const FLAT_FROM = 10_000
const MOST_GROWTH = 60

/** Measures and answers a table with its words. */
export async function measureGrowth(soar: string): Promise<Measured> {
  const found: (Ingested & { size: number })[] = []
  for (const size of SIZES) found.push({ size, ...(await ingest(soar, size)) })
  const rows = found.map(({ size, seconds, mib, runs }) => {
    const each = (seconds * 1000) / size
    return [size.toLocaleString('en'), String(runs), seconds.toFixed(1), each.toFixed(2), mib.toFixed(0)]
  })
  const growth = (found.at(-1)?.mib ?? 0) - (found.find(({ size }) => size === FLAT_FROM)?.mib ?? 0)
  const name = `connector: MiB more for ${SIZES.at(-1)} messages than for ${FLAT_FROM}`
  return {
    text: [
      `All messages of ${HOURS} hours, without latency, ${PER_RUN} per run in one process: processor time from start to end, and`,
      'peak resident memory.',
      '',
      table(['tracked messages', 'runs', 'processor s', 'ms for each', 'peak MiB'], rows),
    ].join('\n'),
    goals: [{ name, value: growth, most: MOST_GROWTH }],
  }
}

interface Ingested {
  runs: number
  /** Of the processor. */
  seconds: number
  /** At most. */
  mib: number
}

async function ingest(soar: string, size: number): Promise<Ingested> {
  const tenant = await startTenant(soar)
  const folder = await mkdtemp(join(tmpdir(), 'soar-bench-'))
  try {
    const { api_root, client_id, client_secret } = tenant.config.api2 ?? {}
    const seed = { tracked: size, minutes: HOURS * 60, domain: DOMAIN, files_every: 0 }
    await fetch(`${api_root}/__simulator/seed`, { method: 'POST', body: JSON.stringify(seed) })
    const parameters = [
      `domains=${DOMAIN}`,
      'status_filter=all',
      `max_messages_to_return=${PER_RUN}`,
      `max_hours_backwards=${HOURS + 1}`,
    ]
    const words = ['--state', join(folder, 'state'), '--watch', '1h', '--log-level', 'silent']
    const child = spawn(
      process.execPath,
      [
        peakWrapper,
        soar,
        'connect',
        'message-tracking',
        ...words,
        ...parameters.flatMap((pair) => ['--param', pair]),
      ],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...plainEnvironment(),
          MIMECAST_API_ROOT: api_root,
          MIMECAST_CLIENT_ID: client_id,
          MIMECAST_CLIENT_SECRET: client_secret,
        },
      },
    )
    const said = text(child.stderr)
    let [alerts, runs] = [0, 0]
    for await (const line of createInterface(child.stdout)) {
      const result = JSON.parse(line)
      if (!result.is_success) throw new Error(result.output_message)
      alerts += result.json_result.alerts.length
      runs++
      if (alerts >= size || !result.pending) break
    }
    child.kill('SIGTERM')
    await once(child, 'close')
    if (alerts !== size) throw new Error(`${alerts} alerts of ${size} messages:\n${await said}`)
    return { runs, ...readUsage(await said) }
  } finally {
    await tenant.close()
    await rm(folder, { recursive: true })
  }
}
