/** Stores a connector's state for `soar connect` in one file, replaced atomically. */
import { constants } from 'node:fs'
import { open, realpath, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ActionError } from '../../contract/errors.ts'
import type { Json } from '../../contract/json.ts'
import { english } from '../../contract/phrases.ts'
import { cannotWrite, notPrivate, refuse, storageFailed } from '../../contract/refuse.ts'
import { decode } from '../../safety/encoding.ts'
import { jsonFault } from '../../safety/json-fault.ts'
import { openPrivate } from '../../safety/private-file.ts'

/** The owner of the state in a file. */
export interface StateOwner {
  /** Id of the integration. */
  integration: string
  /** Id of the connector. */
  connector: string
}

/** The file's content. `soar_state` is the format version. */
interface Content extends StateOwner {
  soar_state: 1
  saved: string
  state: Json
}

/** Only the user who runs the connector may read the file: it may contain mail senders. */
const MODE = 0o600

/**
 * Reads the state from a file; null if the file does not exist.
 *
 * @throws ActionError STORAGE_FAILED when the file cannot be read, is damaged or holds something else; it is not changed
 */
export async function readState(file: string, owner: StateOwner): Promise<Json> {
  const bytes = await readBytes(file)
  if (bytes === undefined) return null
  const decoded = decode(bytes)
  if ('fault' in decoded)
    throw storageFailed(`The state file ${file} is damaged: ${english(decoded.fault)} ${REMEDY}`)
  const { text } = decoded
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (cause) {
    throw storageFailed(`The state file ${file} is damaged: ${jsonFault(text, cause)} ${REMEDY}`, { cause })
  }
  if (!isContent(content)) throw storageFailed(`${file} is not a state file of \`soar connect\`. ${REMEDY}`)
  if (content.integration !== owner.integration || content.connector !== owner.connector) {
    const [theirs, ours] = [content, owner].map(({ integration, connector }) => `${integration}/${connector}`)
    throw refuse(`The state file ${file} belongs to ${theirs}, not to ${ours}. Name another file.`)
  }
  return content.state
}

/** Reads the bytes of the file; undefined if it does not exist. */
async function readBytes(file: string): Promise<Buffer | undefined> {
  try {
    const opened = await openPrivate(file, { flags: constants.O_RDONLY, rights: 'own' })
    if ('fault' in opened) throw notPrivate(`the state file ${file}`, opened.fault)
    return await opened.handle.readFile().finally(() => opened.handle.close())
  } catch (cause) {
    if (cause instanceof ActionError) throw cause
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw storageFailed(
      `Cannot read the state file ${file} (${code}). Name a file that this user may read and write.`,
      { cause },
    )
  }
}

const REMEDY =
  'It was not changed. Restore it, or name another file; without its state the connector starts over and repeats some alerts.'

const isContent = (value: unknown): value is Content =>
  typeof value === 'object' &&
  value !== null &&
  (value as Content).soar_state === 1 &&
  typeof (value as Content).connector === 'string' &&
  typeof (value as Content).integration === 'string' &&
  'state' in value

/**
 * Replaces the state atomically: after a failure at any point, the file holds the complete old state or the complete new
 * one. The new state is written beside the file, synced to disk, and renamed over it. Throws STORAGE_FAILED.
 */
export async function replaceState(file: string, owner: StateOwner, state: Json): Promise<void> {
  // A symbolic link is kept; its target is replaced.
  const target = await realpath(file).catch(() => file)
  const folder = dirname(target)
  const fresh = join(folder, `.${process.pid}.${Date.now()}.soar-state`)
  const content: Content = { soar_state: 1, ...owner, saved: new Date().toISOString(), state }
  try {
    const handle = await open(fresh, 'wx', MODE)
    try {
      await handle.writeFile(`${JSON.stringify(content)}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(fresh, target)
  } catch (cause) {
    await rm(fresh, { force: true }).catch(() => {})
    const remedy = 'The next run repeats the last alerts.'
    throw cannotWrite(`the state file ${file}`, cause, remedy, { unsent: false })
  }
  await syncFolder(folder)
}

/** Syncs the folder, so that the rename survives a power failure. Not every file system supports this. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}
