/** `soar undo`: what it shows, what it asks, and what it refuses. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Result } from '../../../runtime/contract/result.ts'
import { openSqliteStore } from '../../../runtime/service/runs/store/sqlite/open.ts'
import { type CliOptions, commandLine } from '../../../testing/command-line.ts'
import { integrationOfMimecast, openMimecast } from '../../support/mimecast.ts'
import { bot, openRuns, runToEnd } from '../../support/runs.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'soar-undo-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** A tenant, and the command line in front of it. */
async function open() {
  const { simulator } = await openMimecast()
  const { client_id, client_secret } = simulator.credentials.api2
  const env = {
    MIMECAST_API_ROOT: simulator.url,
    MIMECAST_CLIENT_ID: client_id,
    MIMECAST_CLIENT_SECRET: client_secret,
    XDG_STATE_HOME: folder,
  }
  const soar = async (argv: readonly string[], options: CliOptions = {}) =>
    commandLine(argv, {
      env,
      cwd: folder,
      open: async () => ({ integration: { ...(await integrationOfMimecast()), sessions: new Map() } }),
      ...options,
    })
  const before = simulator.state.managed_urls.size
  const blocked = () => simulator.state.managed_urls.size - before
  return { simulator, soar, blocked, env }
}

const BLOCK = ['run', 'block-url', '--param', 'url=https://login.evil.example/verify']

/** Runs Block URL and saves its result. */
async function saved(name: string, more: readonly string[] = []) {
  const tenant = await open()
  const { stdout } = await tenant.soar([...BLOCK, ...more])
  writeFileSync(join(folder, name), stdout)
  return tenant
}

const resultIn = (text: string): Result => JSON.parse(text) as Result

describe('a saved result', () => {
  test('is undone after its plan, with --yes', async () => {
    const { soar, blocked } = await saved('yes.json')
    expect(blocked()).toBe(1)
    const { code, stdout, stderr } = await soar(['undo', 'yes.json', '--yes'])
    expect([code, blocked()]).toEqual([0, 0])
    expect(resultIn(stdout)).toMatchObject({ is_success: true, run: { action: 'delete-managed-url' } })
    expect(stderr).toMatch(
      /^To undo Block URL \(block-url\), Delete Managed URL \(delete-managed-url\) runs:\n {2}ID: wOi3/,
    )
    expect(stderr).toContain('First request: POST http')
  })

  test('of --save-run is undone in the same way', async () => {
    const { soar, blocked } = await saved('unused.json', ['--save-run', 'whole.json'])
    expect((await soar(['undo', 'whole.json', '--yes'])).code).toBe(0)
    expect(blocked()).toBe(0)
  })

  test('is not undone without a yes: no terminal, or another answer', async () => {
    const { soar, blocked, simulator } = await saved('ask.json')
    const sent = simulator.counters.total
    const piped = await soar(['undo', 'ask.json'])
    expect([piped.code, piped.stderr]).toEqual([2, expect.stringContaining('add --yes')])
    const tty = { stdin: true, stderr: true, stdout: true }
    const no = await soar(['undo', 'ask.json'], { tty, stdin: 'no\n' })
    expect([no.code, no.stderr]).toEqual([1, expect.stringContaining('Undo it? Type yes: ')])
    expect([simulator.counters.total, blocked()]).toEqual([sent, 1])
    const yes = await soar(['undo', 'ask.json'], { tty, stdin: 'yes\n' })
    expect([yes.code, blocked()]).toEqual([0, 0])
    expect(yes.stdout).toContain('Deleted the entry that blocked')
  })

  test('is only shown with --dry-run', async () => {
    const { soar, blocked, simulator } = await saved('dry.json')
    const sent = simulator.counters.total
    const { code, stdout } = await soar(['undo', 'dry.json', '--dry-run'])
    expect([code, blocked(), simulator.counters.total]).toEqual([0, 1, sent])
    expect(resultIn(stdout).dry_run?.undo).toEqual({ action: 'create-managed-url' })
  })

  test('names its connection, is undone there, and on no other', async () => {
    const { soar, env, blocked } = await open()
    const { MIMECAST_API_ROOT, MIMECAST_CLIENT_ID, MIMECAST_CLIENT_SECRET } = env
    const settings = `api_root: ${MIMECAST_API_ROOT}, client_id: ${MIMECAST_CLIENT_ID}, client_secret: ${MIMECAST_CLIENT_SECRET}`
    const connections = join(folder, 'connections.yaml')
    writeFileSync(
      connections,
      `acme: { integration: mimecast, ${settings} }\nother: { integration: mimecast, ${settings} }\n`,
      { mode: 0o600 },
    )
    const own = { env: { SOAR_CONNECTIONS: connections } }
    const { stdout } = await soar([...BLOCK, '--connection', 'acme'], own)
    expect(resultIn(stdout).undo).toMatchObject({ action: 'delete-managed-url', connection: 'acme' })
    expect(stdout).not.toContain(MIMECAST_CLIENT_SECRET)
    writeFileSync(join(folder, 'acme.json'), stdout)
    const elsewhere = await soar(['undo', 'acme.json', '--yes', '--connection', 'other'], own)
    expect([elsewhere.code, elsewhere.stderr]).toEqual([
      2,
      expect.stringContaining('used the connection acme'),
    ])
    const undone = await soar(['undo', 'acme.json', '--yes'], own)
    expect([undone.code, blocked()]).toEqual([0, 0])
    expect(undone.stderr).toContain('runs, on acme:')
  })
})

