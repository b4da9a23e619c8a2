/** Undoing a run of the history: what is refused, and what is recorded. */
import { describe, expect, test } from 'vitest'
import type { Plan, Refusal, Started } from '../../../runtime/service/runs/order.ts'
import { ana, bot, codeOf, given, openSimulated, runToEnd } from '../../support/runs.ts'

const block = {
  integration: 'mimecast',
  action: 'block-url',
  connection: 'acme',
  parameters: { url: 'https://login.evil.example/verify' },
}

/** Runs Block URL, and makes the order that undoes it. */
async function blocked(options: Parameters<typeof openSimulated>[0] = {}) {
  const runs = await openSimulated(options)
  const run = await runToEnd(runs, bot, block, { key: 'do' })
  const { action = '', parameters = {} } = run.result?.undo ?? {}
  const order = { ...block, action, parameters, undoes: run.id }
  return { runs, run, order }
}

const reasonOf = (answer: object): string => ('refused' in answer ? (answer as Refusal).refused.reason : '')

test('a plan says what would undo the write, or why nothing would', async () => {
  const { service } = await openSimulated()
  const plan = given<Plan>(await service.plan(ana, block))
  expect(plan.undo).toEqual({ action: 'delete-managed-url' })
  const mail = { to: 'a@example.com', subject: 'x', body: 'x' }
  const final = given<Plan>(await service.plan(ana, { ...block, action: 'send-email', parameters: mail }))
  expect(final.undo).toEqual({ none: 'A sent email cannot be recalled.' })
})

test('a run that undoes another one is an ordinary run, and both records say so', async () => {
  const { runs, run, order } = await blocked()
  expect(order.action).toBe('delete-managed-url')
  const count = runs.simulator.state.managed_urls.size
  const plan = given<Plan>(await runs.service.plan(ana, order))
  const undo = await runToEnd(runs, ana, order, { key: 'undo', plan: plan.plan_id })
  expect([undo.status, undo.undoes, runs.simulator.state.managed_urls.size]).toEqual([
    'succeeded',
    run.id,
    count - 1,
  ])
  const undone = await runs.service.get(bot, run.id)
  expect(undone?.undone).toEqual({ by: 'ana.ruiz', at: expect.any(String), run: undo.id })
  expect(undone?.result?.json_result).toEqual(run.result?.json_result)
})

describe('it is refused, and nothing is sent,', () => {
  test('when the run was undone already', async () => {
    const { runs, order } = await blocked()
    await runToEnd(runs, bot, order, { key: 'undo' })
    const sent = runs.simulator.counters.total
    const again = await runs.service.start(bot, order, { key: 'again' })
    expect([codeOf(again), reasonOf(again)]).toEqual([
      'UNDO_REFUSED',
      'The run cannot be undone: bot undid it already.',
    ])
    expect(codeOf(await runs.service.plan(ana, order))).toBe('UNDO_REFUSED')
    expect(runs.simulator.counters.total).toBe(sent)
  })

  test('when another undo of it is running', async () => {
    const { runs, order } = await blocked()
    const [first, second] = await Promise.all(
      ['one', 'two'].map((key) => runs.service.start(bot, order, { key })),
    )
    expect([codeOf(first ?? {}), codeOf(second ?? {})]).toEqual(['OK', 'RUN_IN_PROGRESS'])
    expect((await given<Started>(first as Started).ended).status).toBe('succeeded')
  })

  test('when the run changed nothing, did not succeed, or is not there', async () => {
    const { runs, order } = await blocked()
    const twice = await runToEnd(runs, bot, block, { key: 'twice' })
    expect(twice.result).not.toHaveProperty('undo')
    const start = (undoes: string) => runs.service.start(bot, { ...order, undoes }, { key: undoes })
    expect(reasonOf(await start(twice.id))).toContain('it changed nothing')
    runs.simulator.fault({ path: '/api/ttp/url/create-managed-url', status: 403 })
    const other = { ...block, parameters: { url: 'https://other.example/' } }
    const failed = await runToEnd(runs, bot, other, { key: 'failed' })
    expect(reasonOf(await start(failed.id))).toContain('it did not succeed')
    expect(codeOf(await start('run_none'))).toBe('NOT_FOUND')
  })

  test('when the outcome of the run is unknown', async () => {
    const { runs, order } = await blocked()
    runs.simulator.fault({ path: '/api/ttp/url/create-managed-url', cut: 'after' })
    const other = { ...block, parameters: { url: 'https://other.example/' } }
    const unknown = await runToEnd(runs, bot, other, { key: 'unknown' })
    const refused = await runs.service.start(bot, { ...order, undoes: unknown.id }, { key: 'undo' })
    expect([codeOf(refused), reasonOf(refused)]).toEqual([
      'UNDO_REFUSED',
      expect.stringContaining('its outcome is unknown'),
    ])
  })

  test('on another connection, or with another action', async () => {
    const { runs, order } = await blocked()
    for (const wrong of [{ connection: 'other' }, { action: 'decode-url', parameters: { urls: 'x' } }]) {
      const refused = await runs.service.start(bot, { ...order, ...wrong }, { key: 'wrong' })
      expect(reasonOf(refused)).toContain('which is delete-managed-url')
    }
  })

  test('when the operator keeps no results', async () => {
    const { runs, run, order } = await blocked({ keep: { results: false } })
    const kept = await runs.service.get(bot, run.id)
    expect(kept?.result).not.toHaveProperty('undo')
    const undo = { ...order, action: 'delete-managed-url', parameters: { url: block.parameters.url } }
    expect(reasonOf(await runs.service.start(bot, undo, { key: 'undo' }))).toContain('not stored')
  })
})
