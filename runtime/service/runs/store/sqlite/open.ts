/** Opens the history file. */
import { constants } from 'node:fs'
import { phrase } from '../../../../contract/phrases.ts'
import { cannotWrite, notPrivate } from '../../../../contract/refuse.ts'
import { openPrivate } from '../../../../safety/private-file.ts'
import type { RunStore } from '../store.ts'
import { historyFault } from './faults.ts'
import { checkSchema, createIndexes, createSchema } from './schema.ts'
import { storeOver } from './sqlite-store.ts'

/**
 * Opens a history in a SQLite file, or creates it readable only by its owner. The process keeps it for itself until it closes
 * the store or ends.
 *
 * @throws ActionError STORAGE_FAILED: another process uses it; it is damaged, newer, or another kind of file; other users
 *   could change it; the disk is full
 */
export async function openSqliteStore(file: string): Promise<RunStore> {
  await createPrivately(file)
  try {
    const { DatabaseSync } = quietly(() => process.getBuiltinModule('node:sqlite'))
    const db = new DatabaseSync(file)
    try {
      // The lock ends with the process, however it ends: a crash leaves nothing to clean up.
      db.exec('PRAGMA locking_mode = EXCLUSIVE')
      const isNew = checkSchema(db, file)
      db.exec('PRAGMA journal_mode = WAL; BEGIN IMMEDIATE; COMMIT')
      if (isNew) createSchema(db)
      createIndexes(db)
      return storeOver(db, file)
    } catch (error) {
      db.close()
      throw error
    }
  } catch (error) {
    throw historyFault(file, error)
  }
}

async function createPrivately(file: string): Promise<void> {
  const what = phrase('the history {file}', { file })
  const remedy = phrase('Name another file, or use --store memory.')
  const flags = constants.O_RDWR | constants.O_CREAT
  const opened = await openPrivate(file, { flags, rights: 'own' }).catch((cause: unknown) => {
    throw cannotWrite(what, cause, remedy)
  })
  if ('fault' in opened) throw notPrivate(what, opened.fault)
  await opened.handle.close()
}

/** Loads a module of Node without its warning that it is experimental, which older versions of Node write to stderr. */
function quietly<T>(load: () => T): T {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return load()
  } finally {
    process.emitWarning = emitWarning
  }
}
