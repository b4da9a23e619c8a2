/** What keeps a write from being sent twice, or unseen: keys, unsettled writes, plans. */
import { describe, expect, test } from 'vitest'
import type { Plan, Refusal, Started } from '../../../runtime/service/runs/order.ts'
import { createRunService } from '../../../runtime/service/runs/service.ts'
import { createPlanIds } from '../../../runtime/service/runs/start/plan-id.ts'
import {
  ana,
  bot,
  codeOf,
  gate,
  given,
  openEcho,
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
    expect(codeOf(answer)).toBe('PLAN_REQUIRED')
    expect((answer as Refusal).plan).toMatchObject({ inputs: { path: '/' } })
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
