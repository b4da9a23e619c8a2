/** The run service: what is recorded, and what is never sent twice. */
import { describe, expect, test } from 'vitest'
import type { RunEvent } from '../../../runtime/service/runs/events.ts'
import type { Plan, Refusal, Started } from '../../../runtime/service/runs/order.ts'
import type { RunPage } from '../../../runtime/service/runs/run.ts'
import { createRunService } from '../../../runtime/service/runs/service.ts'
import { createPlanIds } from '../../../runtime/service/runs/start/plan-id.ts'
import { createMemoryStore } from '../../../runtime/service/runs/store/memory.ts'
import {
  ana,
  bot,
  codeOf,
  gate,
  given,
  openEcho,
  openRuns,
  openSimulated,
  runToEnd,
  say,
  write,
} from '../../support/runs.ts'
import { reply } from '../../support/wire.ts'

const block = (sender = 'bulk.example.net') => ({
  integration: 'mimecast',
  action: 'create-block-sender-policy',
  connection: 'acme',
  parameters: {
    description: 'x',
    sender,
    sender_type: 'Email Domain',
    recipient_type: 'Internal Addresses',
  },
})
const CREATE = '/api/policy/blockedsenders/create-policy'

describe('a run', () => {
  test('is recorded with who, what, where and its result', async () => {
    const runs = await openEcho()
    const order = say('hello', { case_id: '4711', note: 'why', trace_id: 't1' })
    const run = await runToEnd(runs, bot, order)
    expect(run).toMatchObject({
      kind: 'action',
      status: 'succeeded',
      phase: 'ended',
      action: { integration: 'echo', id: 'say', effect: 'read' },
      connection: 'acme',
      actor: { subject: 'bot', via: 'api' },
      case_id: '4711',
      note: 'why',
      trace_id: 't1',
      request: { parameters: { text: 'hello' } },
      withheld: [],
      inputs: { text: 'hello', times: 1 },
      code: 'OK',
      message: 'Said hello 1 times.',
      result: { is_success: true, json_result: { said: ['hello'] } },
      settlement: null,
    })
    expect(await runs.service.get(bot, run.id)).toEqual(run)
    expect(runs.audit.entries).toMatchObject([
      { action: 'echo/say', run: run.id, decision: 'allowed', outcome: 'OK', connection: 'acme' },
    ])
  })

  test('that cannot be carried out is refused with every problem, and not recorded', async () => {
    const runs = await openEcho()
    const order = say('', { parameters: { text: 'x', times: 99, tone: 'Loud' } })
    const refused = (await runs.service.start(bot, order)) as Refusal
    expect(refused.refused.code).toBe('PARAMETER_INVALID')
    expect(refused.refused.problems?.map(({ where }) => where).sort()).toEqual(['times', 'tone'])
    expect(given<RunPage>(await runs.service.list(bot, {})).items).toEqual([])
    expect(runs.audit.entries).toMatchObject([{ decision: 'refused', outcome: 'PARAMETER_INVALID' }])
  })

  test.each([
    [say('x', { action: 'sya' }), 'ACTION_UNKNOWN'],
    [say('x', { connection: 'nowhere' }), 'NOT_FOUND'],
  ])('of %j is refused as %s', async (order, code) => {
    const { service } = await openEcho()
    expect(codeOf(await service.start(bot, order))).toBe(code)
    expect(codeOf(await service.plan(bot, order))).toBe(code)
  })

  test('is seen only by those who may use its connection', async () => {
    const runs = await openEcho()
    const { id } = await runToEnd(runs, bot, say())
    const stranger = { ...bot, connections: ['other'] }
    expect(await runs.service.get(stranger, id)).toBeUndefined()
    expect(given<RunPage>(await runs.service.list(stranger, {})).items).toEqual([])
    for (const answer of [
      await runs.service.rows(stranger, id, {}),
      await runs.service.events(stranger, id),
      await runs.service.cancel(stranger, id),
      await runs.service.settle(stranger, id, { happened: true }),
      await runs.service.start(stranger, say()),
      await runs.service.plan(stranger, say()),
    ])
      expect(codeOf(answer)).toBe('NOT_FOUND')
  })
})

describe('secrets', () => {
  test('are not stored, and a redacted value is never sent', async () => {
    const runs = await openEcho()
    const canary = 'canary-of-the-password'
    const order = say('hi', {
      parameters: { text: 'hi', password: canary, extra: { seen: `it is ${canary}` } },
      templates: { greeting: `{{ 'no ${canary}' }}` },
      context: { mail: canary },
    })
    const run = await runToEnd(runs, bot, order)
    expect(run.withheld.sort()).toEqual(['context', 'extra', 'greeting', 'password'])
    expect(run.request).toEqual({ parameters: { text: 'hi' }, templates: {} })
    expect(run.status).toBe('succeeded')
    const all = JSON.stringify([run, given<RunPage>(await runs.service.list(bot, {})), runs.audit.entries])
    expect(all).not.toContain(canary)
    const again = await runs.service.start(bot, say('hi', { parameters: { text: 'hi', Password: '***' } }))
    expect((again as Refusal).refused.problems).toMatchObject([{ where: 'password', rule: 'redacted' }])
  })
})

