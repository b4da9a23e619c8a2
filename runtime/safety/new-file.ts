/** Writes a new private file: whole, or not at all. */
import { link, lstat, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Phrase } from '../contract/phrases.ts'
import { pathFault } from './private-file.ts'

/** Only its owner may read the file. */
const MODE = 0o600

/**
 * Finds out whether `writeNew` would succeed now. Returns the reason why the path must not be used.
 *
 * @throws NodeJS.ErrnoException EEXIST if the file exists; the error of creating a file in its folder
 */
export async function tryNew(path: string): Promise<Phrase | undefined> {
  const found = await lstat(path).catch(() => undefined)
  if (found) throw Object.assign(new Error(`${path} exists`), { code: 'EEXIST' })
  const fault = await pathFault(path)
  if (fault) return fault
  const probe = beside(path)
  await (await open(probe, 'wx', MODE)).close()
  await rm(probe, { force: true })
  return undefined
}

/**
 * Writes a file that does not exist yet. The text is written beside it, synced to disk, and then gets the name: a reader
 * finds the whole file or none, and a file that appeared meanwhile is not replaced.
 *
 * @throws NodeJS.ErrnoException EEXIST if the file exists by now; the error of writing
 */
export async function writeNew(path: string, text: string): Promise<void> {
  const fresh = beside(path)
  try {
    const handle = await open(fresh, 'wx', MODE)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await giveName(fresh, path)
  } finally {
    await rm(fresh, { force: true }).catch(() => {})
  }
  const folder = await open(dirname(path), 'r').catch(() => undefined)
  await folder?.sync().catch(() => {})
  await folder?.close()
}

/** A link fails if the name is taken. File systems without links get a rename after a look. */
async function giveName(fresh: string, path: string): Promise<void> {
  try {
    await link(fresh, path)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP', 'EMLINK'].includes(code)) throw error
    if (await lstat(path).catch(() => undefined)) throw Object.assign(new Error(), { code: 'EEXIST' })
    await rename(fresh, path)
  }
}

let count = 0

const beside = (path: string): string =>
  join(dirname(path), `.${basename(path).slice(0, 100)}.${process.pid}.${++count}.new`)
