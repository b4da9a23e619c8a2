/** Zip files whose bytes depend only on their contents. */

import { zipSync } from 'fflate'

/** Contents by path, with forward slashes. */
export type PackageFiles = Record<string, Uint8Array>

/** The first moment that a zip file can represent. Local, because zip files do not store time zones. */
const EPOCH = new Date(1980, 0, 1)

/** Packs files: sorted, with one timestamp, compressed by our own choice of code rather than by this Node's zlib. */
export function writeZip(files: PackageFiles): Uint8Array {
  const sorted = Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return zipSync(Object.fromEntries(sorted), { level: 9, mtime: EPOCH })
}
