/** One task on an engine whose calls fail, whose workers end and freeze: what is sent, and what the submitter gets. */
import { chmod, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { Context } from '../../../runtime/contract/action.ts'
import { ActionError } from '../../../runtime/contract/errors.ts'
import type { ActionModule } from '../../../runtime/integration/action.ts'
import type { Integration } from '../../../runtime/integration/integration.ts'
import type { Manifest } from '../../../runtime/integration/manifest.ts'
import { keepAlive, type Lease } from '../../../runtime/service/engine/lease.ts'
import { resultOf } from '../../../runtime/service/engine/result-of.ts'
import { runTask } from '../../../runtime/service/engine/run-task.ts'
import { readTask, type Task } from '../../../runtime/service/engine/task.ts'
import { loadEcho } from '../../support/echo.ts'
import { type Course, PUTS, play, SENDS } from '../../support/engine.ts'

let echo: Integration
beforeAll(async () => {
  echo = await loadEcho()
})

/** The echo integration, with changes to the manifest of its action `call`. */
const withCall = (changes: Partial<Manifest>, run?: ActionModule['run']): Integration => ({
  ...echo,
  action: async (id) => {
    const loaded = await echo.action(id)
    return {
      ...loaded,
      manifest: { ...loaded.manifest, ...changes },
      ...(run && { module: async () => ({ run }) }),
    }
  },
})

const post = ({ client }: Context, path: string): Promise<unknown> =>
  (client as { post(path: string, body: object): Promise<unknown> }).post(path, {})

/** Writes twice. */
const twice: ActionModule['run'] = async (context) => {
  await post(context, '/1')
  await post(context, '/2')
  return { result: { status: 200 } }
}

const task = (changes: Partial<Task> = {}): Task => ({
  v: 1,
  request: { action: 'call', parameters: { path: '/' } },
  integration: 'echo',
  integration_version: '0.1.0',
  effect: 'write',
  idempotent: false,
  ...changes,
})

describe('a write', () => {
  test('is sent once, and its result is the result', async () => {
    const played = await play(echo, task(), {})
    expect(played).toMatchObject({ executed: 1, attempts: 1, records: [{ sent: true, tries: 1 }] })
    expect(played.result).toMatchObject({
      is_success: true,
      json_result: { status: 200, body: { done: true } },
    })
  })

  test.each([
    ['after it was carried out', { sends: ['killed'] }, 1],
    ['after its record was stored and before it was sent', { puts: ['killed'] }, 0],
    ['before it was sent', { sends: ['killed before'] }, 0],
  ] as const)(
    'whose worker ends %s is not sent again: its outcome is unknown',
    async (_, course, executed) => {
      const played = await play(echo, task(), course)
      expect(played).toMatchObject({ executed, attempts: 2 })
      expect(played.result.error).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: false })
      expect(played.result.output_message).toContain('its worker ended or was cut off')
    },
  )

  test('whose worker ends before its record was stored is sent by the next attempt', async () => {
    const played = await play(echo, task(), { puts: ['killed before'] })
    expect(played).toMatchObject({ executed: 1, attempts: 2, result: { is_success: true } })
  })

  test('of an attempt that froze before its record is not sent when the attempt goes on', async () => {
    const played = await play(echo, task(), { puts: ['frozen before'] })
    expect(played).toMatchObject({ executed: 1, attempts: 2, result: { is_success: true } })
  })

  test('of an attempt that froze before it was sent leaves late, once, and is reported as unknown', async () => {
    const played = await play(echo, task(), { sends: ['frozen before'] })
    expect(played).toMatchObject({ executed: 1, result: { error: { code: 'OUTCOME_UNKNOWN' } } })
  })

  test('whose record is refused is not sent, and may be submitted again', async () => {
    const played = await play(echo, task(), { puts: ['refused'] })
    expect(played).toMatchObject({ executed: 0, attempts: 1 })
    expect(played.result.error).toMatchObject({ code: 'WRITE_NOT_RECORDED', retryable: true })
    expect(played.result.output_message).toContain('the engine did not store the record (engine unavailable)')
  })

  test('that is idempotent is sent again, and a failure afterwards does not say that nothing was written', async () => {
    const integration = withCall({ idempotent: true })
    const once = await play(integration, task({ idempotent: true }), { sends: ['killed'] })
    expect(once).toMatchObject({ executed: 2, attempts: 2, result: { is_success: true } })
    const failed = await play(integration, task({ idempotent: true }), { sends: ['killed', 'unreachable'] })
    expect(failed.result.error).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: true })
    expect(failed.result.output_message).toContain('an earlier attempt sent it, and the next one failed')
  })

  test('is recorded before every request, so that a frozen attempt does not go on writing', async () => {
    const integration = withCall({}, twice)
    const whole = await play(integration, task(), {})
    expect(whole).toMatchObject({ executed: 2, result: { is_success: true } })
    expect(whole.records).toHaveLength(2)
    const frozen = await play(integration, task(), { puts: ['ok', 'frozen before'] })
    expect(frozen).toMatchObject({ executed: 1, result: { error: { code: 'OUTCOME_UNKNOWN' } } })
  })

  test('whose record cannot be read counts as sent', async () => {
    for (const record of ['sent', 7, { sent: 'no' }, {}, []]) {
      const end = await runTask(task(), { ...lease, attempt: 2, record: record as never }, worker())
      expect(end).toMatchObject({ result: { error: { code: 'OUTCOME_UNKNOWN' } } })
    }
  })
})

