import { readdirSync, readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { joinChunks } from '../../runtime/authoring/build/joined.ts'
import { decodeMappings, encodeMappings } from '../../runtime/authoring/build/mappings.ts'
import { ensureBuild } from '../../scripts/launch/build.mjs'
import { startSimulator } from '../../simulator/index.ts'
import { folderWith } from '../support/author.ts'
import { runSoar } from '../support/soar.ts'

const root = resolve(import.meta.dirname, '../..')
const dist = join(root, 'dist')

describe('mappings', () => {
  test('are read as the format says: differences, of which the column begins again with each line', () => {
    expect(decodeMappings('AAAA,CACCA;;gBADA')).toEqual([
      [
        [0, 0, 0, 0],
        [1, 0, 1, 1, 0],
      ],
      [],
      [[16, 0, 0, 1]],
    ])
  })

  test('that have another sign in them are refused', () => {
    expect(() => decodeMappings('AA!A')).toThrow('"!" is not a digit of a source map.')
  })

  test('are written as they are read, whatever they are', () => {
    const number = fc.nat({ max: 2 ** 29 })
    const segment = fc.oneof(
      fc.tuple(number),
      fc.tuple(number, number, number, number),
      fc.tuple(number, number, number, number, number),
    )
    const lines = fc.array(fc.array(segment), { minLength: 1 })
    fc.assert(
      fc.property(lines, (value) => {
        expect(decodeMappings(encodeMappings(value))).toEqual(value)
      }),
      { numRuns: 200 },
    )
  })

  test('of chunks that are joined begin where the chunk does, in sources and names of their own', () => {
    const chunk = (name: string) => ({
      name,
      code: 'a\nb\n',
      map: { version: 3 as const, sources: [`${name}.ts`], names: [name], mappings: 'AAAAA;AACA' },
    })
    const { code, map } = joinChunks([chunk('one'), chunk('two')])
    const lines = code.split('\n')
    expect(map).toMatchObject({ sources: ['one.ts', 'two.ts'], names: ['one', 'two'] })
    expect(decodeMappings(map.mappings)).toEqual([
      [],
      [[0], [lines[1]?.lastIndexOf('a'), 0, 0, 0, 0]],
      [[0, 0, 1, 0]],
      [],
      [[0], [lines[4]?.lastIndexOf('a'), 1, 0, 0, 1]],
      [[0, 1, 1, 0]],
      [],
    ])
  })
})

describe('the built product', () => {
  beforeAll(() => ensureBuild({ root, node: process.execPath, env: process.env, quiet: true }))

  test('has a map beside each of its scripts, and each script names its own', () => {
    const scripts = readdirSync(dist).filter((name) => name.endsWith('.js'))
    expect(scripts.length).toBeGreaterThan(20)
    for (const name of scripts) {
      expect(readFileSync(join(dist, name), 'utf8')).toMatch(
        new RegExp(`\\n//# sourceMappingURL=${name}\\.map\\n$`),
      )
      expect(readdirSync(dist)).toContain(`${name}.map`)
    }
  })

  test('maps each function of the runtime and of an action to the place where it is written', () => {
    const wrong: string[] = []
    let seen = 0
    for (const script of ['run.js', 'rest.js', 'action-message-tracking.js']) {
      const map = new SourceMap(JSON.parse(readFileSync(join(dist, `${script}.map`), 'utf8')))
      for (const [index, line] of readFileSync(join(dist, script), 'latin1').split('\n').entries()) {
        for (const { 1: name = '', index: column } of line.matchAll(/\bfunction (\w{4,})\(/g)) {
          const entry = map.findEntry(index, column)
          if (!('originalSource' in entry) || !/^\.\.\/(runtime|client|actions)\//.test(entry.originalSource))
            continue
          // What `soar init` and `soar new` write contains functions as text.
          if (/\/authoring\/(?:init|rest)\//.test(entry.originalSource)) continue
          seen += 1
          const text = readFileSync(join(dist, entry.originalSource), 'utf8').split('\n')[entry.originalLine]
          const written = name.replace(/\d+$/, '')
          if (!text?.slice(entry.originalColumn).includes(written))
            wrong.push(`${name}: ${entry.originalSource}:${entry.originalLine + 1}`)
        }
      }
    }
    expect(seen).toBeGreaterThan(100)
    expect(wrong).toEqual([])
  })

  test('names the sources in the trace of a fault, where Node is asked for source maps', async () => {
    const simulator = await startSimulator()
    onTestFinished(() => simulator.close())
    // The account that the vendor answers with has a property that throws when the action reads it.
    const { root: folder } = folderWith({
      'fault.cjs': `const { parse } = JSON
        JSON.parse = (text, reviver) => {
          const value = parse(text, reviver)
          const account = value?.data?.[0]
          if (account?.accountCode)
            Object.defineProperty(account, 'accountCode', { get() { throw new TypeError('injected') } })
          return value
        }`,
    })
    const options = `--enable-source-maps --require=${JSON.stringify(join(folder, 'fault.cjs'))}`
    const { stdout, stderr } = await runSoar(['run'], {
      input: JSON.stringify({ action: 'ping', config: simulator.config.api2 }),
      env: { NODE_OPTIONS: options, NO_PROXY: '127.0.0.1' },
    })
    expect(JSON.parse(stdout).error.code).toBe('INTERNAL')
    const fault = stderr.split('\n').find((line) => line.includes('injected')) ?? '{}'
    const [, place] = /\bactions[\\/]account[\\/]ping\.ts:(\d+):\d+\)/.exec(JSON.parse(fault).err.stack) ?? []
    const source = readFileSync(join(root, 'actions/account/ping.ts'), 'utf8').split('\n')
    expect(source[Number(place) - 1]).toContain('accountCode')
    expect(JSON.parse(fault).err.stack).toMatch(/\bruntime[\\/][\w/\\-]+\.ts:\d+:\d+/)
  })
})
