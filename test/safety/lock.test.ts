/** The lock between processes: of the launcher's commands, and of a connector's state file. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { claimName, takeLock, withLock } from '../../runtime/safety/lock.mjs'
import { fateOf, type ProcessId, thisProcess } from '../../runtime/safety/process.mjs'
import { needs } from '../support/needs.ts'
import { repository } from '../support/sources.ts'

const NEVER = Number.POSITIVE_INFINITY
const PATIENCE = { runs: NEVER, hidden: NEVER, elsewhere: NEVER }
const module = JSON.stringify(join(repository, 'runtime/safety/lock.mjs'))
const me = thisProcess()

let top = ''
let lock = ''
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'soar-lock-'))
  lock = join(top, 'lock')
})
afterEach(() => {
  rmSync(top, { recursive: true, force: true })
})

/** A process that has ended. */
const ended = (): ProcessId => ({ ...me, pid: spawnSync(process.execPath, ['-e', '']).pid, born: '1' })

/** Leaves the file of a process that holds the lock, or only wants it, touched so many seconds ago. */
function leave(holder: ProcessId, { holds = true, secondsAgo = 0, name = claimName(holder) } = {}): string {
  mkdirSync(lock, { recursive: true })
  const file = join(lock, name)
  writeFileSync(file, holds ? '{}' : '')
  const time = Date.now() / 1000 - secondsAgo
  utimesSync(file, time, time)
  return file
}

/** Takes the lock and answers its holder: undefined when it was free. */
async function holderOf(patience = PATIENCE): Promise<ProcessId | undefined> {
  const taken = await takeLock(lock, patience)
  if ('holder' in taken) return taken.holder
  await taken.release()
  return undefined
}

/** Starts a process with the lock's functions in scope, and waits for the first thing it prints. */
async function start(script: string): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    ['-e', `import(${module}).then(async ({ takeLock, withLock }) => { ${script} })`],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await once(child.stdout, 'data')
  return child
}

describe('a process', () => {
  test('runs, as long as it does', () => {
    expect(fateOf(me, me)).toBe('runs')
    expect(fateOf({ pid: process.ppid, host: me.host }, me)).toBe('runs')
  })

  test('has ended when nothing has its number', () => {
    expect(fateOf(ended(), me)).toBe('ended')
  })

  test('has ended when another one has its number now: the system gives numbers again', needs('proc'), () => {
    expect(me.born).toMatch(/^\d+$/)
    expect(fateOf({ ...me, born: '1' }, me)).toBe('ended')
  })

  test('has ended when only its parent has not noticed', needs('proc'), async () => {
    // A program that a shell turned into does not wait for what the shell had started.
    const child = spawn('sh', ['-c', 'exec 3<&0; cat <&3 >/dev/null & echo $!; exec sleep 60'])
    const pid = Number(String((await once(child.stdout, 'data'))[0]))
    const until = async (file: string, pattern: RegExp) => {
      while (!pattern.test(readFileSync(file, 'utf8'))) await new Promise(setImmediate)
    }
    await until(`/proc/${child.pid}/comm`, /^sleep/)
    child.stdin.end()
    await until(`/proc/${pid}/stat`, /\) Z /)
    expect(fateOf({ pid, host: me.host }, me)).toBe('ended')
    child.kill('SIGKILL')
    await once(child, 'close')
  })

  test('on another machine, or in another container, is unknown whatever its number', () => {
    expect(fateOf({ ...ended(), host: 'elsewhere.example' }, me)).toBe('elsewhere')
    expect(fateOf({ ...me, space: '1' }, { ...me, space: '2' })).toBe('hidden')
  })
})

