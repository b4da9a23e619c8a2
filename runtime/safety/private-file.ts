/** Opens files that no other user may read, change or replace. */
import { constants, type Stats } from 'node:fs'
import { type FileHandle, lstat, open, readlink } from 'node:fs/promises'
import { dirname, join, parse, resolve, sep } from 'node:path'
import { type Phrase, phrase } from '../contract/phrases.ts'

/** An open file, or the reason why it must not be used. */
export type Opened = { handle: FileHandle } | { fault: Phrase }

/** How a file is opened. */
export interface PrivateOptions {
  /** Flags from `constants` in node:fs. */
  flags: number
  /** Permissions of others: remove them, remove all but the group's read permission, or leave them to the caller. */
  rights: 'own' | 'group may read' | 'as they are'
}

/** Maximum number of symbolic links to follow. */
const LINKS = 40

const WRITABLE_BY_GROUP = 0o020
const WRITABLE_BY_OTHERS = 0o002
const STICKY = 0o1000

/**
 * Opens a file, or creates it with permissions only for its owner. Every folder above it must belong to this user or to
 * root, and other users must not be able to rename anything in it; the same applies to folders behind links. An existing
 * file must be a regular file of this user: opening a FIFO would block forever. On Windows, which has a different permission
 * model, only the kind is checked.
 *
 * @throws NodeJS.ErrnoException the error of opening the file
 */
export async function openPrivate(path: string, { flags, rights }: PrivateOptions): Promise<Opened> {
  const fault = await pathFault(path)
  if (fault !== undefined) return { fault }
  const handle = await open(path, flags | (constants.O_NONBLOCK ?? 0), 0o600)
  try {
    const stats = await handle.stat()
    const wrong = fileFault(stats)
    if (wrong === undefined) {
      await restrict(handle, stats, rights)
      return { handle }
    }
    await handle.close()
    return { fault: wrong }
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** Returns the reason why a path must not be used; undefined if it may be used or does not exist yet. */
export async function pathFault(path: string): Promise<Phrase | undefined> {
  let target = resolve(path)
  for (let link = 0; link <= LINKS; link++) {
    const next = await walk(target)
    if (next === undefined || typeof next !== 'string') return next
    target = next
  }
  return phrase('it has too many links in its path')
}

/** Checks every part of a path. Returns the path behind the first link, or a fault, or undefined at the end. */
async function walk(path: string): Promise<string | Phrase | undefined> {
  const { root } = parse(path)
  const parts = path.slice(root.length).split(sep).filter(Boolean)
  let current = root
  for (let at = 0; at <= parts.length; at++) {
    const stats = await lstat(current).catch(() => undefined)
    // Opening the file reports the reason.
    if (stats === undefined) return undefined
    if (stats.isSymbolicLink()) {
      if (!isOurs(stats)) return phrase('the link {path} belongs to another user', { path: current })
      return resolve(dirname(current), await readlink(current), ...parts.slice(at))
    }
    if (at === parts.length) return fileFault(stats)
    const fault = folderFault(stats, current)
    if (fault) return fault
    current = join(current, parts[at] ?? '')
  }
  return undefined
}

function folderFault(stats: Stats, path: string): Phrase | undefined {
  // A part of the path is not a folder: opening the file reports the reason.
  if (!stats.isDirectory() || process.geteuid === undefined) return undefined
  if (!isOurs(stats)) {
    return phrase('the folder {path} belongs to another user (uid {uid})', { path, uid: stats.uid })
  }
  const { mode, uid, gid } = stats
  // By convention, a group whose id equals a user's id contains only this user.
  const group = gid === uid ? 0 : WRITABLE_BY_GROUP
  const isOpen = (mode & (WRITABLE_BY_OTHERS | group)) !== 0 && (mode & STICKY) === 0
  if (!isOpen) return undefined
  const rights = (mode & 0o7777).toString(8)
  return phrase('other users can change the folder {path} (mode {rights})', { path, rights })
}

function fileFault(stats: Stats): Phrase | undefined {
  if (!stats.isFile()) return phrase('it is not a regular file')
  const me = process.geteuid?.()
  if (me === undefined || stats.uid === me) return undefined
  return phrase('it belongs to another user (uid {uid})', { uid: stats.uid })
}

const isOurs = ({ uid }: Stats): boolean =>
  uid === 0 || process.geteuid === undefined || uid === process.geteuid()

async function restrict(
  handle: FileHandle,
  { mode }: Stats,
  rights: PrivateOptions['rights'],
): Promise<void> {
  if (rights === 'as they are' || process.geteuid === undefined) return
  const allowed = rights === 'group may read' ? 0o640 : 0o600
  if ((mode & 0o777 & ~allowed) !== 0) await handle.chmod(0o600)
}
