/** Where the files of an integration folder are. */

import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ActionError } from '../contract/errors.ts'
import { quoted } from '../contract/phrases.ts'

const EXTENSIONS = ['.ts', '.js', '.mjs']

/** Lists the ids of an integration's manifests, sorted. */
export async function listIds(root: string): Promise<string[]> {
  const names = await readdir(join(root, 'manifests'))
  return names
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort()
}

/** With `.test.ts` appended, longer names exceed the limit of some file systems. */
const LONGEST_ID = 200

/** Checks that a manifest's file name has only lowercase letters, digits and dashes. */
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
