/** The run that `soar undo` takes back: from a file, or from the history. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { isRecord } from '../../../contract/json.ts'
import { refuse } from '../../../contract/refuse.ts'
import type { Result, UndoOutlook, UndoRequest } from '../../../contract/result.ts'
import { fullId } from '../../../integration/several/ids.ts'
import { undoOf } from '../../../run/follow-up/undo-refusal.ts'
import { jsonFault } from '../../../safety/json-fault.ts'
import type { Call } from '../line/command.ts'
import { type Io, pathOf } from '../process/io.ts'

/** A run to undo. */
export interface Source {
  /** The action that ran; with its integration, if that is known. */
  action: string
  /** The request that undoes it. Throws UNDO_REFUSED. */
  undo(outlook: UndoOutlook | undefined): UndoRequest
  /** Records that it was undone, where that can be recorded. */
  mark(): Promise<void>
  close(): Promise<void>
}

/** Opens the run that the command line names. Throws REQUEST_INVALID, NOT_FOUND, STORAGE_FAILED. */
export async function openSource({ args, options, io }: Call): Promise<Source> {
  const [file] = args
  const id = options.text('run')
  if ((file === undefined) === (id === undefined))
    throw refuse('Name either the file of a saved result or --run ID.')
  if (id !== undefined) return fromHistory(id, options.text('history') ?? 'sqlite', io)
  if (options.text('history') !== undefined)
    throw refuse('--history names the history of --run. Remove it, or name a run with --run.')
  return fromFile(file ?? '', io)
}

const nothing = async (): Promise<void> => {}

async function fromFile(file: string, io: Io): Promise<Source> {
  const text = await readFile(pathOf(io, file), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw refuse(`Cannot read ${file} (${cause.code}). Name the file of a saved result.`, { cause })
  })
  const { result, integration } = resultIn(text.replace(/^\uFEFF/, ''), file)
  const { action } = result.run
  return {
    action: integration === undefined ? action : fullId(integration, action),
    undo: (outlook) => undoOf(result, outlook),
    mark: nothing,
    close: nothing,
  }
}

/** The result in a file: of `soar run`, of `soar run --save-run`, or of a run of the HTTP API. */
function resultIn(text: string, file: string): { result: Result; integration?: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw refuse(`${file} is not JSON: ${jsonFault(text, cause)}`, { cause })
  }
  const wrong = refuse(
    `${file} is not a saved result. \`soar run\` prints one, and \`soar run --save-run\` writes one.`,
  )
  if (!isRecord(value)) throw wrong
  const outer = isRecord(value.result) ? value : { result: value }
  const { result } = outer
  if (!isResult(result)) throw wrong
  if (typeof value.integration === 'string') return { result, integration: value.integration }
  const { action, connection } = value
  if (!isRecord(action) || typeof action.integration !== 'string') return { result }
  // A run of the API has its connection beside the result.
  const undo = result.undo && typeof connection === 'string' ? { ...result.undo, connection } : result.undo
  return { result: { ...result, ...(undo && { undo }) }, integration: action.integration }
}

function isResult(value: unknown): value is Result {
  if (!isRecord(value) || typeof value.is_success !== 'boolean') return false
  const { run, undo } = value
  const isUndo =
    undo === undefined ||
    (isRecord(undo) &&
      typeof undo.action === 'string' &&
      isRecord(undo.parameters) &&
      (undo.connection === undefined || typeof undo.connection === 'string'))
  return isRecord(run) && typeof run.action === 'string' && isUndo
}

async function fromHistory(id: string, named: string, io: Io): Promise<Source> {
  const [{ historyFile }, { openSqliteStore }, { markUndone, undoOfRun }, { noRun }] = await Promise.all([
    import('../serving/history-file.ts'),
    import('../../../service/runs/store/sqlite/open.ts'),
    import('../../../service/runs/undo.ts'),
    import('../../../service/runs/refusal.ts'),
  ])
  const file = historyFile(named, io)
  if (!existsSync(file)) throw refuse(`There is no history ${file}. Name the file with --history.`)
  const store = await openSqliteStore(file)
  try {
    const run = await store.get(id)
    if (run === undefined) throw noRun(id)
    return {
      action: fullId(run.action.integration, run.action.id),
      undo: (outlook) => undoOfRun(run, outlook),
      mark: () => markUndone(store, id, { by: userInfo().username, at: new Date().toISOString() }),
      close: () => store.close(),
    }
  } catch (thrown) {
    await store.close()
    throw thrown
  }
}
