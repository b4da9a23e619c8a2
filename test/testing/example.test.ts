/** The module for tests of integrations: examples and requests on recorded exchanges. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { runChecks } from '../../runtime/authoring/check/checks.ts'
import { surveyIntegration } from '../../runtime/authoring/survey.ts'
import { exchangeFile, loadIntegration, replayed, runExample } from '../../runtime/testing/index.ts'
import { echoRoot, loadEcho } from '../support/echo.ts'

test('an example is answered by the recording beside its manifest, in every language', async () => {
  const echo = await loadEcho()
  expect(await exchangeFile(echo, 'call')).toBe(join(echoRoot, 'manifests/call.exchange.json'))
  for (const locale of echo.spec.locales)
    expect(await runExample(echo, 'call', { locale })).toMatchObject({ is_success: true, run: { locale } })
})

test('an example without a recording is refused with the command that makes one', async () => {
  const echo = await loadEcho()
  expect(await exchangeFile(echo, 'say')).toBeUndefined()
  await expect(runExample(echo, 'say')).rejects.toThrow(
    'soar show say --request | soar run --record manifests/say.exchange.json',
  )
})

const copy = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'soar-testing-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  cpSync(echoRoot, folder, { recursive: true })
  return folder
}

const change = (file: string, from: string | RegExp, to: string): void =>
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))

test('an example whose result, message or request differs from the recording fails and names the place', async () => {
  const folder = copy()
  const [manifest, exchange] = [
    join(folder, 'manifests/call.yaml'),
    join(folder, 'manifests/call.exchange.json'),
  ]
  change(exchange, '"status": 200', '"status": 201')
  await expect(loadIntegration(folder).then((echo) => runExample(echo, 'call'))).rejects.toThrow(
    'The example of "call" differs from its manifest: status is 201, not 200',
  )
  change(manifest, 'parameters: { path: /,', 'parameters: { path: /other,')
  await expect(loadIntegration(folder).then((echo) => runExample(echo, 'call'))).rejects.toThrow(
    'failed with REPLAY_MISMATCH: The run differs from its recording: Request 1, POST /other, is not recorded.',
  )
})

test('a new read action needs a manifest, a module and a recording, which may be written by hand', async () => {
  const folder = copy()
  const write = (file: string, text: string): void => writeFileSync(join(folder, file), text)
  write(
    'manifests/latest.yaml',
    `name: Latest
description: Reads the latest entries.
effect: read
permissions: [Echo | Read]
parameters: {}
output: { type: object }
messages: { success: "Read {{ result.body | length }} entries." }
example:
  parameters: {}
  result: { status: 200, body: [1, 2] }
  message: Read 2 entries.
`,
  )
  write(
    'actions/latest.ts',
    `export const run = async ({ client }) => ({ result: await client.post('/latest', { since: new Date().toISOString() }) })\n`,
  )
  const recording = {
    soar_recording: 1,
    integration: 'echo',
    action: 'latest',
    clock: '2026-03-10T10:30:00Z',
    config: { base_url: 'https://api.example.com' },
    exchanges: [
      {
        request: {
          method: 'POST',
          url: 'https://api.example.com/latest',
          body: { json: { since: '2026-03-10T10:30:00.000Z' } },
        },
        response: { status: 200, body: { json: [1, 2] } },
      },
    ],
  }
  write('manifests/latest.exchange.json', JSON.stringify(recording, null, 2))
  expect(await runExample(await loadIntegration(folder), 'latest')).toMatchObject({ is_success: true })
})

test('soar check finds a recording whose manifest is gone', async () => {
  const folder = copy()
  cpSync(join(folder, 'manifests/call.exchange.json'), join(folder, 'manifests/gone.exchange.json'))
  const findings = await runChecks(await surveyIntegration(folder))
  expect(findings).toContainEqual(
    expect.objectContaining({
      file: 'manifests/gone.exchange.json',
      message: 'There is no manifest with the id "gone". Delete or rename this recording.',
    }),
  )
})

test('a recording answers other requests of its action, several at once, while the clock of others goes on', async () => {
  const echo = await loadEcho()
  const { recording, run } = await replayed(pathToFileURL(join(echoRoot, 'manifests/call.exchange.json')))
  const before = Date.now()
  const request = { parameters: { path: '/', body: {} } }
  const results = await Promise.all([
    run(echo, request),
    run(echo, request),
    run(echo, { parameters: { path: '/no' } }),
  ])
  expect(Date.now()).toBeGreaterThanOrEqual(before)
  expect(Date.parse(recording.clock)).toBeLessThan(before)
  expect(results.map(({ error }) => error?.code)).toEqual([undefined, undefined, 'REPLAY_MISMATCH'])
})
