/** The command line as a process: what reaches the streams, how it ends. */
import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import type { Result } from '../../../runtime/contract/result.ts'
import { echoRoot } from '../../support/echo.ts'
import { serve } from '../../support/server.ts'
import { endOf, runSoar, startSoar } from '../../support/soar.ts'

const env = { SOAR_ROOT: echoRoot }

/** The one line on stdout, and nothing else. */
function only(stdout: string): Result {
  expect(stdout).toMatch(/^\{.*\}\n$/)
  return JSON.parse(stdout)
}

describe('the process', () => {
  test('stdout carries the result alone, stderr JSON lines alone', async () => {
    const { code, stdout, stderr } = await runSoar(['run', 'misbehave', '--param', 'how=warn'], {
      env,
    })
    expect([code, only(stdout).is_success]).toEqual([0, true])
    const lines = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toMatchObject([{ level: 'warn' }, { level: 'info', action: 'misbehave', success: true }])
  })

  test.each([
    [0, '{"action":"say","parameters":{"text":"hi"}}'],
    [1, '{"action":"say"}'],
    [2, '{'],
  ])('the exit code is %i for %s', async (expected, input) => {
    const { code, stdout } = await runSoar(['run'], { env, input })
    expect([code, only(stdout).is_success]).toEqual([expected, expected === 0])
  })

  test('2 MB of result arrive whole through a pipe', async () => {
    const text = 'ü'.repeat(1_000_000)
    const input = JSON.stringify({ action: 'say', parameters: { text } })
    const { code, stdout } = await runSoar(['run'], { env, input })
    expect(code).toBe(0)
    expect(only(stdout).json_result).toMatchObject({ said: [text] })
  })

  test('a reader that goes away loses the result, and that is said', async () => {
    const child = startSoar(['run'], { env: { ...env, SOAR_LOG: 'silent' } })
    child.stdout.destroy()
    child.stdin.end(JSON.stringify({ action: 'say', parameters: { text: 'x'.repeat(1_000_000) } }))
    const { code, signal, stderr } = await endOf(child)
    expect([code, signal]).toEqual([1, null])
    expect(stderr).toBe(
      'soar: Cannot write the result to standard output: its reader closed it (EPIPE). Nothing was changed; you can run it again.\n',
    )
  })

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '%s stops a write that waits, and the result says that its fate is unknown',
    async (signal) => {
      const arrived = Promise.withResolvers<void>()
      const server = await serve(() => {
        arrived.resolve()
      })
      const child = startSoar(['run', 'call', '--param', 'path=/x'], {
        env: { ...env, ECHO_BASE_URL: server.url },
      })
      child.stdin.end()
      const ended = endOf(child)
      await arrived.promise
      child.kill(signal)
      // The system and the shell both send one when a terminal closes.
      if (signal === 'SIGHUP') child.kill(signal)
      const { code, stdout } = await ended
      await server.close()
      expect([code, only(stdout).error?.code]).toEqual([1, 'OUTCOME_UNKNOWN'])
      expect(server.received).toHaveLength(1)
    },
  )

  test('SIGTERM while the request is still awaited ends with a result, too', async () => {
    const child = startSoar(['run'], { env })
    const ended = endOf(child)
    // Larger than the pipe: once it is drained, the process is reading.
    if (!child.stdin.write(' '.repeat(1_000_000))) await once(child.stdin, 'drain')
    child.kill('SIGTERM')
    const { code, stdout } = await ended
    expect([code, only(stdout).error?.code]).toEqual([1, 'CANCELLED'])
  })

  test('no prototype, no code and no template in the data does anything', async () => {
    // A product of eight digits: the milliseconds of the run never contain it.
    const template = '{{ 7777*7777 }}'
    const hostile = `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"a":"${template}"}`
    const input = `{"action":"say","parameters":{"text":"${template}","extra":${hostile}}}`
    const { stdout } = await runSoar(['run'], { env, input })
    expect(only(stdout).json_result).toMatchObject({ said: [template] })
    expect(stdout).not.toContain(String(7777 * 7777))
  })

  test('commands for people work as a process', async () => {
    const list = await runSoar(['list'], { env })
    expect([list.code, list.stderr]).toEqual([0, ''])
    expect(list.stdout).toMatch(/^call +write +Call/)
    const rendered = await runSoar(['render', '{{ a }}|{{ b }}'], { input: '{"a":3.0,"b":[1,"x"]}' })
    expect([rendered.code, rendered.stdout]).toEqual([0, "3.0|[1, 'x']"])
    const help = await runSoar(['run', '--help'], { env })
    expect(help.stdout).toContain('Usage: soar run')
  })
})
