/** Cold start: whole processes of `soar run`, from the built product, against a tenant in another process over plain HTTP. */
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { type Compared, compare, peakMemory, type Subject } from './measure.ts'
import { table } from './report.ts'
import { startTenant } from './tenant.ts'

const ROUNDS = 60

/** What is run: one request that only reads, and a write with templates in its inputs and its message. */
const REQUESTS = {
  ping: { action: 'ping' },
  'block-sender': {
    action: 'block-sender',
    parameters: { recipient: 'alice@corp.example' },
    templates: { sender: '{{ context.event.from | lower }}' },
    context: { event: { from: 'Mallory@Evil.example' } },
  },
}

/**
 * Measures and answers a table.
 *
 * @param nodes further Node binaries to measure with, beside the running one
 */
export async function measure(nodes: readonly string[]): Promise<string> {
  const soar = resolve(import.meta.dirname, '../dist/soar.js')
  const tenant = await startTenant(soar)
  try {
    const rows = [process.execPath, ...nodes].flatMap((node) => rowsOf(node, soar, tenant.config.api2 ?? {}))
    return [
      `Wall time of whole processes in milliseconds, ${ROUNDS} runs each, in alternation with \`node -e 0\` of the same binary.`,
      'The ratio is the median of pairs. Peak is resident memory in MiB (bare in brackets).',
      '',
      table(['Node', 'request', 'bare', 'run', '90 % below', 'ratio', 'peak'], rows),
    ].join('\n')
  } finally {
    await tenant.close()
  }
}

function rowsOf(node: string, soar: string, config: Record<string, string>): string[][] {
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()
  const subjects = Object.values(REQUESTS).map(
    (request): Subject => ({ node, args: [soar, 'run'], input: JSON.stringify({ ...request, config }) }),
  )
  const barePeak = peakMemory({ node, args: [] })
  const compared = compare(subjects, ROUNDS)
  return Object.keys(REQUESTS).map((name, index) => {
    const { bare, median, p90, ratio } = compared[index] as Compared
    const peak = peakMemory(subjects[index] as Subject)
    const times = [bare.median, median, p90].map((time) => time.toFixed(1))
    return [version, name, ...times, ratio.toFixed(2), `${peak.toFixed(0)} (${barePeak.toFixed(0)})`]
  })
}
