import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { main } from '../../../runtime/faces/cli/main.ts'
import type { Io } from '../../../runtime/faces/cli/process/io.ts'
import { fromFolder } from '../../../runtime/faces/cli/process/open.ts'
import { claimName } from '../../../runtime/safety/lock.mjs'
import { type ProcessId, thisProcess } from '../../../runtime/safety/process.mjs'
import { cli } from '../../support/cli.ts'
import { echoRoot } from '../../support/echo.ts'
import { endOf, firstLine, startSoar } from '../../support/soar.ts'

let folder = ''
let file = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soar-connect-'))
  file = join(folder, 'feed.state')
})

const connect = (...words: string[]) => cli(['connect', 'feed', '--state', file, ...words], { cwd: folder })
const idsIn = (stdout: string): number[][] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).json_result.alerts.map(({ id }: { id: number }) => id))
const saved = async (): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'))

/** A content of the file that a run of `feed` leaves. */
const content = (state: unknown, more: object = {}) =>
  JSON.stringify({ soar_state: 1, integration: 'echo', connector: 'feed', saved: 'then', state, ...more })

describe('what is refused', () => {
  test.each([
    [['connect', 'feed'], '--state FILE is required'],
    [['connect', 'say', '--state', 'x'], '"say" is an action, not a connector'],
    [['connect', 'fed', '--state', 'x'], 'There is no action "fed"'],
    [['connect', 'feed', '--test-run'], 'does not support test runs'],
    [['connect', 'feed', '--state', 'x', '--watch', '5'], '--watch must be a number with a unit'],
    [['connect', 'feed', '--state', 'x', '--watch', '9000h'], 'at most 596h'],
    [['connect', 'feed', '--test-run', '--watch', '5m'], 'cannot be used with'],
    [['connect', 'feed', '--dialect', 'secops', '--state', 'x'], '--state cannot be used with --dialect'],
    [['connect', 'feed', '--dialect', 'secops', '--test-run'], '--test-run cannot be used with --dialect'],
    [
      ['connect', 'feed', '--state', 'no/such/folder/x'],
      'its folder does not exist (ENOENT). Name a state file in a folder that exists',
    ],
    [['connect'], 'The argument <connector> is missing'],
  ])('%j', async (words, reason) => {
    const { code, stderr } = await cli(words, { cwd: folder })
    expect(code).toBeGreaterThan(0)
    expect(stderr).toContain(reason)
    expect(await readdir(folder)).toEqual([])
  })

  test.each([
    ['cut off', content(4).slice(0, -7), 'is damaged: unexpected end'],
    ['empty', '', 'is damaged'],
    ['another JSON', '{"ids":[]}', 'is not a state file'],
    ['of a version to come', content(4, { soar_state: 2 }), 'is not a state file'],
    ['of another connector', content(4, { connector: 'other' }), 'belongs to echo/other, not to echo/feed'],
    ['of another integration', content(4, { integration: 'acme' }), 'belongs to acme/feed'],
  ])('a state file that is %s, and it stays as it is', async (_what, text, reason) => {
    await writeFile(file, text)
    const { code, stderr, stdout } = await connect()
    expect([code, stderr]).toEqual([reason.startsWith('belongs') ? 2 : 1, expect.stringContaining(reason)])
    expect(JSON.parse(stdout)).toMatchObject({ is_success: false, json_result: null })
    expect(await readFile(file, 'utf8')).toBe(text)
  })

  test('a folder in place of the file', async () => {
    await mkdir(file)
    expect((await connect()).stderr).toContain('it is not a regular file')
  })
})

describe('one run', () => {
  test('goes on where the last one stopped', async () => {
    const runs = [await connect(), await connect('--param', 'max_alerts=3'), await connect()]
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0])
    expect(runs.flatMap(({ stdout }) => idsIn(stdout))).toEqual([
      [1, 2],
      [3, 4, 5],
      [6, 7],
    ])
    expect(await saved()).toMatchObject({ soar_state: 1, integration: 'echo', connector: 'feed', state: 7 })
    expect(await readdir(folder)).toEqual(['feed.state'])
  })

  test('answers a result as `soar run` does, without the state', async () => {
    const { stdout } = await connect()
    const result = JSON.parse(stdout)
    expect(result).toMatchObject({
      is_success: true,
      output_message: 'Fetched 2 alerts.',
      run: { action: 'feed' },
    })
    expect(result).not.toHaveProperty('state')
  })

  test('that fails is told, and the place stays', async () => {
    await connect()
    const { code, stdout } = await connect('--param', 'max_alerts=0')
    expect([code, JSON.parse(stdout).error.code]).toEqual([1, 'PARAMETER_INVALID'])
    expect(await saved()).toMatchObject({ state: 2 })
  })

  test('keeps the state to its owner, and behind a link', async () => {
    const target = join(folder, 'elsewhere')
    await writeFile(target, content(4))
    await symlink(target, file)
    expect(idsIn((await connect()).stdout)).toEqual([[5, 6]])
    expect(JSON.parse(await readFile(target, 'utf8'))).toMatchObject({ state: 6 })
    expect((await stat(target)).mode & 0o777).toBe(0o600)
    expect((await readdir(folder)).sort()).toEqual(['elsewhere', 'feed.state'])
  })

  test('is not misled by what a killed one left beside the file', async () => {
    await writeFile(file, content(4))
    await writeFile(join(folder, '.1.2.soar-state'), content(99).slice(0, 20))
    expect(idsIn((await connect()).stdout)).toEqual([[5, 6]])
  })
})

