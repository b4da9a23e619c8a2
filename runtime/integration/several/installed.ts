/** Finds an integration that is installed as an npm package. */
import { existsSync, realpathSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { ActionError } from '../../contract/errors.ts'
import { isRecord } from '../../contract/json.ts'
import { quoted } from '../../contract/phrases.ts'

/** Matches names of packages: no part of one leads to another folder. */
const NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/

/**
 * Returns the folder of a package's integration. The package is searched in `node_modules` of the folder and of every
 * folder above it. Its integration.yaml is at its root, or in the folder that `soar.integration` of its package.json
 * names.
 *
 * @throws ActionError INTEGRATION_INVALID
 */
export async function findPackage(name: string, from: string): Promise<string> {
  const invalid = (reason: string): ActionError =>
    new ActionError('INTEGRATION_INVALID', { root: name, reason: quoted(reason) })
  if (!NAME.test(name)) {
    throw invalid(
      'it is neither a folder nor the name of a package. Write a folder with ./ before it, such as ./acme',
    )
  }
  const found = foldersAbove(from)
    .map((folder) => join(folder, 'node_modules', name))
    .find((folder) => existsSync(folder))
  if (found === undefined) {
    const hint = existsSync(join(from, name)) ? `, or write ./${name} for the folder` : ''
    throw invalid(`the package is not installed above ${from}. Run \`npm install ${name}\` there${hint}`)
  }
  const home = realpathSync(found)
  const inner = await namedFolder(home)
  if (inner === undefined) return home
  const root = join(home, inner)
  if (!isInside(home, root)) {
    throw invalid(
      `its package.json names the folder "${inner.slice(0, 80)}", which is outside of the package or does not exist`,
    )
  }
  return root
}

/** True if a folder exists in another, also after links were followed. */
function isInside(home: string, folder: string): boolean {
  try {
    const real = realpathSync(folder)
    return real === home || real.startsWith(home + sep)
  } catch {
    return false
  }
}

function foldersAbove(from: string): string[] {
  const folders = [from]
  for (let folder = from; dirname(folder) !== folder; folder = dirname(folder)) folders.push(dirname(folder))
  return folders
}

/** The value of `soar.integration` in package.json. */
async function namedFolder(home: string): Promise<string | undefined> {
  const text = await readFile(join(home, 'package.json'), 'utf8').catch(() => '{}')
  try {
    const { soar } = JSON.parse(text) as { soar?: unknown }
    return isRecord(soar) && typeof soar.integration === 'string' ? soar.integration : undefined
  } catch {
    return undefined
  }
}
