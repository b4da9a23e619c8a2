import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { initFiles } from '../../../runtime/authoring/init/init.ts'
import { isRestClient } from '../../../runtime/authoring/rest/rest.ts'
import { checkCommand } from '../../../runtime/faces/cli/commands/check.ts'
import { newCommand } from '../../../runtime/faces/cli/commands/new.ts'
import { loadIntegration } from '../../../runtime/integration/folder.ts'
import { type Folder, folderWith, say } from '../../support/author.ts'
import { cli } from '../../support/cli.ts'

const init = ({ root }: Folder, ...words: string[]) => cli(['init', ...words], { cwd: root })

describe('soar init refuses, and writes nothing', () => {
  test.each([
    ['Acme', 'such as acme.'],
    ['acme edr', 'such as acme-edr.'],
    ['2fa', 'such as fa.'],
    ['acme_', 'such as acme.'],
    ['日本', 'such as acme.'],
  ])('the id %s', async (id, advice) => {
    const folder = folderWith({})
    expect(await init(folder, id)).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(advice) })
    expect(readdirSync(folder.root)).toEqual([])
  })

  test.each(['', ' ', 'A"c', "A'c", '{{ x }}', 'a: b', 'x\ny', '`id`', '$(id)', '# x'])(
    'the name %j',
    async (name) => {
      const folder = folderWith({})
      expect(await init(folder, 'acme', '--name', name)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('--name must be letters'),
      })
      expect(readdirSync(folder.root)).toEqual([])
    },
  )

  test('a folder that is not empty, and a file', async () => {
    const folder = folderWith({ 'acme/mine.txt': 'mine', other: 'a file' })
    expect(await init(folder, 'acme')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is not empty'),
    })
    expect(await init(folder, 'other')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is a file'),
    })
    expect(folder.files()).toEqual(['acme/mine.txt', 'other'])
  })

  test('a place that cannot be written, and leaves nothing behind', async () => {
    const folder = folderWith({ file: '' })
    const answer = await init(folder, 'file/acme')
    expect(answer).toMatchObject({ code: 1, stderr: expect.stringContaining('acme') })
    expect(folder.files()).toEqual(['file'])
  })
})

describe('soar init', () => {
  test.each([['new'], ['empty']])('writes all files to a %s folder, and no others', async (state) => {
    const folder = folderWith({})
    if (state === 'empty') mkdirSync(join(folder.root, 'acme-edr'))
    expect(await init(folder, 'acme-edr', '--name', 'Acme & Söhne 2.0')).toMatchObject({
      code: 0,
      stderr: '',
    })
    const files = Object.keys(await initFiles('acme-edr', 'Acme & Söhne 2.0', '1.0.0'))
    expect(folder.files()).toEqual(files.map((path) => `acme-edr/${path}`).sort())
    expect(readdirSync(folder.root)).toEqual(['acme-edr'])
    const { spec } = await loadIntegration(join(folder.root, 'acme-edr'))
    expect(spec).toMatchObject({ id: 'acme-edr', name: 'Acme & Söhne 2.0', vendor: 'Acme & Söhne 2.0' })
    expect(spec.config.api_key).toMatchObject({ env: 'ACME_EDR_API_KEY', secret: true, required: true })
    for (const [, text] of Object.entries(await initFiles('acme-edr', 'Acme', '1.0.0')))
      expect(text).not.toMatch(/@(?:ID|NAME|ENV)@/)
  })

  test('writes a client for which soar new writes actions that call it', async () => {
    const folder = folderWith({})
    for (const [path, text] of Object.entries(await initFiles('acme', 'Acme', '1.0.0')))
      folder.write(path, text)
    expect(isRestClient(folder.read('client/index.ts'))).toBe(true)
    expect(isRestClient('export interface Client { get(path: string): Promise<unknown> }')).toBe(false)
    await say(newCommand, { root: folder.root, id: 'list-hosts', list: true })
    await say(newCommand, { root: folder.root, id: 'add-host', area: 'inventory', effect: 'write' })
    await say(newCommand, { root: folder.root, id: 'fetch-detections', area: 'inventory', connector: true })
    expect(folder.read('actions/list-hosts.ts')).toContain("client.list<Row>('/hosts'")
    expect(folder.read('actions/inventory/add-host.ts')).toContain("from '../../client/index.ts'")
    expect(folder.read('connectors/inventory/fetch-detections.ts')).toContain(
      "client.list<Row>('/detections'",
    )
    const checked = await say(checkCommand, { root: folder.root })
    // The packages that it imports are not installed here.
    expect(checked.out.split('\n').filter((line) => !/cannot be loaded|problems? to fix/.test(line))).toEqual(
      [''],
    )
  })
})
