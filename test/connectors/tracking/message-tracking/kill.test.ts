/** A process that is killed at any step loses nothing: whatever was not handed out comes with the next run. */
import { once } from 'node:events'
import { mkdtemp, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Simulator, startSimulator } from '../../../../simulator/index.ts'
import { arrivalOf } from '../../../../testing/own/moments.ts'
import { type Ended, endOf, startSoar } from '../../../support/soar.ts'

const DOMAIN = 'corp.test'
const NAMES = ['first', 'second']
const TICKETS = NAMES.map((name) => `${name}@sender.test`)
/** Of a whole run: the token, two searches; of each message its details, its place in the queue, its files, one of which it has. */
const REQUESTS = 1 + 2 + NAMES.length * 5

let simulator: Simulator
let file = ''
beforeEach(async () => {
  simulator = await startSimulator({ sizes: { archived: 0, held: 0, tracked: 0, logs: 0 } })
  simulator.seed({
    mails: NAMES.map((name, index) => ({
      message_id: `${name}@sender.test`,
      subject: `Subject of ${name}`,
      to: [`user@${DOMAIN}`],
      minutes_ago: 30 - index * 10,
      // Larger together than a pipe holds, so that a run nobody reads waits in the middle of handing out.
      attachments: [{ filename: 'a.bin', size: 150_000 }],
    })),
  })
  file = join(await mkdtemp(join(tmpdir(), 'soar-kill-')), 'mail.state')
})
afterEach(() => simulator.close())

function start() {
  const { api_root = '', client_id = '', client_secret = '' } = simulator.config.api2
  const env = {
    MIMECAST_API_ROOT: api_root,
    MIMECAST_CLIENT_ID: client_id,
    MIMECAST_CLIENT_SECRET: client_secret,
    SOAR_LOG: 'silent',
  }
  const words = ['--state', file, '--param', `domains=${DOMAIN}`, '--param', 'concurrency=1']
  return startSoar(['connect', 'message-tracking', ...words], { env })
}

/** Tickets of the lines that arrived whole. */
const ticketsOf = ({ stdout }: Pick<Ended, 'stdout'>): string[] =>
  stdout
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => JSON.parse(line).json_result.alerts.map((alert: { id: string }) => alert.id))

/** Runs to the end until nothing new comes. */
async function runOn(): Promise<string[]> {
  const ended = await endOf(start())
  expect([ended.code, ended.stderr]).toEqual([0, ''])
  return ticketsOf(ended)
}

test('a run that nobody disturbs makes the requests that the others are killed at, and says all once', async () => {
  expect(await runOn()).toEqual(TICKETS)
  expect(simulator.counters.total).toBe(REQUESTS)
  expect(await runOn()).toEqual([])
})

describe('killed while it waits for the answer to', () => {
  test.each(Array.from({ length: REQUESTS }, (_, index) => index + 1))('request %i', async (count) => {
    // Only this answer is held back.
    simulator.fault({ path: '*', after: count - 1, times: 1, delay_ms: 600_000 })
    const child = start()
    const ended = endOf(child)
    await arrivalOf(simulator, count)
    child.kill('SIGKILL')
    const killed = await ended
    expect([killed.signal, ticketsOf(killed)]).toEqual(['SIGKILL', []])
    simulator.clearFaults()
    expect(await runOn()).toEqual(TICKETS)
  })
})

test('killed while it hands out: a line that did not arrive whole counts for nothing', async () => {
  const child = start()
  // Its first bytes are there, and nobody reads on: the pipe fills, and the process waits for it to drain.
  await once(child.stdout, 'readable')
  child.kill('SIGKILL')
  const killed = await endOf(child)
  expect(killed.signal).toBe('SIGKILL')
  const got = ticketsOf(killed)
  const next = await runOn()
  expect(new Set([...got, ...next])).toEqual(new Set(TICKETS))
  expect(got).toEqual([])
  expect(next).toEqual(TICKETS)
})

test('killed as soon as the line has arrived: the state is the old one or the new one, never half', async () => {
  for (let round = 0; round < 5; round++) {
    const child = start()
    let stdout = ''
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += String(chunk)
      if (stdout.endsWith('\n')) child.kill('SIGKILL')
    })
    await endOf(child)
    // A file that is not whole would be refused.
    const next = await runOn()
    expect(ticketsOf({ stdout })).toEqual(TICKETS)
    expect([[], TICKETS]).toContainEqual(next)
    file = join(await mkdtemp(join(tmpdir(), 'soar-kill-')), 'mail.state')
  }
})

test('what a killed process leaves behind is its lock alone, which the next one takes over', async () => {
  simulator.fault({ path: '*', after: 3, times: 1, delay_ms: 600_000 })
  const child = start()
  const ended = endOf(child)
  await arrivalOf(simulator, 4)
  child.kill('SIGKILL')
  await ended
  const folder = join(file, '..')
  expect(await readdir(folder)).toEqual(['mail.state.lock'])
  simulator.clearFaults()
  expect(await runOn()).toEqual(TICKETS)
  expect(await readdir(folder)).toEqual(['mail.state'])
})
