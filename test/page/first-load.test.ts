/** What a browser loads before it shows the first view. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { ensureBuild } from '../../scripts/launch/build.mjs'
import { repository } from '../support/sources.ts'

const page = join(repository, 'dist/page')
const assets = () => readdirSync(join(page, 'assets')).filter((name) => !name.endsWith('.br'))
const index = () => readFileSync(join(page, 'index.html'), 'utf8')
const content = (name: string): Buffer => readFileSync(join(page, 'assets', name))

beforeAll(async () => {
  await ensureBuild({ root: repository, node: process.execPath, env: process.env, quiet: true })
})

test('index.html names files that exist, and has no script, style or handler of its own', () => {
  const named = [...index().matchAll(/(?:src|href)="\/assets\/([^"]+)"/g)].map(([, name]) => name)
  expect(named.length).toBeGreaterThan(3)
  expect(named.filter((name) => !assets().includes(name ?? ''))).toEqual([])
  expect(index()).not.toMatch(/<style|<script(?! type="module" src=)|\son\w+=|\sstyle=|https?:/)
})

test('the first view in any language takes at most 60 kB, compressed with gzip', () => {
  const languages = assets().filter((name) => /^(?:en|fr|ja)-/.test(name))
  expect(languages).toHaveLength(3)
  const named = assets().filter((name) => index().includes(name) || /^catalogue-|^caret-/.test(name))
  const size = (names: string[]): number =>
    names.reduce((sum, name) => sum + gzipSync(content(name)).length, 0)
  const largest = Math.max(...languages.map((name) => size([name])))
  expect(size(named) + largest).toBeLessThan(60_000)
})

test('every file has the same content compressed beside it', () => {
  for (const name of assets()) {
    expect(brotliDecompressSync(content(`${name}.br`)).equals(content(name)), name).toBe(true)
  }
})
