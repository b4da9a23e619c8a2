/** Several integrations in one process; what concerns loading, secrets and packages runs the built product. */
import { chmodSync, chownSync, cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Result } from '../../../runtime/contract/result.ts'
import { copyEcho, type Folder, folderWith } from '../../support/author.ts'
import { needs } from '../../support/needs.ts'
import { json, serve } from '../../support/server.ts'
import { cliIn, echoRoot, resultIn, soarIn, twinRoot, withSoarYaml } from '../../support/several.ts'
import { runSoar } from '../../support/soar.ts'

const both = () => withSoarYaml([echoRoot, twinRoot])

/** A copy of echo with another id. */
function copyNamed(id: string): Folder {
  const folder = copyEcho()
  folder.edit('integration.yaml', 'id: echo', `id: ${id}`)
  return folder
}

/** The result of a run in this process. */
async function quickResult(...given: Parameters<typeof cliIn>): Promise<Result> {
  const [folder, args, options] = given
  return JSON.parse((await cliIn(folder, ['run', ...args], options)).stdout) as Result
}

async function listed(folder: Folder, ...args: string[]): Promise<string[]> {
  const { stdout } = await cliIn(folder, ['list', '--json', ...args])
  return (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id)
}

describe('the ids of two integrations', () => {
  test('are short where one of them has the action, and full where both have it', async () => {
    expect(await listed(both())).toEqual([
      'echo.call',
      'count',
      'misbehave',
      'say',
      'feed',
      'twin.call',
      'tell',
    ])
    expect(await listed(both(), '--integration', 'twin')).toEqual(['call', 'tell'])
  })

  test('are the same with repeated --root, where the built-in integration must be named', async () => {
    const folder = folderWith({})
    expect(await listed(folder, '--root', echoRoot, '--root', twinRoot)).not.toContain('ping')
    expect(await listed(folder, '--root', 'built-in', '--root', twinRoot)).toEqual(
      expect.arrayContaining(['ping', 'call', 'tell']),
    )
    // The same folder twice is one integration.
    expect(await listed(folder, '--root', twinRoot, '--root', `${twinRoot}/.`)).toEqual(['call', 'tell'])
  })

  test.each([
    [['say', '--param', 'text=hi'], '', 'Said hi 1 times.'],
    [['echo.say', '--param', 'text=hi'], '', 'Said hi 1 times.'],
    [['say', '--integration', 'echo', '--param', 'text=hi'], '', 'Said hi 1 times.'],
    [['twin.tell'], '', 'Told once.'],
    [[], '{"action":"tell","parameters":{"text":"this"}}', 'Told this.'],
    [[], '{"action":"twin.tell","parameters":{"text":"this"}}', 'Told this.'],
    [['twin.tell'], '{"action":"tell"}', 'Told once.'],
  ])('run %j with %j', async (args, input, output_message) => {
    expect(await quickResult(both(), args, { input })).toMatchObject({ is_success: true, output_message })
  })

  test.each([
    ['call', 'REQUEST_INVALID', 'Use one of these ids: echo.call, twin.call.'],
    ['tel', 'ACTION_UNKNOWN', 'There is no action "tel" in echo, twin. Did you mean "tell"?'],
    ['echo.tell', 'ACTION_UNKNOWN', 'Did you mean "twin.tell"?'],
  ])('%s is refused with %s', async (action, code, sentence) => {
    for (const [args, input] of [
      [[action], ''],
      [[], JSON.stringify({ action })],
    ] as const) {
      const { error } = await quickResult(both(), args, { input })
      expect(error).toMatchObject({ code, reason: expect.stringContaining(sentence) })
    }
  })

  test('a request without an action is refused as with one integration', async () => {
    const { error } = await quickResult(both(), [], { input: '{"acton":"say"}' })
    expect(error?.reason).toContain('Did you mean "action"?')
  })

  test('are what show prints, and its request runs', async () => {
    const { stdout } = await cliIn(both(), ['show', 'twin.call', '--request'])
    expect(JSON.parse(stdout)).toMatchObject({ action: 'twin.call' })
    const { dry_run } = await quickResult(both(), ['--dry-run'], { input: stdout })
    expect(dry_run?.request?.method).toBe('POST')
  })

  test('are completed, and so are the parameters of their actions', async () => {
    const candidates = async (...words: string[]): Promise<string[]> => {
      const { stdout } = await cliIn(both(), ['completion', 'bash', '--', ...words])
      return stdout.split('\n').map((line) => line.split('\t')[0] ?? '')
    }
    expect(await candidates('run', 'twin')).toEqual(['twin.call', ''])
    expect(await candidates('run', 'twin.call', '--param', '')).toEqual(['path=', ''])
    expect(await candidates('list', '--integration', '')).toEqual(['echo', 'twin', ''])
  })

  test('are ids of tables and connectors', async () => {
    const rows = await cliIn(both(), ['rows', 'twin.tell', '--column', 'text=t'], { input: '{"t":"x"}\n' })
    expect(rows.stdout).toBe('{"has_error":false,"error":null,"error_code":null,"told":"x"}\n')
    const folder = both()
    folder.write('request.json', '{"action":"echo.say","templates":{"text":"{{ t }}"}}')
    const named = await cliIn(folder, ['rows', '--request', 'request.json'], { input: '{"t":"x"}\n' })
    expect(JSON.parse(named.stdout)).toMatchObject({ said: ['x'] })
    const connected = await cliIn(folder, ['connect', 'echo.feed', '--state', 'feed.state'])
    expect(JSON.parse(connected.stdout)).toMatchObject({ is_success: true })
    expect(JSON.parse(folder.read('feed.state'))).toMatchObject({ integration: 'echo', connector: 'feed' })
  })

  test('keep a ledger of one integration from the same action of another', async () => {
    // The two have the same configuration.
    const folder = withSoarYaml([echoRoot, copyNamed('other').root])
    folder.write('t.jsonl', '{"p":"/"}\n')
    const table = (action: string, ...more: string[]) =>
      cliIn(folder, ['rows', action, '--in', 't.jsonl', '--column', 'path=p', '--ledger', 'l', ...more])
    await table('echo.call')
    expect(await table('other.call', '--resume')).toMatchObject({ code: 2, stdout: '' })
    expect((await table('echo.call', '--resume')).stdout).toContain('NETWORK_FAILED')
  })

  test('are not needed to replay a recording, which names its integration', async () => {
    const server = await serve((_, response) => json(response, {}))
    onTestFinished(() => server.close())
    const folder = both()
    const args = ['twin.call', '--param', 'path=/', '--save-run', 'run.json']
    const recorded = await quickResult(folder, args, { env: { TWIN_BASE_URL: server.url } })
    expect(recorded).toMatchObject({ is_success: true })
    const replayed = await quickResult(folder, ['--replay', 'run.json'])
    expect(replayed.output_message).toBe(recorded.output_message)
    const other = await quickResult(folder, ['echo.call', '--param', 'path=/', '--replay', 'run.json'])
    expect(other.error?.code).toBe('REQUEST_INVALID')
    expect(server.received).toHaveLength(1)
  })

  test('the full id works with one integration too', async () => {
    const result = await quickResult(folderWith({}), ['echo.say', '--root', echoRoot, '--param', 'text=hi'])
    expect(result.output_message).toBe('Said hi 1 times.')
    expect((await cliIn(folderWith({}), ['show', 'mimecast.ping'])).code).toBe(0)
  })
})

