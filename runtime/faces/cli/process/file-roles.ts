/** Finds files that have two roles on one command line, such as input and output. */
import { type BigIntStats, readlinkSync, statSync } from 'node:fs'
import { platform } from 'node:os'
import { basename, dirname, resolve } from 'node:path'
import { refuse } from '../../../contract/refuse.ts'

/** One use of a file. */
export interface FileRole {
  /** Its name in messages: "--in", "standard input". */
  name: string
  /** Absolute path; undefined for a stream. */
  path?: string | undefined
  /** The kind of stream; undefined if that is unknown. */
  stats?: BigIntStats | undefined
}

/** Maximum number of symbolic links followed in a row. */
const LINKS = 40

/**
 * Refuses two roles for one file: writing a file would lose the data that is read from it. Files are compared by device
 * and inode, so that links and redirected streams count. A file that does not exist yet is compared by its folder and
 * name. Devices without content and sockets may have several roles.
 *
 * @throws ActionError REQUEST_INVALID
 */
export function refuseSharedFiles(roles: readonly FileRole[]): void {
  const seen = new Map<string, FileRole>()
  for (const role of roles) {
    const identity = identityOf(role)
    if (identity === undefined) continue
    const other = seen.get(identity)
    if (other) throw refuse(sentenceFor(other, role))
    seen.set(identity, role)
  }
}

function sentenceFor(one: FileRole, other: FileRole): string {
  const paths = [...new Set([one.path, other.path])].filter((path) => path !== undefined)
  const names = `${one.name} and ${other.name}`
  const where = paths.length > 0 ? `: ${paths.join(' and ')}` : ''
  return `${names.charAt(0).toUpperCase()}${names.slice(1)} are the same file${where}. Name another file for one of them.`
}

function identityOf({ path, stats }: FileRole): string | undefined {
  if (path === undefined) return stats && identify(stats)
  try {
    return identify(statSync(path, { bigint: true }))
  } catch {
    return newFile(path)
  }
}

function identify(stats: BigIntStats): string | undefined {
  const holds = stats.isFile() || stats.isBlockDevice() || stats.isFIFO()
  return holds ? `${stats.dev}:${stats.ino}` : undefined
}

/** The file that opening would create, also through links; undefined if it could not be created. */
function newFile(path: string): string | undefined {
  let target = path
  try {
    for (let link = 0; link < LINKS; link++) target = resolve(dirname(target), readlinkSync(target))
  } catch {
    // The last one is not a link.
  }
  try {
    const { dev, ino } = statSync(dirname(target), { bigint: true })
    return `${dev}:${ino}:${fold(basename(target))}`
  } catch {
    return undefined
  }
}

/** File systems of these two platforms are case-insensitive. */
const fold = (name: string): string =>
  ['darwin', 'win32'].includes(platform()) ? name.normalize('NFC').toLowerCase() : name
