/** Where the files of an integration folder are. */

import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ActionError } from '../contract/errors.ts'
import { quoted } from '../contract/phrases.ts'

const EXTENSIONS = ['.ts', '.js', '.mjs']

/** Where the files of one action are, relative to the root with forward slashes. */
export interface ActionFiles {
  id: string
  /** The folder of its manifest within `manifests/`; none if the manifest is directly there. */
  area?: string
  manifest: string
  /** Files with its texts in further languages, by language. */
  texts: Record<string, string>
}

/** The files of `manifests/`, sorted by what they are. */
export interface Layout {
  /** Sorted by id; an id that is used twice is in it twice. */
  actions: ActionFiles[]
  /** Files with the texts of actions that have no manifest beside them. */
  orphans: string[]
}

/** The folder of `manifests/` that is not an area: one file for each language. */
export const LOCALES = 'locales'

/** Reads what is in `manifests/`. */
export async function readLayout(root: string): Promise<Layout> {
  const paths = await readdir(join(root, 'manifests'), { recursive: true })
  return layoutOf(paths.map((path) => `manifests/${path.replaceAll('\\', '/')}`))
}

/**
 * Sorts paths by what they are: `manifests/<id>.yaml` and `manifests/<area>/<id>.yaml` are manifests, and `<id>.<locale>.yaml`
 * beside one has its texts in a further language.
 */
export function layoutOf(paths: readonly string[]): Layout {
  const found = paths.flatMap((path) => {
    const [, area, name] = /^manifests\/(?:([^/]+)\/)?([^/]+)\.yaml$/.exec(path) ?? []
    if (name === undefined || area === LOCALES) return []
    const [, id = name, locale] = /^([^.]+)\.([^.]+)$/.exec(name) ?? []
    return [{ path, area, id, locale }]
  })
  const texts = found.filter(({ locale }) => locale !== undefined)
  const actions = found
    .filter(({ locale }) => locale === undefined)
    .map(({ path, area, id }) => {
      const own = texts.filter((text) => text.id === id && text.area === area)
      return {
        id,
        ...(area === undefined ? {} : { area }),
        manifest: path,
        texts: Object.fromEntries(own.map((text) => [text.locale ?? '', text.path])),
      }
    })
    .sort((a, b) => compare(a.id, b.id) || compare(a.manifest, b.manifest))
  const used = new Set(actions.flatMap((action) => Object.values(action.texts)))
  return { actions, orphans: texts.map(({ path }) => path).filter((path) => !used.has(path)) }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Lists the ids of an integration's manifests, sorted. */
export async function listIds(root: string): Promise<string[]> {
  const { actions } = await readLayout(root)
  return [...new Set(actions.map(({ id }) => id))]
}

/** An action's place in the folders. */
export interface Placed {
  id: string
  area?: string | undefined
}

const pathIn = (folder: string, { id, area }: Placed): string =>
  [folder, ...(area === undefined ? [] : [area]), id].join('/')

/** The path of an action's manifest; with a language, of its texts in that language. */
export const manifestPath = (place: Placed, locale?: string): string =>
  `${pathIn('manifests', place)}${locale === undefined ? '' : `.${locale}`}.yaml`

/** The path of an action's module without extension: the same below `actions/` or `connectors/` as its manifest's. */
export const moduleStem = (place: Placed, kind: 'action' | 'connector'): string =>
  pathIn(kind === 'connector' ? 'connectors' : 'actions', place)

/** Says that an id has several manifests. */
export const usedTwice = (id: string, files: readonly string[]): string =>
  `The id "${id}" is used by ${files.join(' and ')}. Ids are unique across areas: rename or delete all but one.`

/** Reads a file; undefined if it does not exist. */
export async function readIfThere(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** With `.test.ts` appended, longer names exceed the limit of some file systems. */
const LONGEST_ID = 200

/** Checks that a manifest's file name, or an area's folder name, has only lowercase letters, digits and dashes. */
export const isId = (text: string): boolean =>
  text.length <= LONGEST_ID && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text)

/** True for a folder in node_modules, where Node runs no TypeScript. */
export const isInstalled = (root: string): boolean => root.split(sep).includes('node_modules')

/** Imports `<root>/<stem>`, as source or as built code. Nothing outside the root is imported. */
export async function importModule(root: string, stem: string): Promise<Record<string, unknown>> {
  const candidates = [
    ...EXTENSIONS.filter((extension) => extension !== '.ts' || !isInstalled(root)).map((extension) =>
      join(root, `${stem}${extension}`),
    ),
    join(root, 'dist', `${stem}.js`),
  ]
  if (relative(root, join(root, stem)).startsWith('..')) {
    const reason = `${stem} is outside of its folder. Name a module in the folder`
    throw new ActionError('INTEGRATION_INVALID', { root, reason: quoted(reason) })
  }
  const file = candidates.find((candidate) => existsSync(candidate))
  if (file === undefined) {
    const names = candidates.map((candidate) => relative(root, candidate)).join(', ')
    throw new ActionError('INTEGRATION_INVALID', { root, reason: quoted(`none of ${names} exists`) })
  }
  try {
    return await import(pathToFileURL(file).href)
  } catch (cause) {
    const reason = `${relative(root, file)} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`
    throw new ActionError('INTEGRATION_INVALID', { root, reason: quoted(reason) }, { cause })
  }
}
