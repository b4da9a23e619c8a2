/** Actions in folders by product area: how they load, what is checked, generated and shown. */
import { cpSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkCommand } from '../../runtime/faces/cli/commands/check.ts'
import { genCommand } from '../../runtime/faces/cli/commands/gen.ts'
import { newCommand } from '../../runtime/faces/cli/commands/new.ts'
import { loadIntegration } from '../../runtime/integration/folder.ts'
import { actionText } from '../../runtime/integration/texts.ts'
import { runAction } from '../../runtime/run/run-action.ts'
import { copyEcho, type Folder, say } from '../support/author.ts'
import { cli } from '../support/cli.ts'

/** The echo integration with `count` in an area and its French texts beside it. */
function withArea(): Folder {
  const echo = copyEcho()
  echo.write('manifests/number-work/count.yaml', echo.read('manifests/count.yaml'))
  echo.write(
    'actions/number-work/count.ts',
    echo.read('actions/count.ts').replace("'../client", "'../../client"),
  )
  echo.remove('manifests/count.yaml')
  echo.remove('actions/count.ts')
  const french = 'manifests/locales/fr.yaml'
  const [, texts = ''] = /^count:\n((?: .*\n)*)/m.exec(echo.read(french)) ?? []
  echo.edit(french, `count:\n${texts}`, '')
  echo.edit(french, '  config:\n', '  areas: { number-work: Nombres }\n  config:\n')
  echo.write('manifests/number-work/count.fr.yaml', texts.replaceAll(/^ {2}/gm, ''))
  return echo
}

const checked = async ({ root }: Folder): Promise<string[]> =>
  (await say(checkCommand, { root, release: true })).out.trimEnd().split('\n')

/** The page of an area in the reference. */
const page = (area: string): string => `docs/actions/${area}.md`

const clean = ['4 actions, 1 connector: no problems.']

describe('an action in an area', () => {
  test('runs by its id alone, with the message of its language beside actions without an area', async () => {
    const integration = await loadIntegration(withArea().root)
    expect(await integration.ids()).toEqual(['call', 'count', 'feed', 'misbehave', 'say'])
    for (const [locale, message] of [
      ['en', 'Counted 2 rows.'],
      ['fr', '2 lignes comptées.'],
    ] as const) {
      const result = await runAction(integration, { action: 'count', parameters: { rows: 2 }, locale })
      expect(result).toMatchObject({ is_success: true, output_message: message })
    }
    const said = await runAction(integration, { action: 'say', parameters: { text: 'oui' }, locale: 'fr' })
    expect(said.output_message).toBe('oui dit 1 fois.')
  })

  test('falls back to English where its texts are missing, even the whole file', async () => {
    const echo = withArea()
    echo.remove('manifests/number-work/count.fr.yaml')
    echo.remove('manifests/locales')
    const integration = await loadIntegration(echo.root)
    const result = await runAction(integration, { action: 'count', parameters: { rows: 1 }, locale: 'fr' })
    expect(result).toMatchObject({ is_success: true, output_message: 'Counted 1 rows.' })
  })

  test('has a category: the translated name of its area, else that of integration.yaml, else the folder in words', async () => {
    const echo = withArea()
    const category = async (locale: string): Promise<string | undefined> => {
      const integration = await loadIntegration(echo.root)
      return (await actionText(integration, await integration.action('count'), locale)).category
    }
    expect([await category('en'), await category('fr')]).toEqual(['Number Work', 'Nombres'])
    echo.edit('integration.yaml', 'check: say', 'check: say\nareas: { number-work: Numbers }')
    expect([await category('en'), await category('fr')]).toEqual(['Numbers', 'Nombres'])
    expect(await checked(echo)).toEqual(clean)
  })

  test('is listed under its category', async () => {
    const { root } = withArea()
    const text = await cli(['list', '--root', root, '--locale', 'fr'])
    expect(text.stdout).toMatch(/^say .*\n(?:feed .*\n)?\nNombres\n {2}count +read +Compter +Produit/m)
    const json = JSON.parse((await cli(['list', '--root', root, '--json'])).stdout) as object[]
    expect(json.at(-1)).toMatchObject({ id: 'count', area: 'number-work', category: 'Number Work' })
  })
})

