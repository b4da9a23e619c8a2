/** Which integrations a command line works on. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { refuse } from '../../../contract/refuse.ts'
import { BUILT_IN } from '../../../integration/several/ids.ts'
import { type Io, pathOf } from '../process/io.ts'

/** The file that names several integrations, if it is in the working folder. */
const FILE = 'soar.yaml'

/**
 * Returns folders of integrations and soar.yaml files, absolute, and `built-in`: those of --root, else SOAR_ROOT, else the
 * soar.yaml of the working folder. Empty if there is none of them.
 *
 * @param given the values of --root
 * @throws ActionError REQUEST_INVALID if the soar.yaml of the working folder belongs to another user
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
  let file: string
  try {
    file = join(io.cwd, FILE)
  } catch {
    // A removed working folder contains no soar.yaml; commands that need the folder report it.
    return []
  }
  const stats = statSync(file, { throwIfNoEntry: false })
  if (!stats?.isFile()) return []
  // Its integrations are run with the secrets of this user.
  const me = process.geteuid?.()
  if (me === undefined || stats.uid === me || stats.uid === 0) return [file]
  throw refuse(
    `${file} belongs to another user (uid ${stats.uid}), so it is not used. Name it with --root ${FILE} if you trust it, or change to another folder.`,
  )
}
