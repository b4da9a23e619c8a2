/** The repository's own files and what they import, for the tests that hold the house together. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** Root of the repository. */
export const repository = join(import.meta.dirname, '../..')

const SKIPPED = new Set(['node_modules', 'dist', 'coverage', '.git', '.node'])

/** Every file of the repository or of one of its folders, named from the root with forward slashes. */
export function filesIn(folder = ''): string[] {
  return readdirSync(join(repository, folder), { withFileTypes: true })
    .filter((entry) => !SKIPPED.has(entry.name))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      return entry.isDirectory() ? filesIn(path) : entry.isFile() ? [path] : []
    })
    .sort()
}

/** Modules of folders, declarations left out. A folder that is not there has none. */
export const modulesIn = (...folders: string[]): string[] =>
  filesIn().filter(
    (path) =>
      folders.some((folder) => path.startsWith(`${folder}/`)) &&
      /\.(?:tsx?|mjs|js)$/.test(path) &&
      !path.endsWith('.d.ts'),
  )

/** The text of a file. */
export const textOf = (path: string): string => readFileSync(join(repository, path), 'utf8')

/** One import. */
export interface Import {
  from: string
  /** A path from the root where the import is relative, else the package. */
  to: string
  relative: boolean
  /** Erased by the compiler. */
  typeOnly: boolean
  /** Loaded when the code gets there. */
  lazy: boolean
}

const IMPORT =
  /^(import|export)\s+(type\s)?[^'"`;]*?from\s*'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm

/** Modules that hold the text of modules of other projects, and import nothing themselves. */
const TEXTS = /^runtime\/authoring\/(?:init\/code|rest\/(?:modules|tests))\.ts$/

/** What a module imports, statically or when it is needed. */
export function importsOf(path: string): Import[] {
  if (TEXTS.test(path)) return []
  return [...textOf(path).matchAll(IMPORT)].flatMap((match) => {
    const [, , type, named, bare, dynamic] = match
    const specifier = named ?? bare ?? dynamic ?? ''
    // A module that writes modules has imports in its texts.
    if (specifier.includes('${')) return []
    const relative = specifier.startsWith('.')
    const to = relative ? normalize(join(dirname(path), specifier)) : specifier
    return [{ from: path, to, relative, typeOnly: type !== undefined, lazy: dynamic !== undefined }]
  })
}

/** Cycles of imports, each once, as the path around. */
export function cyclesOf(imports: readonly Import[]): string[] {
  const next = Map.groupBy(imports, ({ from }) => from)
  const done = new Set<string>()
  const found: string[] = []
  const visit = (path: string, way: readonly string[]): void => {
    const at = way.indexOf(path)
    if (at >= 0) found.push([...way.slice(at), path].join(' > '))
    if (at >= 0 || done.has(path)) return
    for (const { to } of next.get(path) ?? []) visit(to, [...way, path])
    done.add(path)
  }
  for (const path of next.keys()) visit(path, [])
  return found
}
