/** `soar rows`, carried out: settings, request and files become a table run. */
import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Bindings, type Print, type TableDialect, tableDialects } from '../../dialects/table.ts'
import { ActionError, toActionError } from '../../errors.ts'
import { createLog, toLevel } from '../../log.ts'
import { writeError, writeProblems } from '../../messages.ts'
import type { Bag } from '../../params.ts'
import { parseRequest } from '../../request.ts'
import { createMasker } from '../../secrets.ts'
import { openSeries, type Series } from '../../series.ts'
import { closeSessions } from '../../session.ts'
import type { Shape } from '../../table/answer.ts'
import { type Bound, checkBindings } from '../../table/bindings.ts'
import { dryRun } from '../../table/dry.ts'
import { createEmitter } from '../../table/emit.ts'
import { continued, MAX_ROWS, readAhead } from '../../table/guard.ts'
import { type Ledger, openLedger } from '../../table/ledger.ts'
import { type Plan, planRows } from '../../table/plan.ts'
import { csvPrinter, jsonPrinter } from '../../table/print.ts'
import { runTable } from '../../table/run-table.ts'
import { hasFailed, noTotals } from '../../table/totals.ts'
import type { Call } from './command.ts'
import { undefinedOption } from './context.ts'
import { keepMemoryFlat } from './flat-memory.ts'
import { write } from './io.ts'
import { askToWrite } from './rows-ask.ts'
import { devoFiles, openInput, openOutput } from './rows-files.ts'
import { showProgress, summary, type Watched } from './rows-progress.ts'
import { readSettings, type Settings } from './rows-settings.ts'
import { composeRequest } from './run-request.ts'

/** Rows at once where neither the manifest nor the caller say. */
const CONCURRENCY = 16

/** What may wait for its turn in the output: rows per row under way, and bytes. */
const BACKLOG = { boxesPerRow: 8, bytes: 16 * 1024 * 1024 }

const refuse = (reason: string): ActionError =>
  new ActionError('REQUEST_INVALID', { reason }, { unsent: true })

/** Runs the command; answers the exit code. */
export async function rows(call: Call): Promise<number> {
  const name = call.options.text('dialect')
  const dialect = name === undefined || name === 'plain' ? undefined : await findDialect(name)
  try {
    return await perform(call, dialect)
  } catch (thrown) {
    if (dialect === undefined) throw thrown
    const error = toActionError(thrown)
    const locale = call.io.env.SOAR_LOCALE ?? 'en'
    const problems = writeProblems(locale, error.facts.problems ?? [])
    await write(call.io.stderr, dialect.refusal(writeError(locale, error), problems))
    return error.code === 'REQUEST_INVALID' ? 2 : 1
  }
}

async function findDialect(name: string): Promise<TableDialect> {
  const load = Object.hasOwn(tableDialects, name) ? tableDialects[name] : undefined
  if (load) return load()
  throw refuse(
    `there is no table dialect "${name.slice(0, 40)}". Use one of: ${Object.keys(tableDialects).join(', ')}.`,
  )
}

async function perform(call: Call, dialect: TableDialect | undefined): Promise<number> {
  const settings = await devoFiles(readSettings(call), call)
  const opened = await call.open()
  const { integration } = opened
  const own = { ...call, open: async () => opened }
  try {
    const table = await openTable(own, settings, dialect)
    return settings.dryRun ? await tellDry(own, settings, table) : await runAll(own, settings, table)
  } finally {
    await closeSessions(integration)
  }
}

/** All that is known before the first row is read. */
interface Table {
  series: Series
  bound: Bound
  names: Bag
  dialect: TableDialect | undefined
  print: Print
  /** Stands before the first line. */
  header: string
  shape: Shape
}