describe('an idempotency key', () => {
  test('is required for writes through page and API', async () => {
    const { service, wire } = await openEcho()
    expect(codeOf(await service.start(bot, write()))).toBe('IDEMPOTENCY_KEY_REQUIRED')
    expect(codeOf(await service.start(bot, write(), { key: ' ' }))).toBe('REQUEST_INVALID')
    expect(codeOf(await service.start(bot, write(), { key: 'x'.repeat(256) }))).toBe('REQUEST_INVALID')
    expect(wire.seen).toEqual([])
    const run = await runToEnd({ service }, { ...bot, via: 'mcp' }, write(), { confirmed: true })
    expect(run.status).toBe('succeeded')
  })

  test('runs once, however often it is sent', async () => {
    const runs = await openEcho()
    const first = await runToEnd(runs, bot, write(), { key: 'k' })
    const again = given<Started>(await runs.service.start(bot, write(), { key: 'k' }))
    expect([again.replayed, (await again.ended).id, again.run]).toEqual([true, first.id, first])
    expect(runs.wire.seen).toHaveLength(1)
  })

  test('sent at once, twice, runs once', async () => {
    const { opened, open } = gate()
    const runs = await openEcho({}, (response) => opened.then(() => reply(response, {})))
    const both = await Promise.all([1, 2].map(() => runs.service.start(bot, write(), { key: 'k' })))
    expect(both.map(codeOf)).toEqual(['OK', 'RUN_IN_PROGRESS'])
    const [first, second] = both as [Started, Refusal]
    expect(second.run_id).toBe(first.run.id)
    open()
    await first.ended
    expect(given<Started>(await runs.service.start(bot, write(), { key: 'k' })).replayed).toBe(true)
    expect(runs.wire.seen).toHaveLength(1)
  })

  test('of another request is refused; of another caller or action it is another key', async () => {
    const runs = await openEcho()
    const { id } = await runToEnd(runs, bot, write(), { key: 'k' })
    const other = await runs.service.start(bot, write('/other'), { key: 'k' })
    expect([codeOf(other), (other as Refusal).run_id]).toEqual(['IDEMPOTENCY_KEY_REUSED', id])
    await runToEnd(runs, { ...bot, subject: 'second' }, write(), { key: 'k' })
    await runToEnd(runs, bot, say(), { key: 'k' })
    expect(runs.wire.seen).toHaveLength(2)
  })

  test('is not used up by a refusal', async () => {
    const runs = await openEcho()
    expect(codeOf(await runs.service.start(bot, write('/', { parameters: {} }), { key: 'k' }))).toBe(
      'PARAMETER_INVALID',
    )
    expect((await runToEnd(runs, bot, write(), { key: 'k' })).status).toBe('succeeded')
  })

  test('of a run that failed or is unknown replays it', async () => {
    const runs = await openSimulated()
    runs.simulator.fault({ path: CREATE, cut: 'after', times: 1 })
    const before = runs.simulator.state.policies.size
    const first = await runToEnd(runs, bot, block(), { key: 'k' })
    expect([first.status, first.code]).toEqual(['unknown', 'OUTCOME_UNKNOWN'])
    const again = given<Started>(await runs.service.start(bot, block(), { key: 'k' }))
    expect([again.replayed, again.run.id]).toEqual([true, first.id])
    expect(runs.simulator.state.policies.size - before).toBe(1)
  })
})

