/** Files that other users could read, change or replace are not used; a FIFO in their place does not hang. */
import { execFileSync } from 'node:child_process'
import { chmod, chown, mkdir, mkdtemp, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { openAudit } from '../../runtime/service/audit.ts'
import { cli } from '../support/cli.ts'
import { needs } from '../support/needs.ts'

const OTHER = 12_345
const STATE = '{"soar_state":1,"integration":"echo","connector":"feed","state":4}'

let folder = ''
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'soar-private-')), 'own')
  await mkdir(folder)
})

/** Every file that must be its user's alone, by the way it is named: what a run with it prints. */
const WAYS: Record<string, (file: string) => Promise<{ code: number; text: string }>> = {
  '--state': (file) => run(['connect', 'feed', '--state', file]),
  '--ledger': (file) => run(['rows', 'say', '--column', 'text=a', '--ledger', file]),
  '--audit': (file) => run(['mcp', '--audit', file]),
  '--connections': (file) =>
    run(['run', 'say', '--param', 'text=x', '--connection', 'a', '--connections', file]),
}

async function run(argv: string[]) {
  const { code, stdout, stderr } = await cli(argv, { stdin: '', env: { SOAR_LOG: 'silent' } })
  return { code, text: stdout + stderr }
}

describe.each(Object.entries(WAYS))('%s', needs('scripts'), (name, use) => {
  const file = () => join(folder, 'file')

  /** A file that can be used, where it is this user's. */
  async function good(path = file()): Promise<void> {
    await writeFile(path, name === '--state' ? STATE : name === '--connections' ? 'a: { api_key: k }' : '', {
      mode: 0o600,
    })
  }

  test('is used where nobody else can change it', async () => {
    await good()
    expect((await use(file())).code).toBe(0)
  })

  test('in a folder that others can write to is refused, at any depth', async () => {
    await mkdir(join(folder, 'deep', 'deeper'), { recursive: true })
    await good(join(folder, 'deep', 'deeper', 'file'))
    await chmod(folder, 0o777)
    const { code, text } = await use(join(folder, 'deep', 'deeper', 'file'))
    expect([code, text]).toEqual([
      1,
      expect.stringContaining(`other users can change the folder ${folder} (mode 777)`),
    ])
  })

  test('in a folder with the sticky bit is used', async () => {
    await good()
    await chmod(folder, 0o1777)
    expect((await use(file())).code).toBe(0)
  })

  test('behind a link into such a folder is refused', async () => {
    const open = join(folder, 'open')
    await mkdir(open)
    await good(join(open, 'target'))
    await chmod(open, 0o777)
    await symlink('open/target', file())
    const { code, text } = await use(file())
    expect([code, text]).toEqual([1, expect.stringContaining(`other users can change the folder ${open}`)])
  })

  test.each(['FIFO', 'folder'])('that is a %s is refused, and nothing waits for it', async (kind) => {
    if (kind === 'FIFO') execFileSync('mkfifo', [file()])
    else await mkdir(file())
    const { code, text } = await use(file())
    expect([code, text]).toEqual([1, expect.stringContaining('it is not a regular file')])
  })

  describe('of another user', needs('root'), () => {
    test('is refused, also by root', async () => {
      await good()
      await chown(file(), OTHER, OTHER)
      const { code, text } = await use(file())
      expect([code, text]).toEqual([1, expect.stringContaining(`it belongs to another user (uid ${OTHER})`)])
    })

    test('in its folder, or behind its link, is refused', async () => {
      await good()
      await chown(folder, OTHER, OTHER)
      expect((await use(file())).text).toContain(
        `the folder ${folder} belongs to another user (uid ${OTHER})`,
      )
    })
  })
})

describe('rights of a file that is there already', needs('scripts'), () => {
  const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)

  test.each([
    ['--ledger', 0o666],
    ['--state', 0o666],
    ['--audit', 0o666],
    ['--audit', 0o604],
  ])('%s: others lose those of mode %o', async (name, mode) => {
    const file = join(folder, 'file')
    await writeFile(file, name === '--state' ? STATE : '')
    await chmod(file, mode)
    expect((await WAYS[name]?.(file))?.code).toBe(0)
    expect(await modeOf(file)).toBe('600')
  })

  test('an audit log may stay readable for a group that collects it', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    await chmod(file, 0o640)
    await (
      await openAudit(
        file,
        (text) => text,
        () => {},
      )
    ).close()
    expect(await modeOf(file)).toBe('640')
  })

  test('a ledger keeps what it holds', async () => {
    const file = join(folder, 'ledger')
    const rows = (...more: string[]) =>
      cli(['rows', 'say', '--column', 'text=a', '--ledger', file, ...more], {
        stdin: '{"a":"x"}\n',
        env: { SOAR_LOG: 'silent' },
      })
    expect((await rows()).code).toBe(0)
    const before = await readFile(file, 'utf8')
    await chmod(file, 0o644)
    expect((await rows('--resume')).code).toBe(0)
    expect((await readFile(file, 'utf8')).startsWith(before)).toBe(true)
    expect(await modeOf(file)).toBe('600')
  })
})
