/** `soar rows --on`: rows run on workers; ledger and output stay here. */

import { createBatches } from '../../../service/engine/rows/batches.ts'
import type { ChunkTable } from '../../../service/engine/rows/chunk-table.ts'
import { resumeChunks } from '../../../service/engine/rows/resume.ts'
import { chunkIds, runChunks } from '../../../service/engine/rows/submit.ts'
import type { Rows } from '../../../table/input/rows.ts'
import type { Ledger } from '../../../table/ledger/ledger.ts'
import { createEmitter } from '../../../table/output/in-order.ts'
import { hasFailed, noTotals } from '../../../table/totals.ts'
import type { Call } from '../line/command.ts'
import { put } from '../process/output.ts'
import { openFor } from '../request/action.ts'
import { beginTable } from '../rows/begin.ts'
import { type Input, openInput, openOutput } from '../rows/files.ts'
import { linesLost } from '../rows/lost.ts'
import { showProgress, summary, type Watched } from '../rows/progress.ts'
import { readSettings } from '../rows/settings.ts'
import { readRequestFile } from '../rows/table.ts'
import { engineOf, type OpenedEngine } from './open.ts'
import { guardRows, openRemoteTable, type RemoteTable } from './remote-table.ts'

/** Bytes of rows in a chunk, so that a chunk fits into what an engine carries. */
const CHUNK_BYTES = 1_000_000

/** Limits for lines that wait for earlier rows: lines of the chunks on their way, and bytes. */
const BACKLOG = { boxesPerRow: 32, bytes: 64 * 1024 * 1024 }

/** Runs the command; returns the exit code. */
export async function rowsRemotely(call: Call): Promise<number> {
  const settings = readSettings(call)
  const request = await readRequestFile(call)
  const opened = await openFor(call, call.args[0] ?? String(request.action))
  const engine = await engineOf(call)
  try {
    const own = { ...call, open: async () => opened }
    return await run(own, await openRemoteTable(own, settings, request, engine), engine)
  } finally {
    await engine.engine.close()
  }
}

async function run(call: Call, table: RemoteTable, { engine }: OpenedEngine): Promise<number> {
  const { io } = call
  const { settings } = table
  const stopping = new AbortController()
  const input = await openInput(settings, call, undefined)
  const forget = io.onStop?.(() => {
    stopping.abort()
    input.close()
  })
  const totals = noTotals()
  let ledger: Ledger | undefined
  try {
    const read = await beginTable(input, settings, table, stopping.signal)
    const rows = await guardRows(read, table)
    ledger = await table.openLedger()
    const remote = { engine, start: table.start, print: table.print, chunk: table.chunk(ledger.clock) }
    let again: ReadonlyMap<number, string> = new Map()
    if (ledger.chunks.length > 0) {
      again = await resumeChunks({ ...remote, ledger }, Date.now())
      await ledger.end(false)
      ledger = await table.openLedger()
    }
    const emitter = createEmitter(await openOutput(settings, call, table.header), settings.ordered, {
      boxes: table.rowsPerChunk * BACKLOG.boxesPerRow,
      bytes: BACKLOG.bytes,
    })
    const work: ChunkTable = { ...remote, bound: table.bound, ledger, emitter, totals, stop: stopping.signal }
    const failure = await watch(call, table, input, totals, () =>
      runChunks(work, batchesOf(rows, table, work, again)),
    )
    if (failure === undefined) await ledger.end(!totals.stopped)
    if (failure) throw linesLost(failure.error, totals)
    return hasFailed(totals, settings.failOn) ? 1 : 0
  } catch (error) {
    await ledger?.end(true).catch(() => {})
    throw error
  } finally {
    forget?.()
    input.close()
  }
}

const batchesOf = (
  rows: Rows,
  { settings, rowsPerChunk, chunk }: RemoteTable,
  { ledger, bound }: ChunkTable,
  again: ReadonlyMap<number, string>,
) =>
  createBatches(rows, {
    ...{ ledger, bound, again, rowsPerChunk, retryUnknown: settings.retryUnknown },
    bytesPerChunk: CHUNK_BYTES,
    newId: chunkIds(chunk(ledger.clock).request.action),
  })

/** Runs the table with its progress, and writes the summary. */
async function watch(
  { io }: Call,
  { settings }: RemoteTable,
  input: Input,
  totals: Watched['totals'],
  work: () => Promise<void>,
): Promise<{ error: unknown } | undefined> {
  const part = () => (input.size ? Math.min(1, input.read() / input.size) : undefined)
  const watched: Watched = { totals, load: undefined, part, started: Date.now() }
  const progress = showProgress(settings.progress, watched, io)
  const failure = await work().then(
    () => undefined,
    (error: unknown) => ({ error }),
  )
  progress.stop()
  if (failure === undefined || totals.rows > 0)
    await put(io.stderr, summary(watched, settings.progress === 'bar'))
  return failure
}
