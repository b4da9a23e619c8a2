/** Zip files whose bytes depend on nothing but what is in them. */

import { zipSync } from 'fflate'

/** Contents by path, with forward slashes. */
export type PackageFiles = Record<string, Uint8Array>

/** The first moment that a zip file can name. Local, because zip files know no zones. */
const EPOCH = new Date(1980, 0, 1)

/** Packs files: sorted, all of one time, compressed by code of our own choice rather than by this Node's zlib. */
export function writeZip(files: PackageFiles): Uint8Array {
  const sorted = Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return zipSync(Object.fromEntries(sorted), { level: 9, mtime: EPOCH })
}