describe('a lock', () => {
  test('that is free is taken, and leaves nothing behind', async () => {
    expect(await holderOf()).toBeUndefined()
    expect(readdirSync(top)).toEqual([])
  })

  test('that is held is not taken, not even by the same process', async () => {
    const taken = await takeLock(lock, PATIENCE)
    expect(await holderOf()).toEqual(me)
    expect(readdirSync(lock).length).toBe(1)
    if ('release' in taken) await taken.release()
    expect(await holderOf()).toBeUndefined()
  })

  test('of a process that was killed is taken over', async () => {
    const child =
      await start(`await takeLock(${JSON.stringify(lock)}, { runs: Infinity, hidden: Infinity, elsewhere: Infinity })
      console.log('held'); setInterval(() => {}, 1000)`)
    expect(await holderOf()).toMatchObject({ pid: child.pid, host: hostname() })
    child.kill('SIGKILL')
    await once(child, 'close')
    expect(await holderOf()).toBeUndefined()
    expect(readdirSync(top)).toEqual([])
  })

  test('is taken over from any number of processes that have ended, holding it or wanting it', async () => {
    leave(ended())
    leave(ended(), { holds: false })
    leave({ ...me, born: '1', pid: ended().pid })
    expect(await holderOf()).toBeUndefined()
    expect(existsSync(lock)).toBe(false)
  })

  test.each<[string, ProcessId, keyof typeof PATIENCE]>([
    ['a process that runs', { ...me, pid: process.ppid, born: '' }, 'runs'],
    ['another machine', { ...me, host: 'else where*/ñ.example' }, 'elsewhere'],
  ])(
    'of %s counts however long it is silent, unless the caller has less patience',
    async (_, holder, kind) => {
      leave(holder, { secondsAgo: 3600 })
      expect(await holderOf()).toMatchObject({ pid: holder.pid, host: holder.host })
      expect(await holderOf({ ...PATIENCE, [kind]: 7_200_000 })).toMatchObject({ pid: holder.pid })
      expect(await holderOf({ ...PATIENCE, [kind]: 1_800_000 })).toBeUndefined()
    },
  )

  test('of another container counts until it is silent', needs('proc'), async () => {
    const file = leave({ ...me, space: '1' }, { secondsAgo: 3600 })
    expect(await holderOf({ ...PATIENCE, hidden: 7_200_000 })).toMatchObject({ space: '1' })
    expect(await holderOf({ ...PATIENCE, hidden: 1_800_000 })).toBeUndefined()
    expect(existsSync(file)).toBe(false)
  })

  test('shows that its holder lives', async () => {
    const taken = await takeLock(lock, { ...PATIENCE, runs: 50 })
    const [file = ''] = readdirSync(lock).map((name) => join(lock, name))
    utimesSync(file, 0, 0)
    while (statSync(file).mtimeMs === 0) await new Promise(setImmediate)
    if ('release' in taken) await taken.release()
  })

  test.each([
    ['before', '00000000-0000-0000-0000-000000000000'],
    ['behind', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
  ])(
    'that a suspended process wants is not taken, whether its file comes %s all others or not',
    async (_, id) => {
      const holder = { ...me, pid: process.ppid, born: '' }
      leave(holder, { holds: false, name: claimName(holder).replace(/^[\da-f-]{36}/, id) })
      expect(await holderOf()).toMatchObject({ pid: process.ppid })
    },
  )

  test('is not held by files that are no claims, and leaves them alone', async () => {
    leave(me, { name: 'notes.txt' })
    leave(me, { name: '.DS_Store' })
    expect(await holderOf()).toBeUndefined()
    expect(readdirSync(lock).sort()).toEqual(['.DS_Store', 'notes.txt'])
  })

  test('says why its folder cannot be made', async () => {
    writeFileSync(lock, 'a file in its place')
    await expect(takeLock(lock, PATIENCE)).rejects.toMatchObject({ code: 'ENOTDIR' })
    await expect(takeLock(join(top, 'missing', 'lock'), PATIENCE)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe('work under a lock', () => {
  const never = () => {
    throw new Error('nothing held the lock')
  }

  test('is done by one at a time, and the one that waits is told of the other', async () => {
    const events: unknown[] = []
    let finish = () => {}
    const working = new Promise<void>((resolve) => {
      finish = resolve
    })
    const first = withLock(lock, PATIENCE, () => working, never)
    while (
      !existsSync(lock) ||
      readdirSync(lock).every((name) => readFileSync(join(lock, name)).length === 0)
    )
      await new Promise(setImmediate)
    const second = withLock(
      lock,
      PATIENCE,
      async () => events.push('works'),
      (holder) => {
        events.push(holder)
        finish()
      },
    )
    await Promise.all([first, second])
    expect(events).toEqual([me, 'works'])
  })

  test('that fails gives the lock back', async () => {
    await expect(withLock(lock, PATIENCE, () => Promise.reject(new Error('no')), never)).rejects.toThrow('no')
    expect(await withLock(lock, PATIENCE, async () => 'again', never)).toBe('again')
  })

  test('of many processes loses nothing, however many start at once and find what others left', async () => {
    for (let index = 0; index < 5; index++) leave(ended(), { holds: index % 2 === 0 })
    const file = join(top, 'count')
    writeFileSync(file, '0')
    const script = `
      const { readFileSync, writeFileSync } = process.getBuiltinModule('fs')
      console.log('started')
      for (let turn = 0; turn < 20; turn++)
        await withLock(${JSON.stringify(lock)}, { runs: Infinity, hidden: Infinity, elsewhere: Infinity }, async () => {
          const count = Number(readFileSync(${JSON.stringify(file)}, 'utf8'))
          await new Promise(setImmediate)
          writeFileSync(${JSON.stringify(file)}, String(count + 1))
        }, () => {})`
    const children = await Promise.all(Array.from({ length: 3 }, () => start(script)))
    await Promise.all(children.map((child) => child.exitCode ?? once(child, 'close')))
    expect(readFileSync(file, 'utf8')).toBe('60')
    expect(readdirSync(top)).toEqual(['count'])
  })
})