describe('a write of unknown outcome', () => {
  async function unknownRun() {
    const runs = await openSimulated()
    runs.simulator.fault({ path: CREATE, cut: 'after', times: 1 })
    const before = runs.simulator.state.policies.size
    const made = (): number => runs.simulator.state.policies.size - before
    return { ...runs, made, unknown: await runToEnd(runs, bot, block(), { key: 'a' }) }
  }

  test('is not sent again under another key, by another person, or with another remark', async () => {
    const { service, unknown, made } = await unknownRun()
    for (const more of [{}, { note: 'again' }, { case_id: '1' }, { locale: 'fr' }]) {
      const answer = await service.start(bot, { ...block(), ...more }, { key: 'b' })
      expect([codeOf(answer), (answer as Refusal).run_id]).toEqual(['OUTCOME_UNSETTLED', unknown.id])
    }
    const plan = given<Plan>(await service.plan(ana, block()))
    expect(plan.warnings).toMatchObject([{ code: 'UNSETTLED_TWIN', run: unknown.id }])
    const asAna = await service.start(ana, block(), { key: 'b', plan: plan.plan_id })
    expect(codeOf(asAna)).toBe('OUTCOME_UNSETTLED')
    expect(made()).toBe(1)
  })

  test('nor as a template that renders the same inputs', async () => {
    const { service } = await unknownRun()
    const { sender, ...parameters } = block().parameters
    const order = { ...block(), parameters, templates: { sender: '{{ context.s }}' }, context: { s: sender } }
    expect(codeOf(await service.start(bot, order, { key: 'b' }))).toBe('OUTCOME_UNSETTLED')
  })

  test('holds back neither another write nor another connection', async () => {
    const runs = await unknownRun()
    expect((await runToEnd(runs, bot, block('other.example'), { key: 'b' })).code).toBe('OK')
    expect((await runToEnd(runs, bot, { ...block(), connection: 'other' }, { key: 'c' })).code).toBe('OK')
  })

  test('is sent again by who names it; the new run says so', async () => {
    const runs = await unknownRun()
    const wrong = await runs.service.start(bot, block(), { key: 'b', repeat: 'run_other' })
    expect(codeOf(wrong)).toBe('OUTCOME_UNSETTLED')
    const again = await runToEnd(runs, bot, block(), { key: 'b', repeat: runs.unknown.id })
    expect([again.code, again.repeats, runs.made()]).toEqual(['OK', runs.unknown.id, 2])
  })

  test('is settled once, by a person, with a remark; then it holds back nothing', async () => {
    const runs = await unknownRun()
    expect(await runs.service.unsettled(ana)).toBe(1)
    const settled = await runs.service.settle(ana, runs.unknown.id, { happened: true, note: 'seen' })
    expect(settled).toMatchObject({
      status: 'unknown',
      settlement: { happened: true, note: 'seen', by: 'ana.ruiz' },
    })
    expect(await runs.service.unsettled(ana)).toBe(0)
    expect(codeOf(await runs.service.settle(bot, runs.unknown.id, { happened: false }))).toBe(
      'SETTLEMENT_REFUSED',
    )
    expect(runs.audit.entries.at(-1)).toMatchObject({
      decision: 'settled',
      run: runs.unknown.id,
      who: { subject: 'ana.ruiz' },
    })
    expect(codeOf(await runs.service.start(bot, block(), { key: 'b' }))).toBe('OK')
  })

  test('needs no settlement where the outcome is known', async () => {
    const runs = await openEcho()
    const { id } = await runToEnd(runs, bot, write(), { key: 'k' })
    expect(codeOf(await runs.service.settle(ana, id, { happened: true }))).toBe('SETTLEMENT_REFUSED')
  })
})

