/** An engine for chunks in the process of the test, and a vendor that counts what each row did. */
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ActionError } from '../../runtime/contract/errors.ts'
import { quoted } from '../../runtime/contract/phrases.ts'
import type { Sent } from '../../runtime/http/sending.ts'
import { createTransport } from '../../runtime/http/transport.ts'
import type { Integration } from '../../runtime/integration/integration.ts'
import type { Engine, Outcome } from '../../runtime/service/engine/engine.ts'
import { type LeaseEnd, leaseEnded, type TaskEnd } from '../../runtime/service/engine/lease.ts'
import type { WorkerSetup } from '../../runtime/service/engine/open-task.ts'
import { createBatches } from '../../runtime/service/engine/rows/batches.ts'
import type { Chunk, ChunkRecord, ChunkResult } from '../../runtime/service/engine/rows/chunk.ts'
import { resumeChunks } from '../../runtime/service/engine/rows/resume.ts'
import { runChunk } from '../../runtime/service/engine/rows/run-chunk.ts'
import { chunkIds, runChunks } from '../../runtime/service/engine/rows/submit.ts'
import { checkBindings } from '../../runtime/table/bindings.ts'
import { openLedger } from '../../runtime/table/ledger/ledger.ts'
import { jsonPrinter } from '../../runtime/table/output/format.ts'
import { createEmitter } from '../../runtime/table/output/in-order.ts'
import { noTotals, type Totals } from '../../runtime/table/totals.ts'

/** What happens at a call; the others work. The worker ends before or after it, or the lease ends. */
export type Fault = {
  at: 'put' | 'send'
  number: number
  what: 'killed before' | 'killed' | 'refused' | LeaseEnd
}

/** An engine of a test. */
export interface RowsEngine extends Engine {
  /** How often the vendor carried out the request of each path. */
  executed: Map<string, number>
  /** Ids of all chunks that were started, in order. */
  started: string[]
  /** Forgets everything, as after the retention. */
  forget(): void
  /** Status of the vendor's answers; default 200. */
  status: number
  /** When true, questions about outcomes are never answered. */
  silent: boolean
  attempts: number
}

const never = new Promise<never>(() => {})

/** Makes an engine whose workers have an integration. Faults are numbered over all attempts, from 1. */
export function rowsEngine(
  integration: Integration,
  faults: readonly Fault[] = [],
  setup: Partial<WorkerSetup> = {},
): RowsEngine {
  const jobs = new Map<string, Promise<Outcome>>()
  const calls = { put: 0, send: 0 }

  async function attempt(
    chunk: Chunk,
    number: number,
    record: ChunkRecord | undefined,
    keep: (r: ChunkRecord) => void,
  ) {
    let giveUp = (): void => {}
    const givenUp = new Promise<undefined>((resolve) => {
      giveUp = () => resolve(undefined)
    })
    let isGone = false
    const controller = new AbortController()
    const call = async <T>(at: Fault['at'], work: () => T): Promise<T> => {
      const count = ++calls[at]
      const what = faults.find((fault) => fault.at === at && fault.number === count)?.what
      if (isGone) return never
      const kill = (): Promise<never> => {
        isGone = true
        giveUp()
        return never
      }
      if (what === 'killed before') await kill()
      if (what === 'refused') throw new Error('engine unavailable')
      const done = work()
      if (what === 'killed') await kill()
      if (what === 'cancelled' || what === 'shutdown' || what === 'lost') controller.abort(leaseEnded(what))
      return done
    }
    engine.attempts++
    const lease = {
      attempt: number,
      record,
      put: (next: ChunkRecord) => call('put', () => keep(JSON.parse(JSON.stringify(next)))),
      beat: async () => {},
      signal: controller.signal,
    }
    const worker: WorkerSetup = {
      open: async () => ({ ...integration, sessions: new Map() }),
      lookup: { env: {}, cwd: '/' },
      log: { line: () => {}, secret: () => {} },
      transport: {
        retry: false,
        create: (options) =>
          createTransport(options, {
            over:
              () =>
              async ({ safe, url }, run) => {
                if (!safe) await run.beforeWrite?.()
                return call('send', (): Sent => {
                  if (engine.status === 200)
                    engine.executed.set(url.pathname, (engine.executed.get(url.pathname) ?? 0) + 1)
                  const body = Buffer.from(JSON.stringify({ path: url.pathname }))
                  return { answer: { status: engine.status, headers: {}, body }, proxy: undefined }
                })
              },
          }),
      },
      ...setup,
    }
    return Promise.race([runChunk(chunk, lease, worker), givenUp])
  }

  async function run(chunk: Chunk): Promise<Outcome> {
    let record: ChunkRecord | undefined
    let last: ChunkResult | undefined
    for (let number = 1; number <= 8; number++) {
      const end: TaskEnd<ChunkResult> | undefined = await attempt(chunk, number, record, (next) => {
        record = next
      })
      if (end && 'result' in end)
        return { status: 'completed', value: JSON.parse(JSON.stringify(end.result)) }
      last = end?.retry
    }
    return { status: 'failed', why: 'heartbeat', begun: true, ...(last && { value: last }) }
  }

  const engine: RowsEngine = {
    executed: new Map(),
    started: [],
    status: 200,
    silent: false,
    attempts: 0,
    forget: () => jobs.clear(),
    start: async (payload, { id }) => {
      if (jobs.has(id)) return { existed: true }
      engine.started.push(id)
      jobs.set(id, run(JSON.parse(JSON.stringify(payload))))
      return { existed: false }
    },
    outcome: async (id) => {
      const job = jobs.get(id)
      if (!job) throw new ActionError('NOT_FOUND', { reason: quoted(`There is no job ${id}.`) })
      if (engine.silent) return never
      return job
    },
    describe: () => Promise.reject(new Error('not used')),
    cancel: () => Promise.reject(new Error('not used')),
    list: async () => [],
    close: async () => {},
  }
  return engine
}