describe('a platform that names an action by its display name', () => {
  const context = (name: string, integration?: string): string =>
    JSON.stringify({
      action_definition_name: name,
      ...(integration === undefined ? {} : { integration_identifier: integration }),
      parameters: { Path: '/x', Text: 'hi' },
      integration_configuration: {},
    })
  const answer = async (name: string, integration?: string): Promise<string> => {
    const { stdout } = await cliIn(both(), ['run', '--dialect', 'secops'], {
      input: context(name, integration),
    })
    return stdout
  }

  test.each([
    ['Say', undefined, 'Said hi'],
    ['Tell a Story', undefined, 'Told hi'],
    ['Twin Mail_Tell a Story', undefined, 'Told hi'],
    ['Tell a Story', 'Twin Mail', 'Told hi'],
    ['Call', undefined, 'echo.call, twin.call'],
    ['Call', 'Twin Mail', 'Twin could not run Call'],
    ['Echo_Call', undefined, 'Echo could not run Call'],
    ['Tell a Stori', undefined, 'Did you mean'],
  ])('%s of %s', async (name, integration, sentence) => {
    expect(await answer(name, integration)).toContain(sentence)
  })
})

describe('configuration', () => {
  test("each integration gets its own variables, and never another one's secret", async () => {
    const server = await serve((_, response) => json(response, {}))
    onTestFinished(() => server.close())
    const env = {
      ECHO_BASE_URL: server.url,
      TWIN_BASE_URL: server.url,
      ECHO_API_KEY: 'canary-of-echo',
      TWIN_TOKEN: 'canary-of-twin',
    }
    for (const action of ['echo.call', 'twin.call'])
      expect(await resultIn(both(), [action, '--param', 'path=/'], { env })).toMatchObject({
        is_success: true,
      })
    const [echo, twin] = server.received
    expect(echo?.headers).toMatchObject({ 'x-api-key': 'canary-of-echo' })
    expect(twin?.headers).toMatchObject({ 'x-twin-token': 'canary-of-twin' })
    expect(JSON.stringify(echo)).not.toContain('canary-of-twin')
    expect(JSON.stringify(twin)).not.toContain('canary-of-echo')
  })

  test('a variable that carries a secret of two integrations is refused for both', async () => {
    const thief = copyNamed('thief')
    thief.edit('integration.yaml', 'api_key: { label: API Key', 'greeting: { label: API Key')
    thief.edit('integration.yaml', 'type: string, secret: true, env', 'type: string, env')
    const folder = withSoarYaml([echoRoot, thief.root])
    const env = { ECHO_API_KEY: 'canary-of-echo' }
    for (const action of ['thief.say', 'echo.say']) {
      const result = await resultIn(folder, [action, '--param', 'text=x'], { env })
      expect(result.error).toMatchObject({ code: 'CONFIG_INVALID' })
      expect(result.output_message).toContain('ECHO_API_KEY')
      expect(JSON.stringify(result)).not.toContain('canary')
    }
    // Not set, it decides nothing; a field that is no secret may be shared.
    const shared = { ECHO_BASE_URL: 'http://127.0.0.1:9' }
    expect((await resultIn(folder, ['thief.say', '--param', 'text=x'], { env: shared })).is_success).toBe(
      true,
    )
  })

  test('a connection names its integration, and is used for no other', async () => {
    const folder = both()
    folder.write(
      'c.yaml',
      'a: { integration: echo, api_key: k }\nb: { integration: twin, token: t }\nc: { token: t }\n',
    )
    chmodSync(join(folder.root, 'c.yaml'), 0o600)
    const tell = async (...names: string[]) =>
      resultIn(folder, [
        'tell',
        '--connections',
        'c.yaml',
        ...names.flatMap((name) => ['--connection', name]),
      ])
    expect(await tell('b')).toMatchObject({ is_success: true })
    expect((await tell('a')).output_message).toContain('is for the integration "echo", not for "twin"')
    expect((await tell('c')).output_message).toContain('Add the line "integration: twin"')
    expect((await tell('a', 'b')).output_message).toContain('Name one connection')
    const doctor = async (...names: string[]) =>
      soarIn(folder, [
        'doctor',
        '--json',
        '--connections',
        'c.yaml',
        ...names.flatMap((name) => ['--connection', name]),
      ])
    const { steps } = JSON.parse((await doctor('a', 'b')).stdout)
    expect(steps).toContainEqual(
      expect.objectContaining({
        integration: 'twin',
        step: 'configuration',
        detail: expect.stringContaining('connection b'),
      }),
    )
    expect((await doctor('c')).stderr).toContain('does not name its integration')
  })
})