describe('an action that ends its worker', () => {
  test.each(['read', 'write'] as const)('three times is not tried again (%s)', async (effect) => {
    const course: Course =
      effect === 'read' ? { sends: fill('killed before', 9) } : { puts: fill('killed before', 9) }
    const played = await play(withCall({ effect }), task({ effect }), course)
    expect(played).toMatchObject({ executed: 0 })
    if (effect === 'read') {
      expect(played.attempts).toBe(4)
      expect(played.result.error).toMatchObject({ code: 'INTERNAL', retryable: false })
      expect(played.result.output_message).toContain('the action ended its worker 3 times')
    }
  })

  test('and succeeds in the third attempt has succeeded', async () => {
    const integration = withCall({ effect: 'read' })
    const played = await play(integration, task({ effect: 'read' }), { sends: fill('killed', 2) })
    expect(played).toMatchObject({ attempts: 3, result: { is_success: true } })
  })

  test('does nothing in an attempt whose beginning cannot be recorded', async () => {
    const integration = withCall({ effect: 'read' })
    const course = { sends: ['killed before'], puts: ['refused'] } as const
    const played = await play(integration, task({ effect: 'read' }), course)
    expect(played.ends[1]).toMatchObject({ retry: { error: { code: 'CANCELLED', retryable: true } } })
    expect(played).toMatchObject({ executed: 1, attempts: 3, result: { is_success: true } })
  })
})

describe('a lease that ends', () => {
  test('by cancelling, before the write: nothing is sent', async () => {
    const played = await play(echo, task(), { puts: ['cancelled'] })
    expect(played).toMatchObject({ executed: 0, attempts: 1 })
    expect(played.result.error).toMatchObject({ code: 'CANCELLED', retryable: true })
  })

  test('by cancelling, during the write: its outcome is unknown', async () => {
    const played = await play(echo, task({ retry: true }), { sends: ['cancelled'] })
    expect(played).toMatchObject({ executed: 1, attempts: 1, result: { error: { code: 'OUTCOME_UNKNOWN' } } })
  })

  test('because the worker stops, before the write: another attempt sends it', async () => {
    const played = await play(echo, task(), { puts: ['shutdown'] })
    expect(played).toMatchObject({ executed: 1, attempts: 2, result: { is_success: true } })
    expect(played.records).toEqual([
      { sent: true, tries: 1 },
      { sent: false, tries: 0 },
      { sent: true, tries: 1 },
    ])
  })

  test('because the worker stops, during the write: its outcome is unknown', async () => {
    const played = await play(echo, task(), { sends: ['shutdown'] })
    expect(played).toMatchObject({ executed: 1, attempts: 1, result: { error: { code: 'OUTCOME_UNKNOWN' } } })
  })

  test('because the worker stops, during a read: another attempt reads', async () => {
    const integration = withCall({ effect: 'read' })
    const played = await play(integration, task({ effect: 'read' }), { sends: fill('shutdown', 5) })
    expect(played).toMatchObject({ attempts: 6, result: { is_success: true } })
  })
})

