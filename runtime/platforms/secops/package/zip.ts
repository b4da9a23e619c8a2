/** Zip files whose bytes depend on nothing but what is in them. */

import { unzipSync, zipSync } from 'fflate'
import { refuse } from '../../../contract/refuse.ts'

/** Contents by path, with forward slashes. */
export type PackageFiles = Record<string, Uint8Array>

/** The first moment that a zip file can name. Local, because zip files know no zones. */
const EPOCH = new Date(1980, 0, 1)

/** Packs files: sorted, all of one time, compressed by code of our own choice rather than by this Node's zlib. */
export function writeZip(files: PackageFiles): Uint8Array {
  const sorted = Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return zipSync(Object.fromEntries(sorted), { level: 9, mtime: EPOCH })
}

/** Bytes that a package may unpack to: a mistake or a trap otherwise. */
const MOST = 1_000_000_000

/**
 * Unpacks a zip file; folders are left out.
 *
 * @throws ActionError REQUEST_INVALID where it is none, is damaged, or unpacks to more than a package has
 */
export function readZip(content: Uint8Array): PackageFiles {
  let total = 0
  const seen = new Set<string>()
  try {
    const files = unzipSync(content, {
      filter: ({ name, originalSize }) => {
        total += originalSize
        if (total > MOST) throw new Error('it unpacks to more than 1 GB')
        if (seen.has(name)) throw new Error(`it has two entries ${name.slice(0, 100)}`)
        seen.add(name)
        return !name.endsWith('/')
      },
    })
    return files
  } catch (cause) {
    const reason = `this is no zip file that can be read: ${cause instanceof Error ? cause.message : String(cause)}.`
    throw refuse(reason, { cause })
  }
}
