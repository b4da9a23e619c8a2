/** One `soar connect` per state file: two would hand out the same alerts, and the slower one would forget the other's. */
import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { ActionError } from '../../errors.ts'

/** Who holds a lock. */
interface Holder {
  pid: number
  host: string
}

const TRIES = 5

/**
 * Takes the lock of a state file; answers how to give it back. The lock of a process that is gone is taken over.
 *
 * @throws ActionError REQUEST_INVALID when another process holds it
 */
export async function lockState(file: string): Promise<() => Promise<void>> {
  const lock = `${file}.lock`
  const own = `${lock}.${randomUUID()}`
  const me: Holder = { pid: process.pid, host: hostname() }
  await writeFile(own, JSON.stringify(me), { flag: 'wx', mode: 0o600 }).catch(
    (cause: NodeJS.ErrnoException) => {
      throw refuse(`the folder of the state file ${file} cannot be written to (${cause.code}).`)
    },
  )
  try {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      // A link appears with its whole content or not at all, so that nobody reads half a lock.
      if (await link(own, lock).then(() => true, taken)) return () => rm(lock, { force: true })
      const holder = await readHolder(lock)
      if (holder && isAlive(holder, me)) throw inUse(file, lock, holder)
      await takeAway(lock, holder)
    }
  } finally {
    await rm(own, { force: true })
  }
  throw refuse(`the state file ${file} is being taken by several processes at once. Start one.`)
}

function taken(error: NodeJS.ErrnoException): false {
  if (error.code === 'EEXIST') return false
  throw refuse(
    `the state file cannot be locked (${error.code}). Put it on a file system that knows hard links.`,
  )
}

/** Who holds the lock; undefined when it is gone or holds nothing readable. */
async function readHolder(lock: string): Promise<Holder | undefined> {
  try {
    const { pid, host } = JSON.parse(await readFile(lock, 'utf8')) as Partial<Holder>
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host } : undefined
  } catch {
    return undefined
  }
}

/** Removes a stale lock, unless somebody else has replaced it meanwhile: that one is put back. */
async function takeAway(lock: string, stale: Holder | undefined): Promise<void> {
  const aside = `${lock}.${randomUUID()}`
  const moved = await rename(lock, aside).then(
    () => true,
    () => false,
  )
  if (!moved) return
  const found = await readHolder(aside)
  if (found?.pid !== stale?.pid || found?.host !== stale?.host) await link(aside, lock).catch(() => {})
  await rm(aside, { force: true })
}

/** Of another machine nothing is known: its lock counts. */
function isAlive({ pid, host }: Holder, me: Holder): boolean {
  if (host !== me.host) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Not ours to signal is alive, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const inUse = (file: string, lock: string, { pid, host }: Holder): ActionError =>
  refuse(
    `the state file ${file} is in use by process ${pid} on ${host}. Name another file, or stop that process; if it is none of \`soar connect\`, delete ${lock}.`,
  )

const refuse = (reason: string): ActionError =>
  new ActionError('REQUEST_INVALID', { reason }, { unsent: true })
