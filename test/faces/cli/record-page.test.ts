/** The commands that docs/record-and-replay.md shows, run in their order against a simulated tenant. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parseRecording } from '../../../runtime/run/record/recording.ts'
import { startSimulator } from '../../../simulator/index.ts'
import { type CliAnswer, commandLine } from '../../../testing/command-line.ts'
import { repository } from '../../../testing/own/repository.ts'
import { environmentOf, openIntegration } from '../../../testing/own/subjects.ts'

const page = readFileSync(join(repository, 'docs/record-and-replay.md'), 'utf8')
const lines = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
  block.trim().split('\n'),
)

test('every command of the page does what the page says', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'soar-page-'))
  const simulator = await startSimulator()
  onTestFinished(async () => {
    rmSync(folder, { recursive: true })
    await simulator.close()
  })
  const integration = await openIntegration()
  const open = async () => ({ integration: { ...integration, sessions: new Map() } })
  const commands = lines.filter((line) => line.startsWith('soar '))
  expect(commands.length).toBeGreaterThan(4)
  for (const command of commands) {
    const [line = '', code = '0'] = command.split(/\s+# exit code /)
    const isReplay = line.includes('--replay') || line.startsWith('soar diff')
    const env = { SOAR_LOG: 'silent', ...(isReplay ? {} : environmentOf(simulator)) }
    const before = simulator.counters.total
    let answer: CliAnswer = { code: 0, stdout: '', stderr: '' }
    for (const part of line.split(' | '))
      answer = await commandLine(part.split(' ').slice(1), { cwd: folder, env, open, stdin: answer.stdout })
    expect([command, answer.code, answer.stderr]).toEqual([command, Number(code), ''])
    if (isReplay) expect(simulator.counters.total).toBe(before)
  }
})

test('the recording that the page shows can be read', () => {
  const [, text = ''] = /^```json\n([\s\S]*?)^```/m.exec(page) ?? []
  expect(parseRecording(text, 'the page').exchanges).toHaveLength(1)
})