describe('a plan', () => {
  test('shows the first request and sends nothing', async () => {
    const { service, wire, audit } = await openEcho({ only: { kind: 'production', label: 'Acme' } })
    const plan = given<Plan>(await service.plan(ana, write('/a')))
    expect(plan).toMatchObject({
      effect: 'write',
      idempotent: false,
      permissions: ['Echo | Call'],
      connection: { name: 'acme', kind: 'production', label: 'Acme' },
      request: { method: 'POST', url: `${wire.url}/a` },
      more_requests: 'possible',
      inputs: { path: '/a' },
      warnings: [],
    })
    expect([wire.seen, audit.entries]).toEqual([[], []])
  })

  test('counts the objects that a write touches, where the manifest names them', async () => {
    const { service } = await openSimulated()
    expect(given<Plan>(await service.plan(ana, block())).objects).toBe(1)
  })

  test('is required from persons, and from programs where the operator says so', async () => {
    const runs = await openEcho()
    const answer = await runs.service.start(ana, write(), { key: 'k' })
    expect([codeOf(answer), (answer as Refusal).plan?.inputs]).toEqual(['PLAN_REQUIRED', { path: '/' }])
    expect((await runToEnd(runs, ana, say())).status).toBe('succeeded')
    const strict = await openEcho({ requirePlan: true })
    expect(codeOf(await strict.service.start(bot, write(), { key: 'k' }))).toBe('PLAN_REQUIRED')
    const { plan_id } = given<Plan>(await runs.service.plan(ana, write()))
    const run = await runToEnd(runs, ana, write(), { key: 'k', plan: plan_id })
    expect([run.status, run.plan_id]).toEqual(['succeeded', plan_id])
  })

  test('is bound to everything that it showed', async () => {
    const { service, tenant, store, wire } = await openEcho()
    const { plan_id: plan } = given<Plan>(await service.plan(ana, write()))
    const start = (actor = ana, order = write()) => service.start(actor, order, { key: 'k', plan })
    for (const answer of [
      await start({ ...ana, subject: 'other' }),
      await start(ana, write('/other')),
      await start(ana, write('/', { connection: 'other' })),
      await start(ana, write('/', { config: { base_url: `${wire.url}/x` } })),
      await start(ana, { ...write(), action: 'misbehave', parameters: { how: 'warn' } }),
      await service.start(ana, write(), { key: 'k', plan: 'nonsense' }),
    ]) {
      expect(codeOf(answer)).toBe('PLAN_CHANGED')
      expect((answer as Refusal).plan?.plan_id).not.toBe(plan)
    }
    const forged = plan.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))
    expect(codeOf(await service.start(ana, write(), { key: 'k', plan: forged }))).toBe('PLAN_CHANGED')
    const restarted = createRunService({
      store,
      tenant: async () => tenant,
      log: { line: () => {}, secret: () => {} },
      locale: 'en',
    })
    expect(codeOf(await restarted.start(ana, write(), { key: 'k', plan }))).toBe('PLAN_CHANGED')
    expect(wire.seen).toEqual([])
    expect(codeOf(await start())).toBe('OK')
  })

  test('expires', () => {
    let now = 1_800_000_000_000
    const ids = createPlanIds(new Uint8Array(32), () => now)
    const parts = {
      integration: 'echo',
      action: 'call',
      version: '1',
      connection: 'acme',
      config: {},
      inputs: { a: 1 },
      subject: 'ana',
    }
    const { plan_id, expires_at } = ids.make(parts, now)
    now = Date.parse(expires_at) - 1
    expect([ids.matches(plan_id, parts), ids.startOf(plan_id)]).toEqual([true, 1_800_000_000_000])
    for (const name of ['integration', 'action', 'version', 'connection', 'subject'] as const)
      expect(ids.matches(plan_id, { ...parts, [name]: 'x' })).toBe(false)
    expect(ids.matches(plan_id, { ...parts, inputs: { a: 2 } })).toBe(false)
    expect(ids.matches(plan_id, { ...parts, config: { a: 2 } })).toBe(false)
    now++
    expect([ids.matches(plan_id, parts), ids.startOf(plan_id)]).toEqual([false, undefined])
  })

  test('whose template reads the clock is confirmed with that clock', async () => {
    const runs = await openEcho()
    const order = write('/', { parameters: {}, templates: { path: '/{{ run.started }}' } })
    const plan = given<Plan>(await runs.service.plan(ana, order))
    const run = await runToEnd(runs, ana, order, { key: 'k', plan: plan.plan_id })
    expect(run.inputs).toEqual(plan.inputs)
    expect(runs.wire.seen.map(({ url }) => url)).toEqual([(plan.inputs as { path: string }).path])
  })
})

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

describe('events', () => {
  const collect = async (events: AsyncIterable<RunEvent>): Promise<RunEvent[]> => {
    const all: RunEvent[] = []
    for await (const event of events) all.push(event)
    return all
  }

  test('go from the state to the end, are resumed, and are redacted', async () => {
    const runs = await openEcho()
    const order = { ...write(), action: 'misbehave', parameters: { how: 'warn' } }
    const started = given<Started>(await runs.service.start(bot, order, { key: 'k' }))
    const all = await collect(given(await runs.service.events(bot, started.run.id)))
    expect(all.map(({ id }) => id)).toEqual(all.map((_, at) => at + 1))
    expect(all.map(({ event }) => event)).toEqual(['state', 'state', 'log', 'log', 'end'])
    expect(all.at(-1)).toMatchObject({ data: { id: started.run.id, status: 'succeeded' } })
    expect(JSON.stringify(all)).not.toContain('canary')
    const rest = await collect(given(await runs.service.events(bot, started.run.id, 3)))
    expect(rest).toEqual(all.slice(3))
    const over = await collect(given(await runs.service.events(bot, started.run.id, 99)))
    expect(over.map(({ event }) => event)).toEqual(['resync', ...all.map(({ event }) => event)])
  })

  test('of a run that is long over are its end', async () => {
    const runs = await openEcho()
    const run = await runToEnd(runs, bot, say())
    const later = await openRuns(runs.tenant, { store: runs.store })
    const all = await collect(given(await later.service.events(bot, run.id)))
    expect(all).toMatchObject([{ id: 1, event: 'end', data: { id: run.id, result: { json_result: null } } }])
  })
})

describe('what is kept', () => {
  test('can be without results and without context', async () => {
    const runs = await openEcho({ keep: { results: false, context: false } })
    const run = await runToEnd(runs, bot, say('hi', { context: { mail: 'x' } }))
    expect(run).toMatchObject({
      result_withheld: true,
      withheld: ['context'],
      message: 'Said hi 1 times.',
      result: { json_result: null },
    })
    expect(run.request.context).toBeUndefined()
  })
})
