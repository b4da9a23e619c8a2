/** Lists the packages in a bundle, with their licences. */
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

/** A package, and its folder. */
export interface FoundPackage extends Package {
  folder: string
}

/** The packages in a bundle, by name. Paths in the metafile are relative to the root. */
export function packages(root: string, { inputs }: Metafile): FoundPackage[] {
  const folders = new Map(Object.keys(inputs).flatMap((path) => packageOf(path) ?? []))
  return [...folders].sort().map(([name, below]) => {
    const folder = join(root, below)
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return { name, version, license, folder }
  })
}

/** The licence texts of packages, one each: their authors require them. */
export const notices = (inside: readonly FoundPackage[]): string[] =>
  inside.map(({ name, version, license, folder }) => {
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
    const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `Licence: ${license}`
    return `${name} ${version}\n\n${text}\n`
  })

/** Between the licences of two packages. */
export const RULE = `\n${'-'.repeat(80)}\n\n`

/** The list of packages as JSON; `soar pack` builds a bill of materials from it. */
export const componentsFile = (inside: readonly Package[]): string => {
  const plain = inside.map(({ name, version, license }) => ({ name, version, license }))
  return `${JSON.stringify(plain, null, 2)}\n`
}

/** Name and folder of the package that a file belongs to; undefined for one of ours. */
function packageOf(path: string): [[string, string]] | undefined {
  const [, folder = '', name] = /^(.*\bnode_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(path) ?? []
  return name === undefined ? undefined : [[name, folder]]
}
