import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { builtFrom } from '../../../../runtime/integration/built-from.ts'
import { readProduct } from '../../../../runtime/platforms/secops/package/product.ts'
import { BUILT_FROM, prepare, SOURCES } from '../../../../scripts/build/prepare.ts'
import { folderWith } from '../../../support/author.ts'

const root = resolve(import.meta.dirname, '../../../..')

/** The modules that the build would bundle of a copy of the sources. */
async function prepared(...below: string[]): Promise<[string, string][]> {
  const top = mkdtempSync(join(tmpdir(), 'soar-sources-'))
  onTestFinished(() => rmSync(top, { recursive: true, force: true }))
  const folder = join(top, ...below)
  mkdirSync(folder, { recursive: true })
  for (const path of ['integration.yaml', 'manifests', 'actions', 'connectors', 'client'])
    cpSync(join(root, path), join(folder, path), { recursive: true })
  for (const name of readdirSync(join(folder, 'manifests'), { recursive: true, encoding: 'utf8' }))
    utimesSync(join(folder, 'manifests', name), 0, below.length + 1)
  return [...(await prepare(folder))].filter(([name]) => name !== SOURCES)
}

test('the product knows neither the folder nor the dates of its sources', async () => {
  expect(await prepared('one')).toEqual(await prepared('two', 'deeper'))
})

test('the product says what it was built from, wherever and whenever that was', async () => {
  const [one, two] = await Promise.all([prepared('one'), prepared('two', 'deeper')])
  const statement = (modules: [string, string][]) => new Map(modules).get(BUILT_FROM) ?? ''
  expect(statement(one)).toBe(statement(two))
  expect(JSON.parse(statement(one))).toEqual({
    integration: 'mimecast',
    sources: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
})

test('of the folder of the built product only the product is packed', async () => {
  const { root: folder } = folderWith({
    'soar.js': 'bin',
    'action-ping.js': 'part',
    'action-ping.js.map': '{}',
    'package.json': JSON.stringify({ soar: await builtFrom(root, 'mimecast') }),
    'packages.json': '[{ "name": "undici", "version": "8.0.0", "license": "MIT" }]',
    '.sources.json': '{}',
    'notes.txt': 'mine',
    'cache/a': 'cache',
  })
  const { product, components } = await readProduct(root, 'mimecast', folder)
  expect(Object.keys(product)).toEqual(['action-ping.js', 'package.json', 'soar.js'])
  expect(components).toEqual([{ name: 'undici', version: '8.0.0', license: 'MIT' }])
})
