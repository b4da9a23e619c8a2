/** A lock between processes, taken over when its holder has terminated. */
import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fateOf, thisProcess } from './process.mjs'

// Plain JavaScript, because the launcher of the repository uses it on a Node that cannot run TypeScript.
//
// The lock is a folder with one file for each process that holds it or wants it. The name of a file identifies its process
// and is used only once, so removing the file of a terminated process can never remove another one. A process first creates
// its file and then checks the others: of two processes, at least one sees the other. This needs no hard links, and no file
// is read while it is only partly written.

/** @typedef {import('./process.mjs').ProcessId} ProcessId */

/**
 * Milliseconds without a refresh after which a holder counts as terminated, by the status of its process; Infinity means
 * never. A holder touches its file ten times within the shortest of them.
 *
 * @typedef {Record<'runs' | 'hidden' | 'elsewhere', number>} Patience
 */

/** @typedef {{ release: () => Promise<void> }} Lock */

/**
 * @typedef {object} Attempt
 * @property {string} folder
 * @property {string} name of the file of this attempt
 * @property {ProcessId} me
 * @property {Patience} patience
 */

/**
 * @typedef {object} Claim a file in the lock's folder
 * @property {string} name
 * @property {ProcessId} holder
 * @property {boolean} holds false while its process only wants the lock
 */

const PAUSE_MS = 10
const TRIES = 100

/**
 * Takes a lock, or returns the process that holds it.
 *
 * @param {string} folder the lock; it exists only while a process has a file in it
 * @param {Patience} patience
 * @returns {Promise<Lock | { holder: ProcessId }>}
 * @throws {NodeJS.ErrnoException} when the folder cannot be made or written to
 */
export async function takeLock(folder, patience) {
  const me = thisProcess()
  let holder = me
  for (let tries = 0; tries < TRIES; tries++) {
    const attempt = { folder, name: claimName(me), me, patience }
    await claim(attempt)
    try {
      const rival = await rivalOf(attempt)
      if (rival === undefined) return { release: await keep(attempt) }
      holder = rival.holder
      await withdraw(attempt)
      if (rival.holds) return { holder }
    } catch (error) {
      await withdraw(attempt).catch(() => {})
      throw error
    }
    await sleep(PAUSE_MS * (1 + Math.random()))
  }
  return { holder }
}

/**
 * Does work under a lock; waits while another process holds it.
 *
 * @template T
 * @param {string} folder the lock
 * @param {Patience} patience
 * @param {() => Promise<T>} work
 * @param {(holder: ProcessId) => void} onWait called once when another process holds the lock
 * @returns {Promise<T>} what the work returned
 */
export async function withLock(folder, patience, work, onWait) {
  let lock = await takeLock(folder, patience)
  if ('holder' in lock) onWait(lock.holder)
  while ('holder' in lock) {
    await sleep(PAUSE_MS * 10)
    lock = await takeLock(folder, patience)
  }
  try {
    return await work()
  } finally {
    await lock.release()
  }
}

/**
 * Returns a unique name for a process's file in the folder of a lock.
 *
 * @param {ProcessId} holder
 */
export function claimName({ pid, born = '', space = '', host }) {
  const safe = encodeURIComponent(host).replaceAll('*', '%2A')
  return [randomUUID(), pid, born, space, safe].join('.')
}

/**
 * @param {string} name
 * @returns {ProcessId | undefined} undefined for a file that is not a claim
 */
function holderOf(name) {
  const [, pid, born, space, host] = /^[\da-f-]{36}\.(\d+)\.(\d*)\.(\d*)\.(.+)$/.exec(name) ?? []
  if (pid === undefined || host === undefined) return undefined
  return { pid: Number(pid), host: decodeURIComponent(host), ...(born && { born }), ...(space && { space }) }
}

/** @param {Attempt} attempt */
async function claim({ folder, name }) {
  for (let tries = 0; ; tries++) {
    try {
      await mkdir(folder).catch(unless('EEXIST'))
      // Error codes for a file in place of a folder differ between systems.
      if (!(await stat(folder)).isDirectory()) throw notAFolder(folder)
      await writeFile(join(folder, name), '', { flag: 'wx', mode: 0o600 })
      return
    } catch (error) {
      // The last holder removed the folder in the meantime. On Windows the removal takes a moment.
      const isPassing = process.platform === 'win32' ? ['ENOENT', 'EPERM', 'EBUSY'] : ['ENOENT']
      if (tries >= TRIES || !isPassing.includes(codeOf(error))) throw error
    }
    await sleep(process.platform === 'win32' ? PAUSE_MS : 0)
  }
}

/**
 * Returns the process that has the lock, or may get it instead of this one. Among several that only want it, the first name
 * wins: it waits until the others have withdrawn, or until one of them holds it. A process that does neither is not running;
 * it counts as the holder.
 *
 * @param {Attempt} attempt
 * @returns {Promise<Claim | undefined>}
 */
async function rivalOf(attempt) {
  for (let tries = 0; ; tries++) {
    const others = await otherClaims(attempt)
    const [any] = others
    const rival = others.find(({ holds }) => holds) ?? others.find(({ name }) => name < attempt.name)
    if (rival !== undefined || any === undefined) return rival
    if (tries >= TRIES) return { ...any, holds: true }
    await sleep(PAUSE_MS)
  }
}

/**
 * Returns the files of other processes. Files of terminated processes are removed.
 *
 * @param {Attempt} attempt
 * @returns {Promise<Claim[]>}
 */
async function otherClaims({ folder, name: own, me, patience }) {
  /** @type {Claim[]} */
  const claims = []
  for (const name of await readdir(folder)) {
    const holder = name === own ? undefined : holderOf(name)
    if (holder === undefined) continue
    const path = join(folder, name)
    const found = await stat(path).catch(unless('ENOENT'))
    if (found === undefined) continue
    const fate = fateOf(holder, me)
    if (fate === 'ended' || Date.now() - found.mtimeMs > patience[fate]) await rm(path, { force: true })
    else claims.push({ name, holder, holds: found.size > 0 })
  }
  return claims
}

/**
 * Marks a claim as the one that holds the lock, and touches it until the lock is released.
 *
 * @param {Attempt} attempt
 * @returns {Promise<() => Promise<void>>} releases it
 */
async function keep(attempt) {
  const { folder, name, me, patience } = attempt
  await writeFile(join(folder, name), JSON.stringify(me))
  const touch = () => utimes(join(folder, name), new Date(), new Date()).catch(() => {})
  const shortest = Math.min(...Object.values(patience))
  const timer = Number.isFinite(shortest) ? setInterval(touch, shortest / 10) : undefined
  timer?.unref()
  return () => {
    clearInterval(timer)
    return withdraw(attempt)
  }
}

/** @param {Attempt} attempt */
async function withdraw({ folder, name }) {
  await rm(join(folder, name), { force: true })
  // Other processes may have files in it.
  await rmdir(folder).catch(() => {})
}

/** @param {string} path */
function notAFolder(path) {
  return Object.assign(new Error(`${path} is not a folder`), { code: 'ENOTDIR' })
}

/**
 * A handler for one kind of error, which is none.
 *
 * @param {string} code
 * @returns {(error: unknown) => undefined}
 */
function unless(code) {
  return (error) => {
    if (codeOf(error) !== code) throw error
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
