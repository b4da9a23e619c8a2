/** One `soar connect` per state file: two would hand out the same alerts, and the slower one would forget the other's. */
import { randomUUID } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { ActionError } from '../../contract/errors.ts'

/** Who holds a lock. */
interface Holder {
  pid: number
  host: string
}

/** `nobody`: what is there names no process. */
type Found = Holder | 'nobody' | 'gone'

const TRIES = 50

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
      if (await take(own, lock)) return () => rm(lock, { force: true })
      const found = await look(lock)
      if (isAlive(found, me)) throw inUse(file, lock, found)
      await removeStale(own, lock, me)
    }
  } finally {
    await rm(own, { force: true })
  }
  throw refuse(`the state file ${file} is being taken by several processes at once. Start one.`)
}

/** A link appears with its whole content or not at all, so that nobody reads half a lock; false when there is one. */
async function take(own: string, lock: string): Promise<boolean> {
  try {
    await link(own, lock)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    throw refuse(`the state file cannot be locked (${code}). Put it on a file system that knows hard links.`)
  }
}

async function look(lock: string): Promise<Found> {
  try {
    const { pid, host } = JSON.parse(await readFile(lock, 'utf8')) as Partial<Holder>
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host } : 'nobody'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'gone' : 'nobody'
  }
}

/**
 * Removes a lock that nobody holds. Only who has the lock's own lock may, and looks again first: else two that saw the
 * same stale lock could each remove what the other had just taken.
 */
async function removeStale(own: string, lock: string, me: Holder): Promise<void> {
  const guard = `${lock}.takeover`
  if (!(await take(own, guard))) {
    const found = await look(guard)
    if (found !== 'gone' && !isAlive(found, me)) await rm(guard, { force: true })
    return
  }
  try {
    const found = await look(lock)
    if (found !== 'gone' && !isAlive(found, me)) await rm(lock, { force: true })
  } finally {
    await rm(guard, { force: true })
  }
}

/** Of another machine nothing is known: its lock counts. */
function isAlive(found: Found, me: Holder): found is Holder {
  if (typeof found === 'string') return false
  const { pid, host } = found
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
