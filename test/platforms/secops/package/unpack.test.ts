/** Where the scripts of the package put the product that travels in them. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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
