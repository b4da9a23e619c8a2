/** The files of the bundle. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PackageFiles } from '../../runtime/platforms/secops/package/zip.ts'
import { SERVER } from './manifest.ts'

/** Folders and files of the repository that the server reads. */
const FOLDERS = ['manifests', 'prompts']
const FILES = ['integration.yaml', 'package.json', 'LICENSE', 'dist/THIRD-PARTY.txt']

/** Reads the built product and what it reads at run time; without source maps, the page and the library. */
export function bundleFiles(root: string, logo: string | undefined): PackageFiles {
  const built = readdirSync(join(root, 'dist'))
    .filter((name) => /^[^.].*\.(?:js|json)$/.test(name))
    .map((name) => `dist/${name}`)
  const deep = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(root.length + 1)
          .replaceAll('\\', '/'),
      ),
  )
  const paths = [...built, ...deep, ...FILES, ...(logo === undefined ? [] : [logo])]
  const files = paths.map((path): [string, Uint8Array] => [
    `${SERVER}/${path}`,
    readFileSync(join(root, path)),
  ])
  return Object.fromEntries(files)
}
