import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Request } from '../runtime/contract/request.ts'
import type { Result } from '../runtime/contract/result.ts'
import { readManifest } from '../runtime/integration/yaml/manifest.ts'
import { closeSessions } from '../runtime/run/client.ts'
import { parseRequest } from '../runtime/run/request.ts'
import { runAction } from '../runtime/run/run-action.ts'
import { type Simulator, startSimulator } from '../simulator/index.ts'
import { openIntegration } from '../testing/own/subjects.ts'

const root = join(import.meta.dirname, '..')
const read = (file: string): string => readFileSync(join(root, file), 'utf8')

/** The fenced blocks of a page in one language, in order. */
const blocks = (page: string, language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    (match) => match[1] ?? '',
  )

const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'simulator/README.md']
  .concat(
    readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name}`),
  )
  .filter((name) => name.endsWith('.md'))

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.close())

describe('the README', () => {
  test('shows a request that runs, and the result it really gives', async () => {
    const page = read('README.md')
    const text = /echo '(\{[\s\S]*?\})' \|/.exec(page)?.[1] ?? ''
    const request = (await parseRequest(text)) as Request
    const integration = await openIntegration()
    const result = await runAction(integration, { ...request, config: simulator.config.api2 })
    await closeSessions(integration)
    const shown = JSON.parse(blocks(page, 'json')[0] ?? '{}') as Result
    expect(result).toEqual({ ...shown, run: { ...shown.run, ms: expect.any(Number) } })
  })

  test('names in its first screen the two commands that package.json has', () => {
    const first = read('README.md').split('\n').slice(0, 20).join('\n')
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    for (const command of ['start', 'test']) {
      expect(first).toContain(`npm ${command}`)
      expect(scripts).toHaveProperty(command)
    }
    expect(read('.ci/run')).toContain('npm test')
  })
})

describe('the pictures', () => {
  test('docs/architecture.svg shows every room of runtime/, and no others', () => {
    const folders = (path: string): string[] =>
      readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? [entry.name] : [],
      )
    const rooms = folders('runtime').flatMap((room) =>
      room === 'faces' ? folders('runtime/faces').map((face) => `faces/${face}`) : [room],
    )
    const shown = [...read('docs/architecture.svg').matchAll(/class="m">([\w/]*\w)</g)].map(
      ([, name]) => name,
    )
    expect(shown.sort()).toEqual(rooms.sort())
  })

  test('docs/run.svg shows commands and parameters that exist', async () => {
    const integration = await openIntegration()
    const lines = [...read('docs/run.svg').matchAll(/>([^<>]+)<\/text>/g)].map(([, text = '']) => text)
    const commands = lines.join('\n').split('soar run ').slice(1)
    expect(commands.length).toBeGreaterThan(1)
    for (const command of commands) {
      const { manifest } = await integration.action(/^[\w-]+/.exec(command)?.[0] ?? '')
      const names = [...command.matchAll(/--param (\w+)=/g)].map(([, name = '']) => name)
      const unknown = names.filter((name) => !Object.hasOwn(manifest.parameters, name))
      // One command has a typing mistake, which the product explains.
      expect([[], ['recpient']]).toContainEqual(unknown)
    }
  })
})

test('the manifest that docs/manifest.md shows whole is right', async () => {
  const whole = blocks(read('docs/manifest.md'), 'yaml').find((block) => block.includes('example:')) ?? ''
  expect(await readManifest('docs/manifest.md', whole)).toMatchObject({ ok: true })
})

test.each(pages)('every file that %s links to exists', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(
    (match) => match[1] ?? '',
  )
  const missing = links.filter((link) => !existsSync(join(root, dirname(page), link)))
  expect(missing.map((link) => `${relative('.', page)}: ${link}`)).toEqual([])
})