/** A table of a test. */
export interface RowsCase {
  rows: number
  engine: Engine
  file: string
  resume?: boolean
  retryUnknown?: boolean
  /** Beginning of the paths; default /. */
  prefix?: string
  changes?: Partial<Omit<Chunk, 'rows'>>
  stop?: AbortSignal
  /** Epoch milliseconds of a resumed run. */
  now?: number
}

/** A new ledger file. */
export const ledgerFile = async (): Promise<string> =>
  join(await mkdtemp(join(tmpdir(), 'soar-rows-')), 'ledger')

/** Runs a table of the action `call`, as `soar rows --on` does; returns its lines. */
export async function runOnEngine(
  integration: Integration,
  {
    rows,
    engine,
    file,
    resume = false,
    retryUnknown = false,
    prefix = '/',
    changes = {},
    stop,
    now = Date.now(),
  }: RowsCase,
): Promise<{ lines: Record<string, unknown>[]; totals: Totals; ledger: string }> {
  const action = await integration.action('call')
  const bindings = { templates: {}, columns: { path: 'p' }, constants: {} }
  const bound = await checkBindings(bindings, action)
  const fingerprint = { action: 'call', inputs: 'i', config: 'c', output: 'o' }
  const open = () => openLedger({ file, resume, fingerprint, now: new Date(now).toISOString() })
  let ledger = await open()
  const chunk: Omit<Chunk, 'rows'> = {
    v: 1,
    request: { action: 'call' },
    integration: 'echo',
    integration_version: '0.1.0',
    effect: action.manifest.effect,
    idempotent: action.manifest.idempotent,
    bindings,
    output: { format: 'jsonl', keep: ['p'], delimiter: ',', literal: false, with_empty: false },
    clock: ledger.clock,
    concurrency: 3,
    ...changes,
  }
  const print = jsonPrinter(['p'])
  const start = {
    queue: 'q',
    facts: { action: 'call', integration: 'echo', effect: chunk.effect, idempotent: chunk.idempotent },
    attempt_ms: 1,
    within_ms: 1,
    priority: 5 as const,
  }
  let again: ReadonlyMap<number, string> = new Map()
  if (ledger.chunks.length > 0) {
    again = await resumeChunks({ engine, start, chunk, ledger, print }, now)
    await ledger.end(false)
    ledger = await open()
  }
  const text: string[] = []
  const totals = noTotals()
  const emitter = createEmitter(
    { write: async (part) => void text.push(String(part)), end: async () => {}, abandon: async () => {} },
    true,
    { boxes: 4, bytes: 1_000 },
  )
  async function* source() {
    yield Array.from({ length: rows }, (_, index) => ({ index, columns: { p: `${prefix}${index}` } }))
  }
  const options = {
    ledger,
    bound,
    retryUnknown,
    rowsPerChunk: 5,
    bytesPerChunk: 1_000,
    again,
    newId: chunkIds('call'),
  }
  try {
    await runChunks(
      {
        engine,
        chunk,
        start,
        bound,
        print,
        ledger,
        emitter,
        totals,
        stop: stop ?? new AbortController().signal,
        pause: async () => {},
      },
      createBatches(source(), options),
    )
  } finally {
    await ledger.end(true)
  }
  const lines = text
    .join('')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  return { lines, totals, ledger: await readFile(file, 'utf8') }
}
