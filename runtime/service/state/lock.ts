/** Locks a state file: two connectors on one file would deliver the same alerts. */
import { phrase } from '../../contract/phrases.ts'
import { cannotWrite, notPrivate, storageFailed } from '../../contract/refuse.ts'
import { takeLock } from '../../safety/lock.mjs'
import { pathFault } from '../../safety/private-file.ts'

/**
 * The lock of a connector on another machine never expires, because that machine may be asleep. A connector in another
 * container of this machine refreshes its lock every few seconds.
 */
const PATIENCE = { runs: Number.POSITIVE_INFINITY, hidden: 60_000, elsewhere: Number.POSITIVE_INFINITY }

/**
 * Locks a state file with a folder beside it, `<file>.lock`. The lock of a terminated process is taken over.
 *
 * @returns releases the lock
 * @throws ActionError STORAGE_FAILED when another process has locked the file, or its folder cannot be written to
 */
export async function lockState(file: string): Promise<() => Promise<void>> {
  const fault = await pathFault(file)
  if (fault) throw notPrivate(`the state file ${file}`, fault)
  const folder = `${file}.lock`
  const lock = await takeLock(folder, PATIENCE).catch((cause: unknown) => {
    const remedy =
      (cause as NodeJS.ErrnoException).code === 'ENOTDIR'
        ? phrase('Delete it if it is not a folder, or name another state file.')
        : phrase('Name a state file in a folder that exists and is writable.')
    throw cannotWrite(phrase('the lock {folder}', { folder }), cause, remedy)
  })
  if ('release' in lock) return lock.release
  const { pid, host } = lock.holder
  throw storageFailed(
    phrase(
      'The state file {file} is in use by process {pid} on {host}. Name another file, or stop that process. If it is not `soar connect`, delete the folder {folder}.',
      { file, pid, host, folder },
    ),
  )
}
