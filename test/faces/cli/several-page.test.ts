/** The commands of docs/several-integrations.md, run in a folder like the one it describes. */
import { cpSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith } from '../../support/author.ts'
import { echoRoot, soarIn } from '../../support/several.ts'
import { repository, textOf } from '../../support/sources.ts'

const page = textOf('docs/several-integrations.md')
const block = (language: string): string =>
  new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(page)?.[1] ?? ''

test('its soar.yaml and its commands work', async () => {
  const folder = folderWith({ 'soar.yaml': block('yaml') })
  cpSync(echoRoot, join(folder.root, 'echo'), { recursive: true })
  folder.write('node_modules/@acme/twin/package.json', block('json'))
  const home = join(folder.root, 'node_modules/@acme/twin/integration')
  mkdirSync(dirname(home), { recursive: true })
  cpSync(join(repository, 'test/fixtures/twin/manifests'), join(home, 'manifests'), { recursive: true })
  cpSync(join(repository, 'test/fixtures/twin/integration.yaml'), join(home, 'integration.yaml'))
  folder.write(
    'node_modules/@acme/twin/integration/client/index.js',
    'export const createClient = () => ({})\n',
  )
  for (const id of ['call', 'tell']) {
    const told = 'export const run = async ({ inputs }) => ({ result: { told: inputs.text } })\n'
    folder.write(`node_modules/@acme/twin/integration/actions/${id}.js`, told)
  }
  // Away from the repository, the sdk has another path.
  for (const path of folder.files().filter((name) => name.endsWith('.ts'))) {
    const sdk = `'${join(repository, 'runtime/sdk/index.ts')}'`
    folder.write(path, folder.read(path).replaceAll(/'(?:\.\.\/)+runtime\/sdk\/index\.ts'/g, sdk))
  }
  for (const path of ['call', 'count', 'feed', 'misbehave', 'say'].map((id) => `echo/manifests/${id}.yaml`)) {
    const text = folder.read(path)
    if (!/^permissions:/m.test(text)) folder.write(path, `${text}\npermissions: []\n`)
  }
  const commands = block('sh').trim().split('\n')
  expect(commands.length).toBeGreaterThan(5)
  for (const command of commands) {
    const [soar, ...args] = command.split(' ')
    const { code, stdout, stderr } = await soarIn(folder, args)
    expect([soar, code, command, stderr.replaceAll(/^\{.*\}\n/gm, '')]).toEqual(['soar', 0, command, ''])
    expect(stdout).not.toBe('')
  }
})