describe('a broken integration', () => {
  const broken: [string, (folder: Folder) => void, string, string?][] = [
    ['bad YAML', (one) => one.write('integration.yaml', 'id: broken\nname: [\n'), 'YAML'],
    [
      'no client',
      (one) => one.remove('client/index.ts'),
      'none of client/index.ts',
      'no module client/index.ts',
    ],
    [
      'a client that throws',
      (one) => one.write('client/index.ts', 'throw new Error("no luck")\n'),
      'no luck',
    ],
    [
      'a client outside of its folder',
      (one) => one.edit('integration.yaml', 'client: client/index', `client: ../${'x/'.repeat(3)}index`),
      'outside of its folder',
      'no module ../x',
    ],
    [
      'texts outside of its folder',
      (one) => one.edit('integration.yaml', 'locales: [en, fr]', 'locales: [en, ../../x]'),
      '"locales.1" must match',
    ],
  ]

  test.each(broken)(
    'with %s: its runs fail with its own sentence, and others do not load it',
    async (_, harm, why, finding = why) => {
      const bad = copyNamed('broken')
      harm(bad)
      const folder = withSoarYaml([bad.root, twinRoot])
      expect((await resultIn(folder, ['broken.say', '--param', 'text=x'])).error).toMatchObject({
        code: 'INTEGRATION_INVALID',
        reason: expect.stringContaining(why),
      })
      expect(await resultIn(folder, ['tell'])).toMatchObject({ is_success: true })
      const check = await cliIn(folder, ['check'])
      expect([check.code, check.stdout]).toEqual([1, expect.stringContaining(finding)])
      expect(check.stdout).toContain('2 actions, 0 connectors: no problems.')
      const doctor = await cliIn(folder, ['doctor', '--json'])
      const { ok, steps } = JSON.parse(doctor.stdout)
      expect([doctor.code, ok]).toEqual([1, false])
      expect(JSON.stringify(steps)).toContain('"integration":"broken"')
      expect(steps).toContainEqual(
        expect.objectContaining({ integration: 'twin', step: 'credentials', ok: true }),
      )
    },
  )

  test('whose folder or package does not exist is named, and the others are listed', async () => {
    const folder = withSoarYaml([twinRoot, './missing', 'not-installed', '../up'])
    const { code, stdout, stderr } = await soarIn(folder, ['list'])
    expect([code, stdout.split('\n').length]).toEqual([1, 3])
    expect(stderr).toContain(`Cannot load the integration at ${join(folder.root, 'missing')}`)
    expect(stderr).toContain('`npm install not-installed`')
    expect((await resultIn(folder, ['missing.x'])).error?.code).toBe('INTEGRATION_INVALID')
  })

  test('is not even read: a run reads the files of its own integration', async () => {
    const bad = copyNamed('broken')
    for (const id of ['say', 'count']) bad.write(`manifests/${id}.yaml`, ': : :')
    bad.write('client/index.ts', `import { writeFileSync } from 'node:fs'\nwriteFileSync('loaded', '')\n`)
    const folder = withSoarYaml([bad.root, twinRoot])
    expect(await resultIn(folder, ['tell'])).toMatchObject({ is_success: true })
    expect(existsSync(join(folder.root, 'loaded'))).toBe(false)
  })
})

