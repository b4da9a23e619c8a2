import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { prepare } from '../../../../runtime/authoring/build/prepare.ts'
import { builtFrom } from '../../../../runtime/integration/built-from.ts'
import { readProduct } from '../../../../runtime/platforms/secops/package/product.ts'
import { folderWith } from '../../../support/author.ts'

const root = resolve(import.meta.dirname, '../../../..')

/** A copy of the sources. */
function copied(...below: string[]): string {
  const top = mkdtempSync(join(tmpdir(), 'soar-sources-'))
  onTestFinished(() => rmSync(top, { recursive: true, force: true }))
  const folder = join(top, ...below)
  mkdirSync(folder, { recursive: true })
  for (const path of ['integration.yaml', 'manifests', 'actions', 'connectors', 'client'])
    cpSync(join(root, path), join(folder, path), { recursive: true })
  for (const name of readdirSync(join(folder, 'manifests'), { recursive: true, encoding: 'utf8' }))
    utimesSync(join(folder, 'manifests', name), 0, below.length + 1)
  return folder
}

test('the product knows neither the folder nor the dates of its sources', async () => {
  const modules = async (folder: string) => [...(await prepare(folder)).modules]
  expect(await modules(copied('one'))).toEqual(await modules(copied('two', 'deeper')))
})

test('the product says what it was built from, wherever and whenever that was', async () => {
  const statement = await builtFrom(copied('one'), 'mimecast')
  expect(await builtFrom(copied('two', 'deeper'), 'mimecast')).toEqual(statement)
  expect(statement).toEqual({
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
