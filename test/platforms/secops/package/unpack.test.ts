/** Where the scripts of the package put the product that travels in them. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { documentOf, usePlatform } from '../../../support/platform.ts'
import type { Ended } from '../../../support/soar.ts'

const { path, runPing } = usePlatform()

describe('the product is unpacked once', () => {
  const cache = () => path('cache', 'soar')
  const fresh = () => rmSync(path('cache'), { recursive: true, force: true })
  const expectPinged = async (ended: Promise<Ended>) =>
    expect(documentOf(await ended)).toMatchObject({ ResultValue: true, ExecutionState: 0 })

  test('by whoever is first of many at the same time', async () => {
    fresh()
    await Promise.all(Array.from({ length: 4 }, () => expectPinged(runPing())))
    expect(readdirSync(cache())).toEqual([expect.stringMatching(/^product-[0-9a-f]{32}$/)])
  })

  test('and again when somebody changed a file', async () => {
    await expectPinged(runPing())
    const [folder = ''] = readdirSync(cache())
    const file = join(cache(), folder, 'run.js')
    const whole = readFileSync(file)
    writeFileSync(file, whole.toString('latin1').replace('require', 'acquire'), 'latin1')
    await expectPinged(runPing())
    expect(readFileSync(file).equals(whole)).toBe(true)
    expect(readdirSync(cache())).toHaveLength(1)
  })

  test('elsewhere when the folder belongs to everybody', async () => {
    fresh()
    mkdirSync(cache(), { recursive: true })
    chmodSync(cache(), 0o777)
    await expectPinged(runPing())
    expect(readdirSync(cache())).toEqual([])
    expect(existsSync(path('home', '.cache', 'soar'))).toBe(true)
    fresh()
  })

  describe('elsewhere when others could put another folder in its place', () => {
    const home = () => path('home', '.cache', 'soar')
    const shared = (mode: number): string => {
      const folder = path('shared')
      rmSync(folder, { recursive: true, force: true })
      rmSync(home(), { recursive: true, force: true })
      mkdirSync(join(folder, 'deep'), { recursive: true })
      chmodSync(folder, mode)
      return folder
    }

    test.each([
      ['the folder above is everybody’s', 0o777, []],
      ['a folder further above is everybody’s', 0o777, ['deep']],
      ['the folder above is a group’s', 0o770, []],
    ])('%s', async (_, mode, below) => {
      const folder = join(shared(mode), ...below)
      await expectPinged(runPing({ env: { SOAR_CACHE: folder } }))
      expect(existsSync(join(folder, 'soar'))).toBe(true)
      expect(readdirSync(join(folder, 'soar'))).toEqual([])
      expect(readdirSync(home())).toHaveLength(1)
    })

    test('a link leads there', async () => {
      const folder = shared(0o777)
      const link = path('link')
      symlinkSync(join(folder, 'deep'), link)
      await expectPinged(runPing({ env: { SOAR_CACHE: link } }))
      expect(readdirSync(home())).toHaveLength(1)
      rmSync(link)
    })

    test('its own name is a link', async () => {
      const folder = shared(0o755)
      symlinkSync(join(folder, 'deep'), join(folder, 'soar'))
      await expectPinged(runPing({ env: { SOAR_CACHE: folder } }))
      expect(readdirSync(join(folder, 'deep'))).toEqual([])
      expect(readdirSync(home())).toHaveLength(1)
    })

    test('but not when only the owner of a file there can move it', async () => {
      const folder = shared(0o1777)
      await expectPinged(runPing({ env: { SOAR_CACHE: folder } }))
      expect(readdirSync(join(folder, 'soar'))).toHaveLength(1)
      expect(existsSync(home())).toBe(false)
    })

    test('and says so when there is nowhere else', async () => {
      const folder = shared(0o777)
      const { Message } = documentOf(
        await runPing({ env: { SOAR_CACHE: folder, XDG_CACHE_HOME: folder, TMPDIR: folder } }),
      )
      expect(Message).toContain(`${folder} is owned by another user, or other users can write to it`)
    })
  })

  test('in the temporary folder when no other can be written', async () => {
    const file = path('a-file')
    writeFileSync(file, '')
    const before = readdirSync(path())
    await expectPinged(runPing({ env: { SOAR_CACHE: file, XDG_CACHE_HOME: file } }))
    const added = readdirSync(path()).filter((name) => !before.includes(name))
    expect(added).toEqual([expect.stringMatching(/^soar-\d+$/)])
  })

  test('or not at all, and then says where it tried', async () => {
    const file = path('a-file')
    writeFileSync(file, '')
    const env = { SOAR_CACHE: file, XDG_CACHE_HOME: file, TMPDIR: path() }
    rmSync(path(`soar-${process.getuid?.()}`), { recursive: true, force: true })
    writeFileSync(path(`soar-${process.getuid?.()}`), '')
    const { Message } = documentOf(await runPing({ env }))
    expect(Message).toContain('The product cannot be unpacked')
    expect(Message).toContain('Set SOAR_CACHE')
    rmSync(path(`soar-${process.getuid?.()}`))
  })
})
