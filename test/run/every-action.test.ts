/** The example of every action, recorded against the simulator and replayed without a network. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Json } from '../../runtime/contract/json.ts'
import type { Result } from '../../runtime/contract/result.ts'
import { differences } from '../../runtime/http/record/differences.ts'
import type { Integration } from '../../runtime/integration/integration.ts'
import { parseRecording } from '../../runtime/run/record/recording.ts'
import { type Simulator, startSimulator } from '../../simulator/index.ts'
import { type CliAnswer, commandLine } from '../../testing/command-line.ts'
import { configOf, openIntegration, subjectsOf } from '../../testing/own/subjects.ts'

/** The day of the recorded samples. */
const NOW = Date.parse('2026-03-10T10:30:00Z')

const integration: Integration = await openIntegration()
const subjects = await subjectsOf(integration)

let simulator: Simulator
let folder: string
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
})
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'soar-record-'))
  simulator = await startSimulator({ now: () => NOW })
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await simulator.close()
})

const soar = (argv: readonly string[], stdin = ''): Promise<CliAnswer> =>
  commandLine(['run', '--experimental', ...argv], {
    stdin,
    cwd: folder,
    open: async () => ({ integration: { ...integration, sessions: new Map() } }),
  })

/** What a replay must repeat: all but the time it took. */
const resultOf = ({ stdout }: CliAnswer): Result => {
  const { run, ...rest } = JSON.parse(stdout) as Result
  return { ...rest, run: { ...run, ms: 0 } }
}

describe.each(['en', 'fr', 'ja'])('the example of every action, in %s', (locale) => {
  test.each(subjects.map((subject) => [subject.action.id, subject] as const))(
    '%s gives the same result from its recording, a month later and without a network',
    async (id, subject) => {
      simulator.reset()
      const request = { ...subject.request, locale }
      const stdin = JSON.stringify({ ...request, config: configOf(simulator, subject) })
      const [file, run] = [`${id}.${locale}.json`, `${id}.${locale}.run.json`]
      const recorded = await soar(['--record', file, '--save-run', run], stdin)
      expect(JSON.parse(recorded.stdout)).toMatchObject({ is_success: true })
      const sent = simulator.counters.total

      vi.setSystemTime(NOW + 31 * 86_400_000)
      const replayed = await soar(['--replay', file], JSON.stringify(request))
      const rerun = await soar(['--replay', run])
      vi.setSystemTime(NOW)
      expect(resultOf(replayed)).toEqual(resultOf(recorded))
      expect(resultOf(rerun)).toEqual(resultOf(recorded))
      expect([replayed.code, rerun.code, simulator.counters.total]).toEqual([0, 0, sent])

      const text = readFileSync(join(folder, file), 'utf8')
      const { exchanges } = parseRecording(text, file)
      expect(exchanges.length).toBe((JSON.parse(recorded.stdout) as Result).run.requests)
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600)
      const secrets = Object.entries(configOf(simulator, subject)).filter(([name]) => /secret|key/.test(name))
      for (const [name, value] of secrets) expect(text, name).not.toContain(value)
    },
  )
})

/** Every address in a text, once. Looks back from each @: a search from the front takes minutes in files as base64. */
const addressesIn = (text: string): string[] => [
  ...new Set(
    [...text.matchAll(/@(?<=([\w.+-]+)@)[\w-]+(?:\.[\w-]+)+/g)].map(([domain, name]) => `${name}${domain}`),
  ),
]

test.each(subjects.map((subject) => [subject.action.id, subject] as const))(
  '%s gives the same result from a recording with pseudonyms, without addresses or names of people',
  async (id, subject) => {
    simulator.reset()
    const [plain, file] = [`${id}.plain.json`, `${id}.pseudonyms.json`]
    const stdin = JSON.stringify({ ...subject.request, config: configOf(simulator, subject) })
    await soar(['--save-run', plain], stdin)
    simulator.reset()
    await soar(['--save-run', file, '--pseudonymise'], stdin)
    const { result } = parseRecording(readFileSync(join(folder, file), 'utf8'), file)
    const replayed = await soar(['--replay', file])
    const { run: _, ...other } = resultOf(replayed)
    const { run: __, ...known } = result as Record<string, Json>
    const places = differences(known, other as unknown as Json).map(({ where }) => where)
    // Identities and positions are hashes of rows, whose addresses differ.
    const isHash = /\.(?:display_id|ticket_id)$|^state\.(?:marks|streams)[.[]|\.alerts\[\d+\]\.(?:id|group)$/
    expect(places.filter((where) => !isHash.test(where))).toEqual([])

    const addresses = addressesIn(readFileSync(join(folder, plain), 'utf8'))
    const text = readFileSync(join(folder, file), 'utf8')
    expect(addresses.filter((address) => text.includes(address))).toEqual([])
  },
)

test.each([
  ['Ping', {}],
  ['Find Groups', {}],
  ['Block Sender', { Sender: 'mallory@evil.example', Recipient: 'alice@example.com' }],
])(
  "%s in a platform's dialect gives the same answer from its recording, without secrets",
  async (name, parameters) => {
    const file = `${name}.json`
    const { spec } = integration
    const given = configOf(simulator, { api: '2.0' })
    const labels = Object.entries(given).map(([field, value]) => [spec.config[field]?.label ?? field, value])
    const input = (configuration: unknown[][]): string =>
      JSON.stringify({
        action_definition_name: name,
        parameters,
        integration_configuration: Object.fromEntries(configuration) as unknown,
      })
    const recorded = await soar(['--dialect', 'secops', '--record', file], input(labels))
    const sent = simulator.counters.total
    const replayed = await soar(['--dialect', 'secops', '--replay', file], input([]))
    const answerOf = ({ stdout }: CliAnswer): unknown => JSON.parse(stdout.replaceAll(/\d+ ms/g, '- ms'))
    expect(recorded.code).toBe(0)
    expect([replayed.code, answerOf(replayed), simulator.counters.total]).toEqual([
      0,
      answerOf(recorded),
      sent,
    ])
  },
)