describe('a retryable failure', () => {
  test('is the result, unless the submitter asked for retries', async () => {
    const played = await play(echo, task(), { sends: ['limited'] })
    expect(played).toMatchObject({
      attempts: 1,
      result: { error: { code: 'RATE_LIMITED', retryable: true } },
    })
  })

  test('is retried after the pause that the vendor asked for, and its record is taken back first', async () => {
    const played = await play(echo, task({ retry: true }), { sends: ['limited', 'unreachable'] })
    expect(played).toMatchObject({ executed: 1, attempts: 3, result: { is_success: true } })
    expect(played.ends[0]).toMatchObject({ delay_ms: 7_000, retry: { error: { code: 'RATE_LIMITED' } } })
    expect(played.ends[1]).not.toHaveProperty('delay_ms')
    expect(played.records[1]).toEqual({ sent: false, tries: 0 })
  })

  test('is the result when its record cannot be taken back', async () => {
    const played = await play(echo, task({ retry: true }), { sends: ['limited'], puts: ['ok', 'refused'] })
    expect(played).toMatchObject({ executed: 0, attempts: 1, result: { error: { code: 'RATE_LIMITED' } } })
  })

  test('is the result when the attempts are used up', async () => {
    const course = { sends: fill('limited', 9), attempts: 3 }
    const played = await play(echo, task({ retry: true }), course)
    expect(played).toMatchObject({ executed: 0, attempts: 3, result: { error: { code: 'RATE_LIMITED' } } })
  })

  test('is no reason to repeat a write of which one part was sent, whatever the module says', async () => {
    const played = await play(withCall({}, twice), task({ retry: true }), { sends: ['ok', 'limited'] })
    expect(played).toMatchObject({ executed: 1, attempts: 1 })
    const wrong = withCall({}, async (context) => {
      await post(context, '/1')
      throw new ActionError('RATE_LIMITED', {}, { unsent: true })
    })
    const claimed = await play(wrong, task({ retry: true }), {})
    expect(claimed).toMatchObject({ executed: 1, attempts: 1, result: { error: { code: 'RATE_LIMITED' } } })
  })

  test('of an idempotent write keeps in mind that the write may have been carried out', async () => {
    const course: Course = { sends: ['cut', 'unreachable'], attempts: 2 }
    const played = await play(withCall({ idempotent: true }), task({ idempotent: true, retry: true }), course)
    expect(played).toMatchObject({ executed: 1, attempts: 2, result: { error: { code: 'OUTCOME_UNKNOWN' } } })
  })
})

describe('whatever fails', () => {
  const anyOf = <T>(all: readonly T[], most: number) => fc.array(fc.constantFrom(...all), { maxLength: most })
  const course = fc.record({
    puts: anyOf(PUTS, 6),
    sends: anyOf(SENDS, 5),
    attempts: fc.integer({ min: 1, max: 7 }),
    wakesSoon: fc.boolean(),
  })

  test('a write that is not idempotent is carried out at most once, and the result is true', async () => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(course, fc.boolean(), async (faults, retry) => {
        const { result, executed } = await play(echo, task({ retry }), faults)
        const code = result.error?.code ?? 'success'
        seen.add(`${code} ${executed}`)
        expect(executed).toBeLessThanOrEqual(1)
        if (result.is_success) expect(executed).toBe(1)
        else if (code !== 'OUTCOME_UNKNOWN') expect(executed).toBe(0)
        if (executed === 1) expect(result.error?.retryable ?? false).toBe(false)
      }),
      { numRuns: 400, seed: 18 },
    )
    // The faults reach what they are meant to reach.
    expect([...seen]).toEqual(
      expect.arrayContaining(['success 1', 'OUTCOME_UNKNOWN 0', 'OUTCOME_UNKNOWN 1', 'WRITE_NOT_RECORDED 0']),
    )
  })

  test('an idempotent write that succeeds was carried out, and one that may have been carried out is not denied', async () => {
    const integration = withCall({ idempotent: true })
    await fc.assert(
      fc.asyncProperty(course, fc.boolean(), async (faults, retry) => {
        const { result, executed } = await play(integration, task({ idempotent: true, retry }), faults)
        if (result.is_success) expect(executed).toBeGreaterThan(0)
        else if (executed > 0)
          expect(result.error).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: true })
      }),
      { numRuns: 200, seed: 18 },
    )
  })
})

