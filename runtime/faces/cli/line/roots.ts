/** Which integrations a command line works on. */
import { statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { refuse } from '../../../contract/refuse.ts'
import { isInstalled } from '../../../integration/layout.ts'
import { BUILT_IN } from '../../../integration/several/ids.ts'
import { type Io, pathOf } from '../process/io.ts'

/**
 * Files that say which integrations the working folder is about: several, or its own. Only a product that was installed as a
 * package looks for the second one: one that a build wrote into an integration's folder is about that integration.
 */
const FILES = ['soar.yaml', 'integration.yaml']

/**
 * Returns folders of integrations and soar.yaml files, absolute, and `built-in`: those of --root, else SOAR_ROOT, else the
 * soar.yaml of the working folder, else, for an installed product, that folder if it is an integration. Empty if there is none.
 *
 * @param given the values of --root
 * @throws ActionError REQUEST_INVALID if the file in the working folder belongs to another user
 */
export function rootsOf(given: readonly string[], io: Io): readonly string[] {
  const named = given.length > 0 ? given : io.env.SOAR_ROOT ? [io.env.SOAR_ROOT] : []
  if (named.length > 0) return named.map((root) => (root === BUILT_IN ? root : pathOf(io, root)))
  return inWorkingFolder(io)
}

/** The folder of a single integration; undefined for the built-in one. */
export const folderOf = ([root]: readonly string[]): string | undefined =>
  root === BUILT_IN ? undefined : root

/** True if the roots may name several integrations. */
export const isSeveral = (roots: readonly string[]): boolean =>
  roots.length > 1 || /\.ya?ml$/.test(roots[0] ?? '')

function inWorkingFolder(io: Io): readonly string[] {
  for (const name of isInstalled(io.product?.dist ?? '') ? FILES : FILES.slice(0, 1)) {
    let file: string
    try {
      file = join(io.cwd, name)
    } catch {
      // A removed working folder contains no file; commands that need the folder report it.
      return []
    }
    const stats = statSync(file, { throwIfNoEntry: false })
    if (!stats?.isFile()) continue
    // What it names is run with the secrets of this user.
    const me = process.geteuid?.()
    const root = name === 'soar.yaml' ? file : dirname(file)
    if (me === undefined || stats.uid === me || stats.uid === 0) return [root]
    throw refuse(
      `${file} belongs to another user (uid ${stats.uid}), so it is not used. Name it with --root ${name === 'soar.yaml' ? name : '.'} if you trust it, or change to another folder.`,
    )
  }
  return []
}
