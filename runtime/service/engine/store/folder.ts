/** A store in a folder, which all sides share. */
import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { phrase } from '../../../contract/phrases.ts'
import { cannotWrite, storageFailed } from '../../../contract/refuse.ts'
import { badSetting } from '../keys.ts'
import type { Store } from './store.ts'

/**
 * A store in an existing folder. Objects are in sub-folders by the first two characters of their name.
 *
 * @param folder its absolute path
 * @throws ActionError CONFIG_INVALID if it is not a folder
 */
export async function folderStore(folder: string): Promise<Store> {
  const stats = await stat(folder).catch((cause: NodeJS.ErrnoException) => {
    const code = cause.code ?? ''
    throw badSetting('store', phrase('Cannot use the store {folder} ({code}).', { folder, code }), cause)
  })
  if (!stats.isDirectory())
    throw badSetting('store', phrase('The store {folder} is not a folder.', { folder }))
  const pathOf = (name: string): string => join(folder, name.slice(0, 2), name)
  return {
    async put(name, data) {
      const path = pathOf(name)
      try {
        await mkdir(join(folder, name.slice(0, 2)), { recursive: true, mode: 0o770 })
        await writeWhole(path, data)
      } catch (cause) {
        throw cannotWrite(
          phrase('the store {folder}', { folder }),
          cause,
          phrase('Fix the cause; then run it again.'),
        )
      }
    },
    async get(name) {
      try {
        return await readFile(pathOf(name))
      } catch (cause) {
        const code = (cause as NodeJS.ErrnoException).code ?? ''
        throw storageFailed(
          phrase('Cannot read the object {name} of the store {folder} ({code}).', { name, folder, code }),
          { cause },
        )
      }
    },
  }
}

/** A reader never sees a part of an object. */
async function writeWhole(path: string, data: Uint8Array): Promise<void> {
  const partial = `${path}.${randomUUID()}.part`
  try {
    const file = await open(partial, 'wx', 0o640)
    try {
      await file.writeFile(data)
      await file.datasync()
    } finally {
      await file.close()
    }
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true }).catch(() => {})
    throw error
  }
}