const lease: Lease = {
  attempt: 1,
  record: undefined,
  put: async () => {},
  beat: async () => {},
  signal: new AbortController().signal,
}
const worker = () => ({
  open: async () => echo,
  lookup: { env: {}, cwd: '/' },
  log: { line: () => {}, secret: () => {} },
})
const fill = <const T>(value: T, count: number): T[] => Array.from({ length: count }, () => value)

describe('a task', () => {
  test.each([
    ['text', 'no', 'REQUEST_INVALID'],
    ['a later format', { ...task(), v: 2 }, 'REQUEST_INVALID'],
    ['no effect', { ...task(), effect: 'none' }, 'REQUEST_INVALID'],
    ['a configuration', { ...task(), request: { action: 'call', config: {} } }, 'REQUEST_INVALID'],
    ['an unknown action', task({ request: { action: 'cal' } }), 'ACTION_UNKNOWN'],
    ['a newer major version', task({ integration_version: '1.0.0' }), 'INTEGRATION_INVALID'],
    ['another effect', task({ effect: 'read' }), 'INTEGRATION_INVALID'],
    ['a promise that the action is idempotent', task({ idempotent: true }), 'INTEGRATION_INVALID'],
  ])('with %s is refused', async (_, input, code) => {
    const put = vi.fn(lease.put)
    const end = await runTask(input, { ...lease, put }, worker())
    expect(end).toMatchObject({ result: { is_success: false, error: { code, retryable: false } } })
    expect(put).not.toHaveBeenCalled()
    // The same after a write: it cannot say that nothing was sent.
    const later = await runTask(input, { ...lease, attempt: 2, record: { sent: true, tries: 1 } }, worker())
    const known = (input as Task).effect === 'read' ? code : 'OUTCOME_UNKNOWN'
    expect(later).toMatchObject({ result: { error: { code: known } } })
  })

  test('of an older version or with the full id of its action is run', async () => {
    const request = { action: 'echo.say', parameters: { text: 'hello' } }
    const input = task({ request, integration_version: '0.0.9', effect: 'read' })
    expect(await runTask(input, lease, worker())).toMatchObject({ result: { is_success: true } })
  })

  test('names a connection of the worker; one that the worker does not have is an error, never its environment', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'soar-connections-'))
    const file = join(folder, 'connections.yaml')
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the file names a variable
    await writeFile(file, 'acme:\n  base_url: http://acme.example\n  api_key: ${ACME}\n')
    await chmod(file, 0o600)
    const lookup = { file, cwd: folder, env: { ACME: 'k3y-of-acme', ECHO_BASE_URL: 'http://other.example' } }
    const request = { action: 'call', parameters: { path: '/x' }, dry_run: true }
    const run = (connection?: string) =>
      runTask(task({ request, ...(connection && { connection }) }), lease, { ...worker(), lookup })
    const url = (host: string) => ({ result: { dry_run: { request: { url: `http://${host}.example/x` } } } })
    const acme = await run('acme')
    expect(acme).toMatchObject(url('acme'))
    expect(JSON.stringify(acme)).not.toContain('k3y')
    expect(await run()).toMatchObject(url('other'))
    const missing = await run('acne')
    expect(missing).toMatchObject({ result: { error: { code: 'CONFIG_INVALID', retryable: false } } })
    expect(JSON.stringify(missing)).toContain('There is no connection \\"acne\\"')
  })

  test('is answered in its language, also where it never ran', async () => {
    const input = task({ locale: 'fr' })
    const { result } = (await runTask(input, { ...lease, record: { sent: true, tries: 1 } }, worker())) as {
      result: { output_message: string }
    }
    expect(result.output_message).toContain('son worker s’est arrêté')
  })

  test('whose result is too large fails if it reads; a write says that it was carried out', async () => {
    const setup = { limit: 300 }
    const big = { action: 'call', parameters: { path: `/${'x'.repeat(300)}` } }
    const written = await play(echo, task({ request: big }), {}, setup)
    expect(written).toMatchObject({ executed: 1, result: { is_success: true, json_result: null } })
    expect(written.result.warnings?.[0]).toMatch(/^The result has \d+ bytes, and the engine carries 300\./)
    const read = await play(withCall({ effect: 'read' }), task({ request: big, effect: 'read' }), {}, setup)
    expect(read.result.error).toMatchObject({ code: 'STORAGE_FAILED', retryable: false })
  })
})