describe('an integration that is installed as a package', () => {
  test('is found from the folder of soar.yaml, at its root or where its package.json says', async () => {
    const plain = `export const createClient = () => ({})\nexport const run = () => ({ result: { told: 'packed' } })\n`
    const files = (root: string): Record<string, string> => ({
      [`${root}/integration.yaml`]: `id: packed\nname: Packed\nversion: 1.0.0\nruntime: 1\nvendor: P\ndescription: P.\nclient: client\nlocales: [en]\ncheck: tell\n`,
      [`${root}/client.js`]: plain,
      [`${root}/actions/tell.js`]: plain,
    })
    const manifest = { 'package.json': '{"name":"@acme/mail","type":"module"}' }
    for (const [inner, soar] of [
      ['', {}],
      ['/parts', { soar: { integration: 'parts' } }],
    ] as const) {
      const home = 'node_modules/@acme/mail'
      const folder = withSoarYaml(['@acme/mail', twinRoot], {
        ...files(`${home}${inner}`),
        [`${home}/package.json`]: JSON.stringify({ ...JSON.parse(manifest['package.json']), ...soar }),
        'deep/er/soar.yaml': 'integrations: ["@acme/mail"]\n',
      })
      cpSync(join(twinRoot, 'manifests/tell.yaml'), join(folder.root, `${home}${inner}/manifests/tell.yaml`))
      expect((await resultIn(folder, ['packed.tell'])).json_result).toEqual({ told: 'packed' })
      const inside = join(folder.root, 'deep/er/soar.yaml')
      expect((await resultIn(folder, ['tell', '--root', inside])).json_result).toEqual({ told: 'packed' })
      const gen = await soarIn(folder, ['gen', '--integration', 'packed'])
      expect([gen.code, gen.stderr]).toEqual([2, expect.stringContaining('is installed or built in')])
    }
  })

  test('may not lie outside of its package', async () => {
    const folder = withSoarYaml(['sly', twinRoot], {
      'node_modules/sly/package.json': '{"soar":{"integration":"../other"}}',
    })
    cpSync(twinRoot, join(folder.root, 'node_modules/other'), { recursive: true })
    const { stderr } = await soarIn(folder, ['list'])
    expect(stderr).toContain('names the folder "../other", which is outside of the package')
  })
})

