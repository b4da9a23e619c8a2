/** Alerts as rows of Devo, which its data sources write. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatDate } from '../../../simulator/dates.ts'
import { type Simulator, startSimulator } from '../../../simulator/index.ts'
import { type CliOptions, cli } from '../../support/cli.ts'
import { repository } from '../../support/sources.ts'

let simulator: Simulator
let folder = ''
beforeAll(async () => {
  simulator = await startSimulator({ sizes: { archived: 0, held: 0, tracked: 0, logs: 0 } })
  folder = await mkdtemp(join(tmpdir(), 'soar-rows-'))
})
afterAll(async () => {
  await simulator.close()
  await rm(folder, { recursive: true })
})

const at = Math.floor(Date.now() / 1000) * 1000 - 60_000
const click = {
  date: formatDate(at),
  scanResult: 'malicious',
  action: 'block',
  url: 'https://login.bulk.example.net/é',
  userEmailAddress: 'dana@example.com',
  messageId: '<m@x>',
}

const connect = (env: Record<string, string> = {}, options: CliOptions = {}) => {
  const { api_root = '', client_id = '', client_secret = '' } = simulator.config.api2
  const config = {
    MIMECAST_API_ROOT: api_root,
    MIMECAST_CLIENT_ID: client_id,
    MIMECAST_CLIENT_SECRET: client_secret,
  }
  const words = ['connect', 'ttp-incidents', '--state', join(folder, 'ttp.state'), '--dialect', 'devo-pipe']
  return cli(words, { root: repository, env: { ...config, streams: 'url', ...env }, ...options })
}

test('one line for each alert, parameters from the environment, and the state in its file', async () => {
  simulator.seed({ rows: { url: [click, { ...click, messageId: '<n@x>', date: formatDate(at + 1000) }] } })
  const { stdout, code } = await connect({ first_fetch_hours: '2.0', max_alerts: '10' })
  expect(code).toBe(0)
  const lines = stdout.trimEnd().split('\n')
  expect(lines).toHaveLength(2)
  const [first = ''] = lines
  expect(first).toMatch(/^\[result\] \{"has_error": false, "error": null, "id": "url-/)
  // The platform reads ASCII.
  expect(first).toContain('\\u00e9')
  expect(JSON.parse(first.slice('[result] '.length))).toMatchObject({
    title: 'Malicious URL Clicked',
    severity: 'medium',
    time: formatDate(at),
    user_email: ['dana@example.com'],
    url: [click.url],
    message_id: ['m@x'],
    events: [{ event_type: 'URLClick' }],
  })
  expect(first).not.toContain('"source"')
  expect(JSON.parse(await readFile(join(folder, 'ttp.state'), 'utf8'))).toMatchObject({
    connector: 'ttp-incidents',
  })
  expect(await connect()).toMatchObject({ code: 0, stdout: '' })
})

test('a failure is one line with its code', async () => {
  const { stdout, code } = await connect({ MIMECAST_CLIENT_SECRET: 'wrong' })
  const [line = '', ...rest] = stdout.trimEnd().split('\n')
  expect([code, rest]).toEqual([1, []])
  expect(JSON.parse(line.slice('[result] '.length))).toMatchObject({
    has_error: true,
    error_code: 'AUTH_FAILED',
    data: null,
  })
})

test('a column cannot be named: there are no rows', async () => {
  const { stderr, code } = await connect({ ___max_alerts: 'count' })
  expect([code, stderr]).toEqual([2, expect.stringContaining('"max_alerts" cannot come from a column')])
})