async function openTable(call: Call, settings: Settings, dialect: TableDialect | undefined): Promise<Table> {
  const { integration } = await call.open()
  const { request, env, names } = await compose(call, settings)
  const missing = undefinedOption(call.options)
  const series = await openSeries(integration, withoutBindings(request), {
    env,
    log: await createLog(logLevel(call), createMasker(), (line) => call.io.stderr.write(line)),
    repeats: !call.options.has('no-repeats'),
    ...(missing === undefined ? {} : { undefined: missing }),
  })
  const { action } = series
  if (action.manifest.kind === 'connector')
    throw refuse(`"${action.id}" is a connector. Run it with \`soar connect ${action.id}\`.`)
  const given = bindingsOf(request, settings)
  const prefix = call.options.text('env-prefix') ?? ''
  const platform = dialect?.bindings(call.io.env, action.manifest.parameters, prefix)
  const bound = await checkBindings(platform ? beneath(platform, given) : given, action)
  const csv =
    settings.outFormat === 'csv' && !settings.dryRun
      ? csvPrinter(action.manifest, settings.keep, settings.outDelimiter)
      : undefined
  return {
    series,
    bound,
    names,
    dialect,
    print: dialect?.print ?? csv?.print ?? jsonPrinter(settings.keep),
    header: dialect ? '' : (csv?.header ?? ''),
    shape: dialect ? shapeOf(action.manifest.dialects.devo) : 'fields',
  }
}

/** The request of --request with what the options add; templates of parameters are bindings, and kept apart. */
async function compose(call: Call, settings: Settings): ReturnType<typeof composeRequest> {
  const { options, io } = call
  const { integration } = await call.open()
  const file = options.text('request')
  const text =
    file === undefined
      ? undefined
      : await readFile(resolve(io.cwd, file), 'utf8').catch((cause: NodeJS.ErrnoException) => {
          throw refuse(`the file of --request, ${file}, cannot be read (${cause.code}).`)
        })
  const input = text === undefined ? {} : await parseRequest(text)
  if (call.args[0] === undefined && (input as Bag).action === undefined)
    throw refuse('name an action (`soar rows block-sender …`); `soar list` shows them.')
  const written = Object.entries(settings.templates).map(([name, template]) => `${name}=${template}`)
  const renamed = { ...options, all: (name: string) => (name === 'template' ? written : options.all(name)) }
  const composed = await composeRequest({ ...call, options: renamed }, integration, input)
  const batch = { start: options.text('batch-start'), end: options.text('batch-end') }
  if (batch.start === undefined && batch.end === undefined) return composed
  const context = { ...(composed.request.context as object | undefined), batch }
  return { ...composed, request: { ...composed.request, context } }
}

const withoutBindings = ({ parameters: _, templates: __, ...rest }: Bag): Bag => rest

function bindingsOf(request: Bag, { columns }: Settings): Bindings {
  return {
    templates: (request.templates ?? {}) as Record<string, string>,
    constants: (request.parameters ?? {}) as Bag,
    columns,
  }
}

/** What the command line says wins over what the platform's variables say. */
function beneath(platform: Bindings, given: Bindings): Bindings {
  const taken = new Set(
    [given.templates, given.columns, given.constants].flatMap((part) => Object.keys(part)),
  )
  const rest = <T>(part: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(part).filter(([name]) => !taken.has(name)))
  return {
    templates: { ...rest(platform.templates), ...given.templates },
    columns: { ...rest(platform.columns), ...given.columns },
    constants: { ...rest(platform.constants), ...given.constants },
  }
}

/** `dialects: { devo: { result: value } }` in a manifest. */
function shapeOf(devo: unknown): Shape {
  const { result } = (devo ?? {}) as { result?: unknown }
  return result === 'value' || result === 'message' ? result : 'fields'
}

function logLevel({ options, io }: Call) {
  return toLevel(options.text('log-level') ?? io.env.SOAR_LOG ?? 'warn')
}