describe('it is refused, with the reason,', () => {
  const PARTS = { output_message: '', json_result: null }
  const RUN = { action: 'block-url', version: '1', locale: 'en', ms: 1, requests: 1 }
  const failed = (code: string) => ({
    ...PARTS,
    is_success: false,
    error: { code, reason: '', retryable: false },
    run: RUN,
  })
  test.each([
    ['a dry run', { ...PARTS, is_success: true, dry_run: {}, run: RUN }, 'it was a dry run'],
    ['an unknown outcome', failed('OUTCOME_UNKNOWN'), 'its outcome is unknown'],
    ['a failure', failed('PERMISSION_DENIED'), 'it did not succeed'],
    ['no change', { ...PARTS, is_success: true, run: RUN }, 'it changed nothing'],
    [
      'no way back',
      { ...PARTS, is_success: true, run: { ...RUN, action: 'send-email' } },
      'A sent email cannot be recalled.',
    ],
  ])('for %s', async (name, result, reason) => {
    const { soar, simulator } = await open()
    writeFileSync(join(folder, 'refused.json'), JSON.stringify(result))
    const { code, stderr } = await soar(['undo', 'refused.json', '--yes'])
    expect([name, code, stderr]).toEqual([name, 1, expect.stringContaining(reason)])
    expect(stderr).toContain('cannot be undone')
    expect(simulator.counters.total).toBe(0)
  })

  test.each([
    ['no.json', undefined, 'Cannot read no.json'],
    ['text.json', 'hello', 'text.json is not JSON'],
    ['other.json', '{"a": 1}', 'other.json is not a saved result'],
    ['wrong.json', '{"is_success": true, "run": {"action": "x"}, "undo": 5}', 'is not a saved result'],
  ])('for the file %s', async (file, content, reason) => {
    const { soar } = await open()
    if (content !== undefined) writeFileSync(join(folder, file), content)
    const { code, stderr } = await soar(['undo', file])
    expect([code, stderr]).toEqual([2, expect.stringContaining(reason)])
  })

  test('for a command line that names no run, or two', async () => {
    const { soar } = await open()
    for (const words of [[], ['a.json', '--run', 'run_1'], ['a.json', '--history', 'b.db']])
      expect((await soar(['undo', ...words])).code).toBe(2)
  })
})

test('a run of the history is undone once', async () => {
  const { soar, simulator, env, blocked } = await open()
  const integration = await integrationOfMimecast()
  const file = join(folder, 'runs.db')
  const store = await openSqliteStore(file)
  const config = [{ values: { api_root: simulator.url, ...simulator.credentials.api2 } }]
  const runs = await openRuns({ integration, config, env: {}, names: {} }, { store })
  const parameters = { url: 'https://login.evil.example/verify' }
  const order = { integration: 'mimecast', action: 'block-url', connection: 'acme', parameters }
  const { id } = await runToEnd(runs, bot, order, { key: 'k' })
  await runs.service.close()
  const connections = join(folder, 'history.yaml')
  writeFileSync(
    connections,
    `acme: { integration: mimecast, api_root: ${simulator.url}, client_id: ${env.MIMECAST_CLIENT_ID}, client_secret: ${env.MIMECAST_CLIENT_SECRET} }\n`,
    { mode: 0o600 },
  )
  const own = { env: { SOAR_CONNECTIONS: connections, XDG_STATE_HOME: folder } }
  const words = ['undo', '--run', id, '--history', 'runs.db', '--yes']
  const undone = await soar(words, own)
  expect([undone.code, blocked()]).toEqual([0, 0])
  const again = await soar(words, own)
  expect([again.code, again.stderr]).toEqual([
    1,
    expect.stringMatching(/cannot be undone: .* undid it already/),
  ])
  expect((await soar(['undo', '--run', 'run_none', '--history', 'runs.db'], own)).stderr).toContain(
    'run_none',
  )
  expect((await soar(['undo', '--run', id], own)).stderr).toContain('There is no history')
  expect(readFileSync(file).length).toBeGreaterThan(0)
})
