/** Writes on record, cancelling, full queues, crashes and shutdowns. */
import { describe, expect, test } from 'vitest'
import type { Refusal, Started } from '../../../runtime/service/runs/order.ts'
import type { RunPage } from '../../../runtime/service/runs/run.ts'
import { createMemoryStore } from '../../../runtime/service/runs/store/memory.ts'
import {
  ana,
  bot,
  codeOf,
  gate,
  given,
  openEcho,
  openRuns,
  runToEnd,
  say,
  write,
} from '../../support/runs.ts'
import { reply } from '../../support/wire.ts'

describe('the record of a write', () => {
  test('is `planned` before it begins, `sent` before it leaves', async () => {
    const phases: (string | undefined)[] = []
    const store = createMemoryStore()
    const runs = await openEcho({ store }, async (response) => {
      const { items } = await store.list({})
      phases.push(items[0]?.phase)
      reply(response, {})
    })
    const { sent } = store
    store.sent = async (id) => {
      phases.push((await store.get(id))?.phase)
      expect(runs.wire.seen).toEqual([])
      await sent(id)
    }
    const run = await runToEnd(runs, bot, write(), { key: 'k' })
    expect([...phases, run.phase]).toEqual(['planned', 'sent', 'ended'])
  })

  test('that cannot be made stops the write', async () => {
    const store = createMemoryStore()
    store.sent = () => Promise.reject(new Error('disk full'))
    const runs = await openEcho({ store })
    const run = await runToEnd(runs, bot, write(), { key: 'k' })
    expect([run.status, run.code, run.result?.error?.retryable]).toEqual([
      'failed',
      'WRITE_NOT_RECORDED',
      true,
    ])
    expect(run.message).toContain('The write was not sent, because it could not be recorded: disk full.')
    expect(runs.wire.seen).toEqual([])
  })

  test('that cannot be created refuses the run', async () => {
    const store = createMemoryStore()
    store.create = () => Promise.reject(new Error('disk full'))
    const runs = await openEcho({ store })
    expect(codeOf(await runs.service.start(bot, write(), { key: 'k' }))).toBe('INTERNAL')
    expect(runs.wire.seen).toEqual([])
  })

  test('whose end cannot be stored is kept, replayed, and stored with the next run', async () => {
    const store = createMemoryStore()
    const { end } = store
    let full = true
    store.end = (what) => (full ? Promise.reject(new Error('disk full')) : end(what))
    const runs = await openEcho({ store })
    const run = await runToEnd(runs, bot, write(), { key: 'k' })
    expect([run.code, (await store.get(run.id))?.phase]).toEqual(['OK', 'sent'])
    expect(given<Started>(await runs.service.start(bot, write(), { key: 'k' })).replayed).toBe(true)
    expect(await runs.service.get(bot, run.id)).toEqual(run)
    full = false
    await runToEnd(runs, bot, say())
    expect((await store.get(run.id))?.code).toBe('OK')
  })
})

describe('the audit log', () => {
  test('while it cannot be written, no write begins, none leaves, nothing is settled; reads go on', async () => {
    const runs = await openEcho()
    runs.audit.broken = 'disk full'
    expect(codeOf(await runs.service.start(bot, write(), { key: 'k' }))).toBe('AUDIT_FAILED')
    expect((await runToEnd(runs, bot, say())).code).toBe('OK')
    expect(runs.wire.seen).toEqual([])
    expect(runs.service.broken).toBe('disk full')
    runs.audit.broken = undefined
    const { store } = runs
    const { create } = store
    store.create = async (run) => {
      await create(run)
      runs.audit.broken = 'disk full'
    }
    const run = await runToEnd(runs, bot, write(), { key: 'k' })
    expect([run.code, runs.wire.seen]).toEqual(['AUDIT_FAILED', []])
  })
})

