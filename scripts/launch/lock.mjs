import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from '../../runtime/safety/lock.mjs'

/** Folder of the lock, inside `.node`. */
export const LOCK = 'commands.lock'

/** The work under the lock can be done again, so a command that was suspended, or whose machine is asleep, holds nobody up. */
const PATIENCE = { runs: 20_000, hidden: 20_000, elsewhere: 20_000 }

/**
 * Does a piece of work while no other command of this checkout installs or builds.
 *
 * @template T
 * @param {string} root
 * @param {() => Promise<T>} work
 * @param {() => void} onWait called once when another command is at it
 * @returns {Promise<T>} what the work returned
 */
export function alone(root, work, onWait) {
  const store = join(root, '.node')
  mkdirSync(store, { recursive: true })
  return withLock(join(store, LOCK), PATIENCE, work, onWait)
}
