/** What an integration keeps of names that callers send. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { FACTS_FILE, writeFacts } from '../../runtime/integration/facts.ts'
import { loadIntegration } from '../../runtime/integration/folder.ts'
import type { Integration } from '../../runtime/integration/integration.ts'
import { type Prepared, preparedIntegration } from '../../runtime/integration/prepared.ts'
import { remembered } from '../../runtime/integration/remembered.ts'
import { checkout, readFacts } from '../../scripts/build/checkout.ts'
import { copyEcho, folderWith } from '../support/author.ts'
import { echoRoot } from '../support/echo.ts'

/** Names that every object has. */
const INHERITED = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']

/** The echo integration as the build would prepare it, without actions. */
async function prepared(dist: string): Promise<Integration> {
  const { spec } = await loadIntegration(echoRoot)
  const parts: Prepared = {
    spec,
    trees: {},
    config: Object.assign(() => true),
    actions: {},
    overlays: {},
    client: () => Promise.reject(new Error('no client')),
  }
  return preparedIntegration(parts, dist, checkout(dist, spec.id, readFacts(dist)))
}

describe('a name that is no action', () => {
  test.each(INHERITED)('%s is an unknown action, also beside the facts of a build', async (name) => {
    const { root } = folderWith({ [FACTS_FILE]: writeFacts({ shared: [], actions: { say: [] } }) })
    const built = await prepared(root)
    await expect(built.action(name)).rejects.toMatchObject({ code: 'ACTION_UNKNOWN' })
    const folder = await loadIntegration(echoRoot)
    await expect(folder.action(name)).rejects.toMatchObject({ code: 'ACTION_UNKNOWN' })
  })

  test.each(INHERITED)('%s is no language', async (name) => {
    const { root } = folderWith({})
    expect(await (await prepared(root)).overlay(name)).toBeUndefined()
    expect(await (await loadIntegration(echoRoot)).overlay(name)).toBeUndefined()
  })
})

describe('what was loaded by name', () => {
  test('is loaded once', async () => {
    let calls = 0
    const load = remembered(async (name) => `${name}${++calls}`)
    expect(await Promise.all([load('a'), load('a'), load('b')])).toEqual(['a1', 'a1', 'b2'])
    expect(await load('a')).toBe('a1')
  })

  test.each([
    ['fails', () => Promise.reject(new Error('none'))],
    ['is nothing', () => Promise.resolve(undefined)],
  ])('and %s is asked for again: it is not kept', async (_, answer) => {
    const asked: string[] = []
    const load = remembered((name) => {
      asked.push(name)
      return answer()
    })
    for (const name of ['a', 'a']) await load(name).catch(() => {})
    expect(asked).toEqual(['a', 'a'])
  })

  test('and was wrong is read again when it was corrected', async () => {
    const folder = copyEcho()
    const whole = folder.read('manifests/say.yaml')
    folder.write('manifests/say.yaml', '{')
    const integration = await loadIntegration(folder.root)
    await expect(integration.action('say')).rejects.toMatchObject({ code: 'MANIFEST_INVALID' })
    writeFileSync(join(folder.root, 'manifests/say.yaml'), whole)
    expect((await integration.action('say')).id).toBe('say')
  })
})
