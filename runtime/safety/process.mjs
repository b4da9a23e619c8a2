/** Identifies the process that holds something, and says whether it still runs. */
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/**
 * @typedef {object} ProcessId a process, told apart from every other one that ever has its number
 * @property {number} pid
 * @property {string} host
 * @property {string} [born] when it started, in the kernel's ticks; only Linux says so
 * @property {string} [space] the PID namespace in which the number counts; only Linux has them
 */

/**
 * `hidden`: on this machine by its host name, but in another container, so that its number means nothing here.
 *
 * @typedef {'runs' | 'ended' | 'hidden' | 'elsewhere'} Fate what can be known of a process
 */

/**
 * The process that this runs in.
 *
 * @returns {ProcessId}
 */
export function thisProcess() {
  const { pid } = process
  const [born, space] = [statOf(pid)?.born, pidNamespace()]
  return { pid, host: hostname(), ...(born && { born }), ...(space && { space }) }
}

/**
 * Whether a process still runs. A number that now belongs to another process counts as ended: the system gives numbers
 * again, and a container that restarts gives the very same ones. So does a zombie.
 *
 * @param {ProcessId} holder
 * @param {ProcessId} me the process that asks
 * @returns {Fate}
 */
export function fateOf({ pid, host, born, space }, me) {
  if (host !== me.host) return 'elsewhere'
  if (space !== undefined && me.space !== undefined && space !== me.space) return 'hidden'
  if (!hasNumber(pid)) return 'ended'
  const found = statOf(pid)
  if (found === undefined) return 'runs'
  const isSame = born === undefined || found.born === born
  return isSame && found.state !== 'Z' ? 'runs' : 'ended'
}

/** @param {number} pid */
function hasNumber(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // A process of another user may not be signalled, and runs.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * @param {number} pid
 * @returns {{ state: string, born: string } | undefined} undefined where the system does not say
 */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name of the program, in brackets, may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const [state, born] = [fields[0], fields[19]]
    return state && born ? { state, born } : undefined
  } catch {
    return undefined
  }
}

function pidNamespace() {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0]
  } catch {
    return undefined
  }
}
