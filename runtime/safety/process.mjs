/** Identifies a process that holds something, and checks whether it still runs. */
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/**
 * @typedef {object} ProcessId a process, distinguished from every other one with the same PID
 * @property {number} pid
 * @property {string} host
 * @property {string} [born] start time in kernel ticks; only available on Linux
 * @property {string} [space] the PID namespace of the PID; only available on Linux
 */

/**
 * `hidden`: on this machine by its host name, but in another container, so that its PID is meaningless here.
 *
 * @typedef {'runs' | 'ended' | 'hidden' | 'elsewhere'} Fate the known status of a process
 */

/**
 * Returns the current process.
 *
 * @returns {ProcessId}
 */
export function thisProcess() {
  const { pid } = process
  const [born, space] = [statOf(pid)?.born, pidNamespace()]
  return { pid, host: hostname(), ...(born && { born }), ...(space && { space }) }
}

/**
 * Whether a process still runs. A PID that now belongs to another process counts as ended: the system reuses PIDs, and a
 * restarted container assigns the same ones. A zombie also counts as ended.
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
    // EPERM: the process runs but belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * @param {number} pid
 * @returns {{ state: string, born: string } | undefined} undefined if the system does not provide it
 */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The program name, in parentheses, may contain any characters.
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