describe('soar.yaml', () => {
  test.each([
    ['integrations: []', 'must be a list'],
    ['integrations: ["./a", 3]\nroots: []', 'Unknown field "roots"'],
    ['- a', 'must be a map'],
    ['integrations: [', 'soar.yaml:1'],
  ])('%j is refused with every problem and its place', async (text, sentence) => {
    const folder = folderWith({ 'soar.yaml': text })
    const { code, stderr } = await cliIn(folder, ['list'])
    expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)])
  })

  test('with one integration asks for no name', async () => {
    const folder = withSoarYaml([twinRoot])
    expect(await listed(folder)).toEqual(['call', 'tell'])
    expect((await cliIn(folder, ['gen', '--check'])).code).toBe(0)
  })

  test('is not read if --root or SOAR_ROOT names an integration', async () => {
    const folder = folderWith({ 'soar.yaml': 'integrations: [' })
    expect(await listed(folder, '--root', twinRoot)).toEqual(['call', 'tell'])
    const { stdout } = await runSoar(['list', '--json'], { cwd: folder.root, env: { SOAR_ROOT: twinRoot } })
    expect(JSON.parse(stdout)).toHaveLength(2)
  })

  test('of another user is not used, unless it is named', needs('root'), async () => {
    const folder = withSoarYaml([twinRoot])
    chownSync(join(folder.root, 'soar.yaml'), 4711, 4711)
    const { code, stderr } = await cliIn(folder, ['list'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('belongs to another user (uid 4711)')])
    expect(await listed(folder, '--root', 'soar.yaml')).toEqual(['call', 'tell'])
    // Commands without an integration do not need it.
    expect((await cliIn(folder, ['render', 'x'])).code).toBe(0)
  })

  test('two integrations with one id are refused', async () => {
    const { code, stderr } = await cliIn(withSoarYaml([echoRoot, copyEcho().root]), ['list'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('Two integrations have the id "echo"')])
  })

  test.each([['gen'], ['new', 'get-thing'], ['pack']])(
    '%s works on one, and asks for its name',
    async (...args) => {
      const { code, stderr } = await cliIn(both(), args)
      expect([code, stderr]).toEqual([
        2,
        expect.stringContaining('several integrations: echo, twin. Name one with --integration.'),
      ])
    },
  )
})
