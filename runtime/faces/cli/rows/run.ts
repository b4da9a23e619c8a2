/** Carries out `soar rows`: settings, request and files become a table run. */
import { toActionError } from '../../../contract/errors.ts'
import { languageOf, writeError, writeProblems } from '../../../i18n/sentences.ts'
import { find, tableDialects } from '../../../platforms/registry.ts'
import type { TableDialect } from '../../../platforms/table.ts'
import { closeSessions } from '../../../run/client.ts'
import { dryRun } from '../../../table/dry-run.ts'
import type { Ledger } from '../../../table/ledger/ledger.ts'
import { continued, MAX_ROWS, readAhead } from '../../../table/look-ahead.ts'
import { createEmitter } from '../../../table/output/in-order.ts'
import { type Plan, planRows } from '../../../table/plan.ts'
import { runTable } from '../../../table/run-table.ts'
import { hasFailed, noTotals } from '../../../table/totals.ts'
import type { Call } from '../line/command.ts'
import { keepMemoryFlat } from '../process/flat-memory.ts'
import { put } from '../process/output.ts'
import { openFor } from '../request/action.ts'
import { exitCodeOf } from '../request/exit-code.ts'
import { askToWrite } from './ask.ts'
import { beginTable } from './begin.ts'
import { openInput, openOutput, withPlatformFiles } from './files.ts'
import { openOwnLedger } from './ledger.ts'
import { linesLost } from './lost.ts'
import { showProgress, summary, type Watched } from './progress.ts'
import { readSettings, type Settings } from './settings.ts'
import { openTable, readRequestFile, type Table } from './table.ts'

/** Concurrent rows if neither the manifest nor the caller gives a number. */
const CONCURRENCY = 16

/** Limits for lines that wait for their turn in the output: rows per concurrent row, and bytes. */
const BACKLOG = { boxesPerRow: 8, bytes: 16 * 1024 * 1024 }

/** Runs the command; returns the exit code. */
export async function rows(call: Call): Promise<number> {
  const name = call.options.text('dialect')
  const dialect =
    name === undefined || name === 'plain'
      ? undefined
      : await find('table dialect', tableDialects, name).load()
  try {
    return await perform(call, dialect)
  } catch (thrown) {
    if (dialect === undefined) throw thrown
    const error = toActionError(thrown)
    const language = await languageOf(call.io.env.SOAR_LOCALE ?? 'en')
    const problems = writeProblems(language, error.facts.problems ?? [])
    await put(call.io.stderr, dialect.refusal(writeError(language, error), problems))
    return exitCodeOf(error)
  }
}

async function perform(call: Call, dialect: TableDialect | undefined): Promise<number> {
  const settings = await withPlatformFiles(readSettings(call), call, dialect)
  const request = await readRequestFile(call)
  const opened = await openFor(call, call.args[0] ?? String(request.action))
  const { integration } = opened
  const own = { ...call, open: async () => opened }
  try {
    const table = await openTable(own, settings, dialect, request)
    return settings.dryRun ? await tellDry(own, settings, table) : await runAll(own, settings, table)
  } finally {
    await closeSessions(integration)
  }
}

async function runAll(call: Call, settings: Settings, table: Table): Promise<number> {
  const { io } = call
  const { open } = table
  const { manifest } = open.action
  const stopping = new AbortController()
  const input = await openInput(settings, call, table.dialect)
  const forget = io.onStop?.(() => {
    stopping.abort()
    input.close()
  })
  const concurrency = settings.concurrency ?? manifest.concurrency ?? CONCURRENCY
  const totals = noTotals()
  let ledger: Ledger | undefined
  try {
    const rows = await beginTable(input, settings, table, stopping.signal)
    if (settings.ledger !== undefined) ledger = await openOwnLedger(settings.ledger, settings, table)
    if (ledger) open.setClock(ledger.clock)
    const plan = planRows(rows, {
      ...table,
      ledger,
      retryUnknown: settings.retryUnknown,
      keyed: ledger !== undefined || isGuarded(settings, table),
      signal: stopping.signal,
    })
    const guarded = await guard(call, settings, table, plan)
    const load = await open.load()
    const part = () => (input.size ? Math.min(1, input.read() / input.size) : undefined)
    const watched: Watched = { totals, load: () => load, part, started: Date.now() }
    const sink = await openOutput(settings, call, table.header)
    const stopFlattening = io.oneShot ? keepMemoryFlat() : undefined
    const progress = showProgress(settings.progress, watched, io)
    const failure = await runTable({
      ...table,
      plan: guarded,
      concurrency,
      withEmpty: settings.withEmpty,
      emitter: createEmitter(sink, settings.ordered, {
        boxes: concurrency * BACKLOG.boxesPerRow,
        bytes: BACKLOG.bytes,
      }),
      ledger,
      totals,
      stop: stopping.signal,
    }).then(
      () => undefined,
      (error: unknown) => ({ error }),
    )
    progress.stop()
    stopFlattening?.()
    if (failure === undefined) await ledger?.end(!totals.stopped)
    if (failure === undefined || totals.rows > 0)
      await put(io.stderr, summary(watched, settings.progress === 'bar'))
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

const isGuarded = ({ yes }: Settings, { open }: Table): boolean =>
  open.action.manifest.effect !== 'read' && !yes

/** Writes over many rows must be confirmed. */
async function guard({ io }: Call, settings: Settings, table: Table, plan: Plan): Promise<Plan> {
  if (!isGuarded(settings, table)) return plan
  const { open } = table
  const most = open.action.manifest.max_rows ?? MAX_ROWS
  const ahead = await readAhead(plan, most)
  if (ahead.more) await askToWrite(open, ahead, most, settings.in === undefined, io, table.connection)
  return continued(ahead.planned, plan)
}

async function tellDry(call: Call, settings: Settings, table: Table): Promise<number> {
  const input = await openInput(settings, call, table.dialect)
  const stopping = new AbortController()
  const forget = call.io.onStop?.(() => {
    stopping.abort()
    input.close()
  })
  try {
    const plan = planRows(await beginTable(input, settings, table, stopping.signal), {
      ...table,
      ledger: undefined,
      retryUnknown: false,
      keyed: true,
      signal: stopping.signal,
    })
    const sink = await openOutput(settings, call)
    const emitter = createEmitter(sink, true, { boxes: 100, bytes: BACKLOG.bytes })
    const totals = await dryRun(plan, table.print, emitter).catch(async (error: unknown) => {
      await emitter.abandon()
      throw error
    })
    await put(call.io.stderr, `${JSON.stringify({ dry_run: totals })}\n`)
    return totals.refused > 0 && settings.failOn !== 'none' ? 1 : 0
  } finally {
    forget?.()
    input.close()
  }
}