describe('cancelling', () => {
  test('a read under way, a run that waits, a run that has ended', async () => {
    const { opened, open } = gate()
    const runs = await openEcho({ concurrency: 1 }, (response) => opened.then(() => reply(response, {})))
    const first = given<Started>(await runs.service.start(bot, write('/1'), { key: '1' }))
    const second = given<Started>(await runs.service.start(bot, write('/2'), { key: '2' }))
    expect(runs.service.load).toEqual({ active: 1, queued: 1 })
    const listed = async (...status: ('running' | 'queued' | 'succeeded')[]) =>
      given<RunPage>(await runs.service.list(bot, { status })).items.map(({ id }) => id)
    expect(await listed('running')).toEqual([first.run.id])
    expect(await listed('queued')).toEqual([second.run.id])
    expect(await listed('running', 'queued')).toEqual([second.run.id, first.run.id])
    expect(await listed('succeeded')).toEqual([])
    await runs.service.cancel(ana, second.run.id)
    const cancelled = await second.ended
    expect([cancelled.status, cancelled.message]).toEqual([
      'cancelled',
      'Echo could not run Call: Cancelled: ana.ruiz cancelled the run.',
    ])
    open()
    await first.ended
    expect(runs.wire.seen.map(({ url }) => url)).toEqual(['/1'])
    expect(codeOf(await runs.service.cancel(ana, first.run.id))).toBe('RUN_ENDED')
    expect(codeOf(await runs.service.cancel(ana, 'run_none'))).toBe('NOT_FOUND')
  })

  test('a write that was sent makes it unknown', async () => {
    const arrived = gate()
    const runs = await openEcho({}, () => arrived.open())
    const started = given<Started>(await runs.service.start(bot, write(), { key: 'k' }))
    await arrived.opened
    await runs.service.cancel(ana, started.run.id)
    expect((await started.ended).status).toBe('unknown')
  })

  test('by the signal of the caller', async () => {
    const arrived = gate()
    const runs = await openEcho({}, () => arrived.open())
    const gone = new AbortController()
    const started = given<Started>(await runs.service.start(bot, write(), { key: 'k', signal: gone.signal }))
    await arrived.opened
    gone.abort()
    expect((await started.ended).status).toBe('unknown')
  })
})

describe('the queue', () => {
  test('has a limit, after which runs are refused and use up no key', async () => {
    const { opened, open } = gate()
    const runs = await openEcho({ concurrency: 1, waiting: 1 }, (response) =>
      opened.then(() => reply(response, {})),
    )
    const started = [
      await runs.service.start(bot, write('/1'), { key: '1' }),
      await runs.service.start(bot, write('/2'), { key: '2' }),
    ]
    const refused = (await runs.service.start(bot, write('/3'), { key: '3' })) as Refusal
    expect(refused.refused).toMatchObject({ code: 'BUSY', retryable: true, retry_after_ms: 2000 })
    open()
    await Promise.all(started.map((one) => given<Started>(one).ended))
    expect((await runToEnd(runs, bot, write('/3'), { key: '3' })).code).toBe('OK')
  })
})

describe('after a crash', () => {
  test('sent writes are unknown, planned runs are interrupted, and their keys replay that', async () => {
    const { opened } = gate()
    const arrived = gate()
    const store = createMemoryStore()
    const crashed = await openEcho({ store, concurrency: 1 }, (response) => {
      arrived.open()
      return opened.then(() => reply(response, {}))
    })
    const sent = given<Started>(await crashed.service.start(bot, write('/sent'), { key: 'sent' }))
    const planned = given<Started>(await crashed.service.start(bot, write('/planned'), { key: 'planned' }))
    await arrived.opened
    // The second service is what a restart makes of the same store.
    const runs = await openRuns(crashed.tenant, { store })
    expect(await runs.service.recover()).toEqual({ unknown: 1, interrupted: 1 })
    expect(await runs.service.get(bot, sent.run.id)).toMatchObject({
      status: 'unknown',
      code: 'OUTCOME_UNKNOWN',
      phase: 'ended',
      result: { error: { retryable: false } },
    })
    expect(await runs.service.get(bot, planned.run.id)).toMatchObject({
      status: 'failed',
      code: 'INTERRUPTED',
      result: { error: { retryable: true } },
    })
    for (const key of ['sent', 'planned'])
      expect(given<Started>(await runs.service.start(bot, write(`/${key}`), { key })).replayed).toBe(true)
    expect(codeOf(await runs.service.start(bot, write('/sent'), { key: 'new' }))).toBe('OUTCOME_UNSETTLED')
    expect(await runs.service.recover()).toEqual({ unknown: 0, interrupted: 0 })
    expect(
      runs.audit.entries
        .map(({ outcome }) => outcome)
        .slice(0, 2)
        .sort(),
    ).toEqual(['INTERRUPTED', 'OUTCOME_UNKNOWN'])
    expect(crashed.wire.seen).toHaveLength(1)
  })
})

describe('draining', () => {
  test('starts no further run and waits for those in progress', async () => {
    const { opened, open } = gate()
    const runs = await openEcho({}, (response) => opened.then(() => reply(response, {})))
    const started = given<Started>(await runs.service.start(bot, write(), { key: 'k' }))
    const drained = runs.service.drain(60_000)
    expect(codeOf(await runs.service.start(bot, say()))).toBe('DRAINING')
    open()
    await drained
    expect((await started.ended).status).toBe('succeeded')
  })

  test('cancels what is left after the grace period', async () => {
    const arrived = gate()
    const runs = await openEcho({}, () => arrived.open())
    const started = given<Started>(await runs.service.start(bot, write(), { key: 'k' }))
    await arrived.opened
    await runs.service.drain(0)
    expect((await started.ended).status).toBe('unknown')
    expect((await runs.store.get(started.run.id))?.status).toBe('unknown')
  })
})