async function runAll(call: Call, settings: Settings, table: Table): Promise<number> {
  const { io } = call
  const { series } = table
  const { manifest } = series.action
  const stopping = new AbortController()
  const input = await openInput(settings, call, table.dialect)
  const forget = io.onStop?.(() => {
    stopping.abort()
    input.close()
  })
  const ledger =
    settings.ledger === undefined ? undefined : await openOwnLedger(settings.ledger, settings, table)
  if (ledger) series.setClock(ledger.clock)
  const concurrency = settings.concurrency ?? manifest.concurrency ?? CONCURRENCY
  const totals = noTotals()
  try {
    const plan = planRows(input.rows, {
      ...table,
      ledger,
      retryUnknown: settings.retryUnknown,
      keyed: ledger !== undefined || isGuarded(settings, table),
      signal: stopping.signal,
    })
    const guarded = await guard(call, settings, table, plan)
    const load = await series.load()
    const part = () => (input.size ? Math.min(1, input.read() / input.size) : undefined)
    const watched: Watched = { totals, load: () => load, part, started: Date.now() }
    const sink = await openOutput(settings, call)
    if (table.header !== '') await sink.write(table.header)
    const stopFlattening = io.oneShot ? keepMemoryFlat() : undefined
    const progress = showProgress(settings.progress, watched, io)
    try {
      await runTable({
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
      })
    } finally {
      progress.stop()
      stopFlattening?.()
    }
    await ledger?.end(!totals.stopped)
    await write(io.stderr, summary(watched, settings.progress === 'bar'))
    return hasFailed(totals, settings.failOn) ? 1 : 0
  } catch (error) {
    await ledger?.end(true).catch(() => {})
    throw error
  } finally {
    forget?.()
  }
}

const isGuarded = ({ yes }: Settings, { series }: Table): boolean =>
  series.action.manifest.effect !== 'read' && !yes

/** Writes over many rows have to be wanted. */
async function guard({ io }: Call, settings: Settings, table: Table, plan: Plan): Promise<Plan> {
  if (!isGuarded(settings, table)) return plan
  const { series } = table
  const most = series.action.manifest.max_rows ?? MAX_ROWS
  const ahead = await readAhead(plan, most)
  if (ahead.more) await askToWrite(series, ahead, most, settings.in === undefined, io)
  return continued(ahead.planned, plan)
}

/** What a ledger must have been begun with. */
function openOwnLedger(
  file: string,
  settings: Settings,
  { series, bound, names, dialect }: Table,
): Promise<Ledger> {
  const { action, config } = series
  const specs = action.manifest.parameters
  const open = (bag: Bag, secret: (name: string) => boolean | undefined): Bag =>
    Object.fromEntries(Object.entries(bag).filter(([name]) => !secret(name)))
  const constants = open(bound.constants, (name) => specs[name]?.secret)
  const print = (value: unknown): string => hash('sha256', JSON.stringify(value), 'hex').slice(0, 16)
  const { outFormat, outDelimiter, keep, withEmpty, once, inFormat } = settings
  return openLedger({
    file,
    resume: settings.resume,
    now: new Date().toISOString(),
    fingerprint: {
      action: action.id,
      inputs: print([bound.templates, bound.columns, constants, names, inFormat, once]),
      config: print(open(config, (name) => series.secrets.has(name))),
      output: print([
        outFormat,
        outDelimiter,
        keep,
        withEmpty,
        dialect === undefined ? null : settings.dialect,
      ]),
    },
  })
}

async function tellDry(call: Call, settings: Settings, table: Table): Promise<number> {
  const input = await openInput(settings, call, table.dialect)
  const stopping = new AbortController()
  const forget = call.io.onStop?.(() => {
    stopping.abort()
    input.close()
  })
  const plan = planRows(input.rows, {
    ...table,
    ledger: undefined,
    retryUnknown: false,
    keyed: true,
    signal: stopping.signal,
  })
  const sink = await openOutput(settings, call)
  try {
    const totals = await dryRun(
      plan,
      table.print,
      createEmitter(sink, true, { boxes: 100, bytes: BACKLOG.bytes }),
    )
    await write(call.io.stderr, `${JSON.stringify({ dry_run: totals })}\n`)
    return totals.refused > 0 && settings.failOn !== 'none' ? 1 : 0
  } finally {
    forget?.()
  }
}
