/** The secops dialect as a process: signals and the deadline while the vendor keeps silent. */
import { EventEmitter } from 'node:events'
import { describe, expect, test } from 'vitest'
import { processIo } from '../../../runtime/faces/cli/process/io.ts'
import { endOf, startSoar } from '../../support/soar.ts'
import { serve } from '../../support/wire.ts'

/** A vendor that never answers, and the moment somebody has asked it. */
async function silentVendor(): Promise<{ url: string; asked: Promise<void> }> {
  let tell = (): void => {}
  const asked = new Promise<void>((resolve) => {
    tell = resolve
  })
  const { url } = await serve(() => tell())
  return { url, asked }
}

const context = (url: string, more: object = {}): string =>
  JSON.stringify({
    action_definition_name: 'Mimecast_Ping',
    parameters: {},
    integration_configuration: {
      'API Root': url,
      'Client ID': 'c',
      'Client Secret': 'secret',
      'Verify SSL': 'True',
    },
    ...more,
  })

/** As much of a process as `processIo` touches. */
function standIn(): EventEmitter & NodeJS.Process {
  const streams = { stdin: new EventEmitter(), stdout: new EventEmitter(), stderr: new EventEmitter() }
  return Object.assign(new EventEmitter(), { ...streams, env: {}, cwd: () => '/' }) as never
}

describe('a process that answers always', () => {
  test('does not heed SIGINT, and hears SIGTERM as often as it comes', () => {
    const process = standIn()
    const heard: string[] = []
    const forget = processIo(process).onStop?.(() => heard.push('stop'), true)
    process.emit('SIGINT', 'SIGINT')
    expect(heard).toEqual([])
    process.emit('SIGTERM', 'SIGTERM')
    process.emit('SIGTERM', 'SIGTERM')
    expect(heard).toEqual(['stop', 'stop'])
    forget?.()
    expect(process.listenerCount('SIGTERM') + process.listenerCount('SIGINT')).toBe(0)
  })

  test('otherwise stops at either, and leaves the second one to the system', () => {
    const process = standIn()
    const heard: string[] = []
    processIo(process).onStop?.(() => heard.push('stop'))
    process.emit('SIGINT', 'SIGINT')
    process.emit('SIGTERM', 'SIGTERM')
    expect(heard).toEqual(['stop'])
  })
})

describe('the process', () => {
  test('answers at SIGTERM and ends with 113, also when told twice', async () => {
    const { url, asked } = await silentVendor()
    const child = startSoar(['run', '--dialect', 'secops', '--log-level', 'silent'])
    const ended = endOf(child)
    child.stdin.end(context(url))
    await asked
    child.kill('SIGTERM')
    child.kill('SIGTERM')
    const { code, signal, stdout } = await ended
    expect([code, signal]).toEqual([113, null])
    const document = JSON.parse(stdout)
    expect(document).toMatchObject({ ResultValue: false, ExecutionState: 2 })
    expect(document.Message).toContain('Failed to connect to the Mimecast server! Error is ')
  })

  test('ends by itself before the deadline of the platform, as timed out', async () => {
    const { url } = await silentVendor()
    const deadline = Date.now() + 3000
    const child = startSoar(['run', '--dialect', 'secops', '--log-level', 'silent'])
    const ended = endOf(child)
    child.stdin.end(context(url, { execution_deadline_unix_time_ms: deadline }))
    const { code, stdout } = await ended
    expect([code, JSON.parse(stdout).ExecutionState]).toEqual([0, 3])
  })
})
