/** Runs through the service: what they record, what their events say, and what is kept of them. */
import { describe, expect, test } from 'vitest'
import type { RunEvent } from '../../../runtime/service/runs/events.ts'
import type { Refusal, Started } from '../../../runtime/service/runs/order.ts'
import type { RunPage } from '../../../runtime/service/runs/run.ts'
import { bot, codeOf, given, openEcho, openRuns, runToEnd, say, write } from '../../support/runs.ts'

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