test('a lease is kept alive until the task ends, also when a beat fails', async () => {
  vi.useFakeTimers()
  try {
    const beat = vi.fn(() => Promise.reject(new Error('engine unavailable')))
    const stop = keepAlive({ beat })
    await vi.advanceTimersByTimeAsync(15_000)
    stop()
    await vi.advanceTimersByTimeAsync(15_000)
    expect(beat).toHaveBeenCalledTimes(3)
  } finally {
    vi.useRealTimers()
  }
})

describe('without a result of the worker', () => {
  const job = {
    action: 'call',
    integration: 'echo',
    effect: 'write',
    idempotent: false,
    within_ms: 5,
  } as const
  const failed = (
    why: 'heartbeat' | 'attempt' | 'start' | 'within' | 'cancelled' | 'terminated' | 'fault',
    begun: boolean,
  ) => ({ status: 'failed', why, begun }) as const

  test.each(['heartbeat', 'attempt', 'within', 'cancelled', 'terminated', 'fault'] as const)(
    'a write that began is unknown, and one that did not is not (%s)',
    async (why) => {
      expect((await resultOf(failed(why, true), job)).error).toMatchObject({
        code: 'OUTCOME_UNKNOWN',
        retryable: false,
      })
      expect((await resultOf(failed(why, false), job)).error?.code).not.toBe('OUTCOME_UNKNOWN')
    },
  )

  test.each([
    ['heartbeat', 'TIMED_OUT', true],
    ['attempt', 'TIMED_OUT', true],
    ['start', 'TIMED_OUT', true],
    ['within', 'TIMED_OUT', true],
    ['cancelled', 'CANCELLED', true],
    ['terminated', 'CANCELLED', true],
    ['fault', 'INTERNAL', false],
  ] as const)('a read ends as it ended: %s', async (why, code, retryable) => {
    const result = await resultOf(failed(why, true), { ...job, effect: 'read' })
    expect(result.error).toMatchObject({ code, retryable })
  })

  test('no worker: nothing was sent, so a write may be submitted again', async () => {
    const { error } = await resultOf(failed('start', false), job)
    expect(error).toMatchObject({ code: 'TIMED_OUT', retryable: true })
    expect(error?.reason).toContain('no worker took it in time')
  })

  test('what is not a result is never one', async () => {
    for (const value of [null, 'ok', {}, { is_success: true }, []]) {
      const result = await resultOf({ status: 'completed', value }, job)
      expect(result.error?.code).toBe('OUTCOME_UNKNOWN')
    }
  })
})

test('a task that was read is the task', () => {
  const whole = task({ connection: 'acme', locale: 'ja', case: 'C-1', retry: true })
  expect(readTask(JSON.parse(JSON.stringify(whole)))).toEqual(whole)
})
