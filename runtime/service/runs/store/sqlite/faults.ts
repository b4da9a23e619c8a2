/** Turns errors of SQLite into sentences about the history file. */
import { ActionError } from '../../../../contract/errors.ts'
import { type Phrase, phrase } from '../../../../contract/phrases.ts'
import { storageFailed } from '../../../../contract/refuse.ts'

/** Result codes of SQLite that have a sentence of their own (https://www.sqlite.org/rescode.html). */
const SQLITE = {
  perm: 3,
  busy: 5,
  locked: 6,
  readonly: 8,
  ioerr: 10,
  corrupt: 11,
  full: 13,
  cantopen: 14,
  notadb: 26,
}

/** Creates the error for a history file that cannot be read or written. */
export function historyFault(file: string, thrown: unknown): ActionError {
  if (thrown instanceof ActionError) return thrown
  return storageFailed(
    phrase('Cannot use the history {file}: {fault}. {remedy}', { file, ...sentenceOf(thrown) }),
    { cause: thrown },
  )
}

function sentenceOf(thrown: unknown): { fault: Phrase; remedy: Phrase } {
  const { errcode, message } = thrown as { errcode?: number; message?: string }
  // The lowest byte of an extended code is its kind.
  switch (errcode === undefined ? undefined : errcode & 0xff) {
    case SQLITE.busy:
    case SQLITE.locked:
      return {
        fault: phrase('another process uses it'),
        remedy: phrase('Stop the other server, or name another file.'),
      }
    case SQLITE.full:
      return { fault: phrase('the disk is full'), remedy: phrase('Free space; the next run tries again.') }
    case SQLITE.corrupt:
    case SQLITE.notadb:
      return {
        fault: phrase('it is damaged, or it is another kind of file'),
        remedy: phrase('Restore it from a backup, or move it away to start a new history.'),
      }
    case SQLITE.readonly:
    case SQLITE.perm:
    case SQLITE.cantopen:
      return {
        fault: phrase('permission denied'),
        remedy: phrase('Name a file that this user may read and write.'),
      }
    default: {
      const reason = String(message ?? thrown).slice(0, 200)
      return { fault: phrase('{reason}', { reason }), remedy: phrase('Check the disk.') }
    }
  }
}
