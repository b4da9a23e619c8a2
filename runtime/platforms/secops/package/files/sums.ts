/** The list of SHA-256 sums in the package. */
import type { PackageFiles } from '../zip.ts'
import { sha256 } from './payload.ts'

/** Both are in the folder where the platform's own packages keep files that its importer does not read as code. */
export const SBOM_FILE = 'resources/sbom.cdx.json'
export const SUMS_FILE = 'resources/SHA256SUMS'

/** The list of all files except itself. */
export const sumsOf = (files: PackageFiles): string =>
  Object.keys(files)
    .filter((path) => path !== SUMS_FILE)
    .sort()
    .map((path) => `${sha256(files[path] ?? '')}  ${path}\n`)
    .join('')

/** Sums by path, or a duplicate path: readers of the list use one line or the other. Undefined for anything else. */
export function readSums(
  text: string,
): { sums: ReadonlyMap<string, string> } | { twice: string } | undefined {
  const lines = text.replace(/\n$/, '').split('\n')
  const sums = new Map<string, string>()
  for (const line of lines) {
    const [, sum, path] = /^([0-9a-f]{64}) [ *]([\x20-\x7e]+)$/.exec(line) ?? []
    if (sum === undefined || path === undefined) return undefined
    if (sums.has(path)) return { twice: path }
    sums.set(path, sum)
  }
  return { sums }
}
