/** Prepares a table for an engine: task, bindings, output lines, ledger. */
import { refuse } from '../../../contract/refuse.ts'
import type { Print } from '../../../platforms/table.ts'
import type { Bag } from '../../../schema/parameters.ts'
import { createTask, refuseSecrets } from '../../../service/engine/create-task.ts'
import type { Chunk } from '../../../service/engine/rows/chunk.ts'
import type { ChunkTable } from '../../../service/engine/rows/chunk-table.ts'
import { attemptMs } from '../../../service/engine/submit.ts'
import { type Bound, checkBindings } from '../../../table/bindings.ts'
import type { Rows } from '../../../table/input/rows.ts'
import type { Ledger } from '../../../table/ledger/ledger.ts'
import { MAX_ROWS } from '../../../table/look-ahead.ts'
import { csvPrinter, jsonPrinter } from '../../../table/output/format.ts'
import type { Call, Options } from '../line/command.ts'
import { readDuration } from '../line/duration.ts'
import { chosenConnection, readUndefined } from '../line/read-options.ts'
import { composeRequest } from '../request/compose.ts'
import { requestParts } from '../request/parts.ts'
import { openFingerprinted } from '../rows/ledger.ts'
import { delimiterOf, type Settings } from '../rows/settings.ts'
import type { OpenedEngine } from './open.ts'
import { queueOf, readQueue } from './options.ts'

/** Everything known before the first row is read. */
export interface RemoteTable {
  settings: Settings
  bound: Bound
  print: Print
  /** Written before the first line. */
  header: string
  rowsPerChunk: number
  start: ChunkTable['start']
  /** Rows that a write may have without --yes; undefined: any number. */
  mostRows: number | undefined
  /** A chunk without its rows. */
  chunk(clock: string): Omit<Chunk, 'rows'>
  openLedger(): Promise<Ledger>
}

/** Options that say how this process runs rows. */
const LOCAL = ['dialect', 'dry-run', 'once', 'no-retry', 'experimental', 'connections']

/** Rows of a chunk, and the most that can be asked for. */
const CHUNK_ROWS = 200
const MOST_CHUNK_ROWS = 5_000

/** Milliseconds of one attempt beyond the deadline of a row: its rows run one after another, and wait for pauses. */
const CHUNK_MS = 60 * 60_000

/** Milliseconds of a chunk with its retries, unless --within says otherwise. */
const WITHIN_MS = 24 * 60 * 60_000

/** Deadline of a row that names none. */
const TIMEOUT_MS = 60_000

/**
 * Checks everything that is the same for all rows.
 *
 * @param input the request of --request
 * @throws ActionError REQUEST_INVALID: options without a meaning elsewhere, no ledger, problems of bindings, a configuration or a secret that would
 *   travel in the clear; ACTION_UNKNOWN
 */
export async function openRemoteTable(
  call: Call,
  given: Settings,
  input: Bag,
  { envelope, host }: OpenedEngine,
): Promise<RemoteTable> {
  const { options, io } = call
  const local = LOCAL.find((name) => options.has(name) || options.text(name) !== undefined)
  if (local !== undefined) throw refuse(`--${local} cannot be used with --on: the worker decides that.`)
  if (given.ledger === undefined)
    throw refuse(
      '--on needs --ledger FILE: it records which rows were given to a worker, so that none is sent twice.',
    )
  const ledger = given.ledger
  const { integration } = await call.open()
  const parts = requestParts(call, { connection: undefined })
  const { request } = await composeRequest({ ...parts, templates: given.templates }, integration, input, io)
  const {
    parameters = {},
    templates = {},
    ...rest
  } = request as Bag & Partial<Record<'parameters' | 'templates', Bag>>
  const connection = chosenConnection(options)?.name
  const locale = io.env.SOAR_LOCALE || undefined
  const task = await createTask(rest, integration, { connection, locale, sealed: envelope.sealed })
  const { action } = task.request
  const loaded = await integration.action(action)
  const { manifest } = loaded
  const bindings = {
    templates: templates as Record<string, string>,
    columns: given.columns,
    constants: parameters,
  }
  const bound = await checkBindings(bindings, loaded)
  if (!envelope.sealed)
    refuseSecrets(
      { parameters: { ...bound.columns, ...bound.constants }, templates: bound.templates },
      manifest.parameters,
    )
  const delimiter = given.delimiter ?? delimiterOf(given.out)
  const { keep, literalCells: literal, outFormat: format } = given
  const csv = format === 'csv' ? csvPrinter(manifest, { keep, delimiter, literal }) : undefined
  const { undefined: blank } = readUndefined(options)
  const { integration: id, effect, idempotent } = task
  return {
    settings: given,
    bound,
    print: csv?.print ?? jsonPrinter(keep),
    header: csv?.header ?? '',
    rowsPerChunk: readChunkRows(options),
    start: {
      queue: readQueue(options.text('queue') ?? queueOf(id)),
      facts: { action, integration: id, effect, idempotent, ...(connection !== undefined && { connection }) },
      attempt_ms: attemptMs(task.request.timeout_ms ?? manifest.timeout_ms ?? TIMEOUT_MS) + CHUNK_MS,
      within_ms: readDuration('within', options.text('within') ?? `${WITHIN_MS / 3_600_000}h`),
      priority: 5,
    },
    mostRows: effect === 'read' || given.yes ? undefined : (manifest.max_rows ?? MAX_ROWS),
    chunk: (clock) => ({
      ...task,
      bindings: { templates: bound.templates, columns: bound.columns, constants: bound.constants },
      output: { format, keep, delimiter, literal, with_empty: given.withEmpty },
      clock,
      ...(given.concurrency !== undefined && { concurrency: given.concurrency }),
      ...(blank === 'empty' && { undefined: 'empty' as const }),
    }),
    openLedger: () =>
      openFingerprinted(ledger, given, {
        action: loaded,
        actionName: action,
        bound,
        names: {},
        config: { host, connection },
      }),
  }
}

function readChunkRows(options: Options): number {
  const text = options.text('chunk')
  if (text === undefined) return CHUNK_ROWS
  const rows = Number(text)
  if (/^\d+$/.test(text) && rows >= 1 && rows <= MOST_CHUNK_ROWS) return rows
  throw refuse(`--chunk must be a whole number from 1 to ${MOST_CHUNK_ROWS}; got "${text.slice(0, 40)}".`)
}

/** The rows, unless a write has more of them than it may have without --yes. */
export async function guardRows(rows: Rows, { mostRows }: RemoteTable): Promise<Rows> {
  if (mostRows === undefined) return rows
  const source = rows[Symbol.asyncIterator]()
  const ahead: Awaited<ReturnType<typeof source.next>>['value'][] = []
  let count = 0
  while (count <= mostRows) {
    const next = await source.next()
    if (next.done) break
    const list = [...next.value]
    count += list.length
    ahead.push(list)
  }
  if (count > mostRows)
    throw refuse(
      `The action changes the tenant, and the table has more than ${mostRows} rows. Check it with --dry-run and without --on, then add --yes.`,
    )
  return (async function* () {
    yield* ahead
  })()
}
