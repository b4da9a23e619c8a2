import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Metafile } from 'esbuild'

/** One package that went into the bundle. */
export interface Package {
  name: string
  version: string
  /** SPDX expression from the package. */
  license: string
}

/** The packages in the bundle, by name; `soar pack` builds a bill of materials from them. */
export function packages(root: string, { inputs }: Metafile): Package[] {
  const names = new Set(Object.keys(inputs).flatMap((path) => packageOf(path) ?? []))
  return [...names].sort().map((name) => {
    const { version, license } = JSON.parse(
      readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'),
    )
    return { name, version, license }
  })
}

/** The licences of all packages in the bundle, as one text: their authors require it. */
export function notices(root: string, metafile: Metafile): string {
  return packages(root, metafile)
    .map(({ name, version, license }) => {
      const folder = join(root, 'node_modules', name)
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
      const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `Licence: ${license}`
      return `${name} ${version}\n\n${text}\n`
    })
    .join(`\n${'-'.repeat(80)}\n\n`)
}

/** The name of the package that a file belongs to; undefined for one of ours. */
function packageOf(path: string): string | undefined {
  return /.*\bnode_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]
}
