/** A long table on an engine: workers are killed again and again, the submitter once. */
import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEngine } from '../../testing/own/engine.ts'
import { arrivalOf } from '../../testing/own/moments.ts'
import { product } from '../../testing/own/repository.ts'
import { openTenants, startWorker, type WorkerProcess } from '../../testing/own/workers.ts'
import { endOf, runNode, startNode } from '../../testing/process.ts'
import type { Part } from '../part.ts'

/** Rows of the table, unless the caller says. */
const ROWS = 100_000
const WORKERS = 2
/** Milliseconds between two kills of a worker. */
const KILL_MS = 10_000
const PATH = '/api/policy/blockedsenders/create-policy'

export const part: Part = async ({ runs: rows = ROWS, say }) => {
  const server = await startEngine()
  const tenants = await openTenants(['acme'], server.folder, { requests_max: 2 * rows })
  const tenant = tenants.of('acme')
  const env = { SOAR_LOG: 'silent' }
  const next = (): Promise<WorkerProcess> =>
    startWorker(server, [], { connections: tenants.file, slots: 4, env })
  const workers = await Promise.all(Array.from({ length: WORKERS }, next))
  const over = new AbortController()
  let kills = 0
  const killing = (async () => {
    for (;;) {
      await sleep(KILL_MS, undefined, { signal: over.signal })
      const [oldest] = workers.splice(0, 1)
      oldest?.signal('SIGKILL')
      await oldest?.ended
      workers.push(await next())
      say(`worker ${++kills} killed, ${tenant.counters.paths.get(PATH) ?? 0} rows sent`)
    }
  })().catch((error: unknown) => {
    if (!over.signal.aborted) throw error
  })
  const [table, output] = ['in.csv', 'out.jsonl'].map((name) => join(server.folder, name)) as [string, string]
  const names = Array.from({ length: rows }, (_, at) => `row-${at}`)
  await writeFile(table, `name\n${names.join('\n')}\n`)
  const args = [
    ...['rows', 'create-block-sender-policy', '--in', table, '--out', output, '--keep', 'name', '--yes'],
    ...[
      '--column',
      'description=name',
      '--param',
      'sender_type=Everyone',
      '--param',
      'recipient_type=Everyone',
    ],
    ...['--connection', 'acme', '--ledger', join(server.folder, 'ledger'), '--on', server.api],
    ...['--progress', 'none'],
  ]
  try {
    const first = startNode(product, args, { env })
    first.stdin.end()
    await arrivalOf(tenant, Math.floor(rows / 2), PATH)
    first.kill('SIGKILL')
    await endOf(first)
    say('the submitter was killed at the half')
    const { stderr } = await runNode(product, [...args, '--resume'], { env })
    say(`resumed: ${stderr.trim().split('\n').at(-1)}`)
    return { cases: rows, broken: await faultsOf(output, names, countsOf(tenant.requests)) }
  } finally {
    over.abort()
    await killing
    for (const worker of workers) worker.signal('SIGKILL')
    await Promise.all(workers.map(({ ended }) => ended))
    await tenants.close()
    await server.stop()
  }
}

/** How often a policy of each name was created. */
function countsOf(requests: readonly { path: string; body?: unknown }[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { path, body } of requests) {
    if (path !== PATH) continue
    const [, name = ''] = /"description":"(row-\d+)"/.exec(JSON.stringify(body)) ?? []
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

/** Rows without exactly one line, written twice, or with a line that is not true. */
async function faultsOf(
  output: string,
  names: readonly string[],
  counts: ReadonlyMap<string, number>,
): Promise<string[]> {
  const broken = [...counts]
    .filter(([, count]) => count > 1)
    .map(([name, count]) => `${name}: ${count} writes`)
  let at = 0
  for await (const line of createInterface({ input: createReadStream(output) })) {
    const { name, error_code } = JSON.parse(line) as { name: string; error_code: string | null }
    if (name !== names[at]) broken.push(`line ${at + 1} is of ${name}`)
    at++
    if (error_code === null && counts.get(name) !== 1) broken.push(`${name}: success without a write`)
    if (error_code !== null && error_code !== 'OUTCOME_UNKNOWN') broken.push(`${name}: ${error_code}`)
  }
  if (at !== names.length) broken.push(`${at} lines for ${names.length} rows`)
  return broken
}
