/** Opens the table of a chunk on a worker: run, bindings, printer, rows. */
import { ActionError } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import type { Print, SourceRow } from '../../../platforms/table.ts'
import { type OpenRun, openRun } from '../../../run/open-run.ts'
import { type Bound, checkBindings } from '../../../table/bindings.ts'
import { isColumns, type Rows } from '../../../table/input/rows.ts'
import { csvPrinter, jsonPrinter } from '../../../table/output/format.ts'
import { parseJson } from '../../../template/values/json.ts'
import { endOfLease } from '../lease.ts'
import { openTask, type WorkerSetup } from '../open-task.ts'
import type { Chunk } from './chunk.ts'

/** A chunk whose rows can be run. */
export interface OpenChunk {
  open: OpenRun
  bound: Bound
  /** Names that templates see besides the columns. */
  names: Record<string, unknown>
  print: Print
  /** By position in the chunk, which is also the index of each. */
  rows: SourceRow[]
}

/**
 * Opens a chunk. Nothing is sent.
 *
 * @param signal of the lease: once the lease is lost, rows in progress are stopped
 * @throws ActionError as `openTask` and the run; REQUEST_INVALID for bindings; INTEGRATION_INVALID for CSV of another version, whose columns
 *   may differ
 */
export async function openChunk(chunk: Chunk, worker: WorkerSetup, signal: AbortSignal): Promise<OpenChunk> {
  const { integration, request, options, version } = await openTask(chunk, worker)
  const { format, keep, delimiter, literal } = chunk.output
  if (format === 'csv' && version !== chunk.integration_version) {
    const reason = phrase(
      'CSV needs the same version of "{id}" on both sides: {wanted} and {version} differ',
      {
        id: integration.spec.id,
        wanted: chunk.integration_version,
        version,
      },
    )
    throw new ActionError('INTEGRATION_INVALID', { root: integration.root, reason }, { unsent: true })
  }
  const names = options.reading?.names ?? {}
  const reading = { names, ...(chunk.undefined && { undefined: chunk.undefined }) }
  const open = await openRun(integration, request, { ...options, reading, signal: whenLost(signal) })
  if ('failed' in open) throw open.error
  open.setClock(chunk.clock)
  const { manifest } = open.action
  return {
    open,
    bound: await checkBindings(chunk.bindings, open.action),
    names,
    print: format === 'csv' ? csvPrinter(manifest, { keep, delimiter, literal }).print : jsonPrinter(keep),
    rows: chunk.rows.map((row, index) => {
      if ('fault' in row) return { index, columns: undefined, fault: row.fault }
      const columns = parseJson(row.c)
      return { index, columns: isColumns(columns) ? columns : undefined }
    }),
  }
}

/** Aborted when nothing that the attempt returns would arrive any more. */
function whenLost(signal: AbortSignal): AbortSignal {
  const lost = new AbortController()
  const check = (): void => {
    if (endOfLease(signal) === 'lost') lost.abort(signal.reason)
  }
  check()
  signal.addEventListener('abort', check, { once: true })
  return lost.signal
}

/** Some rows of a chunk as a table. */
export async function* rowsOf(rows: readonly SourceRow[]): Rows {
  yield rows
}
