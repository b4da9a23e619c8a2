/** The list of SHA-256 sums that travels in the package, in the form that `sha256sum --check` reads. */
import type { PackageFiles } from '../zip.ts'
import { sha256 } from './payload.ts'

/** Both lie where the platform's own packages keep what its importer reads no code from. */
export const SBOM_FILE = 'resources/sbom.cdx.json'
export const SUMS_FILE = 'resources/SHA256SUMS'

/** The list of all files but itself. */
export const sumsOf = (files: PackageFiles): string =>
  Object.keys(files)
    .filter((path) => path !== SUMS_FILE)
    .sort()
    .map((path) => `${sha256(files[path] ?? '')}  ${path}\n`)
    .join('')

/** Sums by path; undefined for a list that is not of this form. */
export function readSums(text: string): Map<string, string> | undefined {
  const lines = text.split('\n').filter((line) => line !== '')
  const pairs = lines.map((line) => /^([0-9a-f]{64}) [ *](.+)$/.exec(line))
  if (pairs.some((pair) => pair === null)) return undefined
  return new Map(pairs.map((pair): [string, string] => [pair?.[2] ?? '', pair?.[1] ?? '']))
}