describe('soar check', () => {
  test('accepts actions with and without an area', async () => {
    expect(await checked(withArea())).toEqual(clean)
  })

  test('names both files of an id that is used in two areas; such an action does not run', async () => {
    const echo = withArea()
    for (const folder of ['manifests', 'actions'])
      cpSync(join(echo.root, folder, 'number-work'), join(echo.root, folder, 'other'), { recursive: true })
    const message =
      'manifests/number-work/count.yaml:1:1 The id "count" is used by manifests/number-work/count.yaml and manifests/other/count.yaml. Ids are unique across areas: rename or delete all but one.'
    expect(await checked(echo)).toContain(message)
    const integration = await loadIntegration(echo.root)
    expect((await integration.ids()).filter((id) => id === 'count')).toEqual(['count'])
    expect(await runAction(integration, { action: 'count', parameters: { rows: 1 } })).toMatchObject({
      error: { code: 'MANIFEST_INVALID', problems: [{ message: expect.stringContaining(message) }] },
    })
  })

  test('names a module in another area, an unknown area, texts without a manifest, texts that are there twice', async () => {
    const echo = withArea()
    echo.write('actions/other/count.ts', echo.read('actions/number-work/count.ts'))
    echo.remove('actions/number-work/count.ts')
    echo.edit('integration.yaml', 'check: say', 'check: say\nareas: { mail: Mail }')
    echo.write('manifests/number-work/gone.fr.yaml', 'name: Parti\n')
    echo.write('manifests/number-work/deep/x.yaml', 'name: X\n')
    echo.write('manifests/Number_Work/one.yaml', echo.read('manifests/say.yaml'))
    echo.write(
      'actions/Number_Work/one.ts',
      echo.read('actions/say.ts').replace("'../client", "'../../client"),
    )
    echo.write(
      'manifests/locales/fr.yaml',
      `${echo.read('manifests/locales/fr.yaml')}count: { name: Compter }\n`,
    )
    const findings = (await checked(echo)).map((line) => line.replace(/:\d+:\d+/, ':'))
    expect(findings).toEqual(
      expect.arrayContaining([
        'integration.yaml: There is no manifest in manifests/mail/. Rename or delete the area.',
        'manifests/Number_Work/one.yaml: "Number_Work" cannot be the name of an area. Use small letters, digits and single dashes, such as number-work. The area is the name of the folder.',
        'manifests/locales/fr.yaml: "count" has texts here and in manifests/number-work/count.fr.yaml, which are used. Delete these.',
        'manifests/number-work/count.yaml: There is no module actions/number-work/count.ts. It has the path of the manifest, so move actions/other/count.ts to actions/number-work/.',
        'manifests/number-work/deep/x.yaml: An area has no folders of its own. Move this file to manifests/number-work/.',
        'manifests/number-work/gone.fr.yaml: There is no manifests/number-work/gone.yaml. Rename or delete these texts.',
      ]),
    )
  })
})

describe('soar gen', () => {
  test('writes types and a page for each area, and removes those of an area that is gone', async () => {
    const echo = withArea()
    const { out } = await say(genCommand, { root: echo.root })
    expect(out.split('\n')).toEqual(
      expect.arrayContaining(['wrote actions/number-work/types.gen.ts', `wrote ${page('number-work')}`]),
    )
    expect(echo.read('docs/actions.md')).toContain('[Count](actions/number-work.md#count)')
    expect(echo.read('actions/types.gen.ts')).not.toContain('interface Count ')
    for (const folder of ['manifests', 'actions'])
      renameSync(join(echo.root, folder, 'number-work'), join(echo.root, folder, 'numbers'))
    echo.write(page('mine'), '# Mine\n')
    const stale = await say(genCommand, { root: echo.root, check: true })
    expect(stale).toMatchObject({ code: 1 })
    expect(stale.out).toContain(`not generated any more: ${page('number-work')}\n`)
    const again = await say(genCommand, { root: echo.root })
    expect(again.out).toContain(`removed ${page('number-work')}\n`)
    expect(echo.has(page('number-work'))).toBe(false)
    expect(echo.has(page('mine'))).toBe(true)
    expect(await say(genCommand, { root: echo.root, check: true })).toMatchObject({ code: 0, out: '' })
  })
})

describe('soar new', () => {
  test('writes an action or a connector of an area, which runs at once', async () => {
    const echo = withArea()
    const { out } = await say(newCommand, { root: echo.root, id: 'find-thing', area: 'number-work' })
    expect(out).toContain(
      'wrote manifests/number-work/find-thing.yaml\nwrote actions/number-work/find-thing.ts\n',
    )
    expect(out).toContain('Next: translate its texts in manifests/number-work/find-thing.fr.yaml.\n')
    await say(newCommand, { root: echo.root, id: 'fetch-things', area: 'number-work', connector: true })
    expect(await say(checkCommand, { root: echo.root })).toMatchObject({ code: 0 })
    const integration = await loadIntegration(echo.root)
    const found = await runAction(integration, { action: 'find-thing', parameters: { name: 'first' } })
    const fetched = await runAction(integration, { action: 'fetch-things', parameters: { max_alerts: 1 } })
    expect([found.json_result, fetched.json_result]).toEqual([{ name: 'first' }, { alerts: [{ id: '1' }] }])
  })

  test('refuses an id that another area has, and an area that cannot be one', async () => {
    const { root } = withArea()
    const refused = async (id: string, area?: string): Promise<string> => {
      const { code, err } = await say(newCommand, { root, id, ...(area === undefined ? {} : { area }) })
      expect(code).toBe(2)
      return err
    }
    expect(await refused('count')).toContain('"count" is the id of manifests/number-work/count.yaml.')
    expect(await refused('x', 'locales')).toContain('"locales" is the folder of the languages.')
    expect(await refused('x', '../up')).toContain('"../up" cannot be the name of an area.')
  })
})