describe('the alerts come before the state', () => {
  /** Runs with a stdout of the test's own. */
  const withStdout = (write: Io['stdout']['write']) => {
    const io: Io = {
      stdin: [],
      stdout: { write },
      stderr: { write: (_, done) => done?.() },
      env: { SOAR_LOG: 'silent' },
      cwd: folder,
      isTTY: { stdin: false, stdout: false, stderr: false },
    }
    return main(['connect', 'feed', '--state', file], io, fromFolder(echoRoot))
  }

  test('the file changes only once the line is written', async () => {
    await writeFile(file, content(4))
    const states: unknown[] = []
    const code = await withStdout((text, done) => {
      expect(idsIn(text)).toEqual([[5, 6]])
      states.push(JSON.parse(readFileSync(file, 'utf8')).state)
      setImmediate(() => {
        states.push(JSON.parse(readFileSync(file, 'utf8')).state)
        done?.()
      })
    })
    expect([code, states]).toEqual([0, [4, 4]])
    expect(await saved()).toMatchObject({ state: 6 })
  })

  test.each(['EPIPE', 'ENOSPC'])(
    'a line that cannot be written (%s) leaves the state where it is',
    async (code) => {
      await writeFile(file, content(4))
      const failed = await withStdout((text, done) =>
        done?.(text.includes('"alerts"') ? Object.assign(new Error(code), { code }) : null),
      )
      expect(failed).toBe(1)
      expect(await saved()).toMatchObject({ state: 4 })
      expect(await readdir(folder)).toEqual(['feed.state'])
    },
  )
})

describe('the lock', () => {
  const lock = () => `${file}.lock`
  /** Leaves the lock of a process, as if it worked with the file. */
  async function locked(holder: ProcessId): Promise<void> {
    await mkdir(lock(), { recursive: true })
    await writeFile(join(lock(), claimName(holder)), '{}')
  }
  const gone = () => ({ ...thisProcess(), pid: spawnSync(process.execPath, ['-e', '']).pid })

  test('of a process that runs is respected, with the remedy', async () => {
    await locked(thisProcess())
    const { code, stderr, stdout } = await connect()
    expect([code, JSON.parse(stdout).error.code]).toEqual([1, 'STORAGE_FAILED'])
    expect(stderr).toContain(`is in use by process ${process.pid}`)
    expect(stderr).toContain(`delete the folder ${lock()}`)
    expect(await readdir(folder)).toEqual(['feed.state.lock'])
  })

  test('of another machine is respected, too: nothing is known of its processes', async () => {
    await locked({ ...gone(), host: 'elsewhere.example' })
    expect((await connect()).code).toBe(1)
  })

  test('of a process that is gone is taken over', async () => {
    await locked(gone())
    const { code, stdout } = await connect()
    expect([code, idsIn(stdout)]).toEqual([0, [[1, 2]]])
    expect(await readdir(folder)).toEqual(['feed.state'])
  })

  test('that is a file in the way is refused with the remedy', async () => {
    await writeFile(lock(), '{"pid":1}')
    const { code, stderr } = await connect()
    expect([code, stderr]).toEqual([1, expect.stringContaining(`Cannot write the lock ${lock()}: `)])
    expect(stderr).toContain('Delete it if it is not a folder')
  })

  test('lets one at a time through, however many start at once and find the lock of one that is gone', async () => {
    await locked(gone())
    const runs = await Promise.all(Array.from({ length: 8 }, () => connect()))
    const handed = runs.flatMap(({ code, stdout }) => (code === 0 ? idsIn(stdout).flat() : []))
    expect(handed.length).toBeGreaterThan(0)
    expect(handed.toSorted((a, b) => a - b)).toEqual(Array.from({ length: handed.length }, (_, n) => n + 1))
    expect(await saved()).toMatchObject({ state: handed.length })
    expect(await readdir(folder)).toEqual(['feed.state'])
  })
})

describe('--watch', () => {
  test('runs again and again until it is asked to stop', async () => {
    let stop = () => {}
    let written = ''
    const io: Io = {
      stdin: [],
      stdout: {
        write: (text, done) => {
          written += text
          if (written.split('\n').length > 3) stop()
          done?.()
        },
      },
      stderr: { write: (_, done) => done?.() },
      env: { SOAR_LOG: 'silent' },
      cwd: folder,
      isTTY: { stdin: false, stdout: false, stderr: false },
      onStop: (end) => {
        stop = end
        return () => {}
      },
    }
    const words = ['connect', 'feed', '--state', file, '--watch', '1ms']
    expect(await main(words, io, fromFolder(echoRoot))).toBe(0)
    expect(idsIn(written)).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ])
    expect(await saved()).toMatchObject({ state: 6 })
  })

  test('ends at once where no later run can fare better', async () => {
    const { code, stdout } = await connect('--watch', '1h', '--param', 'max_alerts=0')
    expect([code, JSON.parse(stdout).error.code]).toEqual([1, 'PARAMETER_INVALID'])
  })

  test.each(['SIGTERM', 'SIGINT'] as const)('%s ends the wait, not the state', async (signal) => {
    const child = startSoar(['connect', 'feed', '--state', file, '--watch', '1h'], {
      env: { SOAR_ROOT: echoRoot, SOAR_LOG: 'silent' },
    })
    const ended = endOf(child)
    await firstLine(child)
    child.kill(signal)
    const { code, stdout } = await ended
    expect([code, idsIn(stdout)]).toEqual([0, [[1, 2]]])
    expect(await saved()).toMatchObject({ state: 2 })
    expect(await readdir(folder)).toEqual(['feed.state'])
  })
})
