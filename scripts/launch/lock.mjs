import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from '../../runtime/safety/lock.mjs'

/** Folder of the lock, inside `.node`. */
export const LOCK = 'commands.lock'

/** The work under the lock can be repeated, so a suspended command, or one on a sleeping machine, does not block others. */
const PATIENCE = { runs: 20_000, hidden: 20_000, elsewhere: 20_000 }

/**
 * Runs work while no other command of this checkout installs or builds.
 *
 * @template T
 * @param {string} root
 * @param {() => Promise<T>} work
 * @param {() => void} onWait called once when another command holds the lock
 * @returns {Promise<T>} the result of the work
 */
export function alone(root, work, onWait) {
  const store = join(root, '.node')
  mkdirSync(store, { recursive: true })
  return withLock(join(store, LOCK), PATIENCE, work, onWait)
}
