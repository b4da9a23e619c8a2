/** Clients that take what they can from the built server, and one good client beside them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import type { Report } from '../part.ts'
import type { Flood, ToolCall } from './flooder.ts'

const COUNTS = { sessions: 1_000, questions: 1_100, calls: 200 } as const

/** Requests that are answered at once, and beside which the good client comes. */
const BEGUN = 20

/** A built server in a process of its own. */
export interface FloodedServer {
  url: string
  pid: number | undefined
}

/**
 * Floods and measures. A good client has to be served before half of a flood is; its milliseconds are printed, because they
 * depend on the machine.
 *
 * @param read a call that succeeds
 * @param write a call that asks a person
 */
export async function flood(
  { url, pid }: FloodedServer,
  read: ToolCall,
  write: ToolCall,
  say: (line: string) => void,
): Promise<Report> {
  const broken: string[] = []
  const serve = async (when: string): Promise<void> => {
    const started = performance.now()
    const client = new Client({ name: 'good', version: '1' })
    await client.connect(new StreamableHTTPClientTransport(new URL(url)))
    const connected = performance.now()
    const { isError } = await client.callTool(read)
    const ended = performance.now()
    await client.close()
    const parts = `connected in ${Math.round(connected - started)} ms, answered in ${Math.round(ended - connected)} ms`
    say(`a good client beside ${when}: ${parts}`)
    if (isError) broken.push(`a good client beside ${when} is not served`)
  }
  await serve('nothing')
  for (const [kind, count] of Object.entries(COUNTS) as [Flood['kind'], number][]) {
    const counts = new Int32Array(new SharedArrayBuffer(12))
    const workerData: Flood = { kind, url, count, call: kind === 'questions' ? write : read, counts }
    const before = processorTime(pid)
    const worker = new Worker(join(import.meta.dirname, 'flooder.ts'), { workerData })
    const failed = new Promise<never>((_, reject) => worker.once('error', reject))
    await Promise.race([reached(counts, BEGUN), failed])
    await serve(`${count} ${kind}`)
    const answered = Atomics.load(counts, 1)
    say(`${answered} of ${count} ${kind} were answered by then`)
    if (kind !== 'sessions' && answered > count / 2)
      broken.push(`a good client was served after ${answered} of ${count} ${kind}`)
    // Questions that are open stay open.
    const all = kind === 'questions' ? count - 20 : count
    await Promise.race([reached(counts, all), failed])
    await serve(`${count} ${kind} that are over`)
    await worker.terminate()
    say(`${count} ${kind} took ${processorTime(pid) - before} ms of the server's processor time`)
    const failures = Atomics.load(counts, 2)
    if (kind !== 'questions' && failures > 0) broken.push(`${failures} of ${count} ${kind} failed`)
  }
  return { cases: COUNTS.sessions + COUNTS.questions + COUNTS.calls, broken }
}

/** Waits until so many requests are answered. */
async function reached(counts: Int32Array<SharedArrayBuffer>, count: number): Promise<void> {
  for (let now = Atomics.load(counts, 1); now < count; now = Atomics.load(counts, 1)) {
    const { async, value } = Atomics.waitAsync(counts, 1, now)
    if (async) await value
  }
}

/** Milliseconds of processor time of a process so far; 0 where the system has no /proc. Ticks have 10 ms on Linux. */
function processorTime(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return 0
  }
}
