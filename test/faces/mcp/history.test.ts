/** Calls of tools through the run service: the history and its rules hold for them. */
import type { ElicitResult } from '@modelcontextprotocol/client'
import { describe, expect, test } from 'vitest'
import { READ_RESULT } from '../../../runtime/faces/mcp/answer/more.ts'
import type { RunPage } from '../../../runtime/service/runs/run.ts'
import { call, codeOf, connectTo, makeCore, rowsOf, textOf } from '../../support/mcp.ts'
import { bot, given, openEcho, runToEnd, write } from '../../support/runs.ts'
import { reply } from '../../support/wire.ts'

async function open(
  answer?: Parameters<typeof openEcho>[1],
  said: ElicitResult = { action: 'accept' },
  isAsked = true,
) {
  const runs = await openEcho({}, answer)
  const { integration, config } = runs.tenant
  const core = await makeCore({
    integration,
    config: config[0]?.values ?? {},
    connection: 'acme',
    runs: runs.service,
    audit: runs.audit,
    policy: { yesWrites: !isAsked },
  })
  const questions: string[] = []
  const person = {
    answer: (question: string) => {
      questions.push(question)
      return said
    },
  }
  const client = await connectTo(core, isAsked ? person : undefined)
  const list = async () => given<RunPage>(await runs.service.list(bot, {})).items
  return { ...runs, client, questions, list }
}

describe('a call', () => {
  test('that reads is in the history, and has one line in the audit log', async () => {
    const { client, list, audit } = await open()
    const answer = await call(client, 'echo_say', { text: 'hi', times: 2 })
    expect(answer).toMatchObject({ isError: false, structuredContent: { said: ['hi', 'hi'] } })
    expect(await list()).toMatchObject([
      {
        actor: { subject: 'mcp', via: 'mcp' },
        connection: 'acme',
        status: 'succeeded',
        inputs: { text: 'hi' },
      },
    ])
    expect(audit.entries).toMatchObject([
      { decision: 'allowed', outcome: 'OK', who: { client: 'test/1.2.3', subject: 'mcp' } },
    ])
  })

  test('that changes something is confirmed with its inputs, and sends what was shown', async () => {
    const { client, list, questions, audit, wire } = await open()
    const answer = await call(client, 'echo_call', { path: '/go' })
    expect([answer.isError, wire.seen.map(({ url }) => url)]).toEqual([false, ['/go']])
    expect(questions).toEqual([expect.stringContaining('Path: /go')])
    const [run] = await list()
    expect(run?.plan_id).toBeDefined()
    expect(audit.entries).toMatchObject([{ decision: 'allowed', confirmed: true, outcome: 'OK' }])
  })

  test('that is declined is not in the history', async () => {
    const { client, list, audit, wire } = await open(undefined, { action: 'decline' })
    expect(codeOf(await call(client, 'echo_call', { path: '/go' }))).toBe('NOT_CONFIRMED')
    expect([await list(), wire.seen]).toEqual([[], []])
    expect(audit.entries).toMatchObject([{ decision: 'declined' }])
  })

  test('that is invalid says what is wrong in the words of the action', async () => {
    const { client, list, audit } = await open()
    for (const [tool, given] of [
      ['echo_say', { text: 'hi', times: 99 }],
      ['echo_call', { body: {} }],
    ] as const) {
      const answer = await call(client, tool, given)
      expect(codeOf(answer)).toBe('PARAMETER_INVALID')
      expect(textOf(answer)).toContain('Echo could not run')
    }
    expect(await list()).toEqual([])
    expect(audit.entries.map(({ outcome }) => outcome)).toEqual(['PARAMETER_INVALID', 'PARAMETER_INVALID'])
  })

  test('returns all rows, also those that the history cuts', async () => {
    const { client, list } = await open()
    await call(client, 'echo_count', { rows: 2_500 })
    const [run] = await list()
    expect([run?.rows, run?.rows_cut]).toEqual([2_500, true])
    const rest = await call(client, READ_RESULT, { result: 1, offset: 2_499 })
    expect(rowsOf(rest)).toEqual([{ number: 2_500 }])
  })

  test('does not repeat a write of unknown outcome of any caller', async () => {
    let isCut = true
    const runs = await open(
      (response) => (isCut ? response.destroy() : reply(response, {})),
      undefined,
      false,
    )
    expect((await runToEnd(runs, bot, write('/go'), { key: 'k' })).status).toBe('unknown')
    isCut = false
    expect(codeOf(await call(runs.client, 'echo_call', { path: '/go' }))).toBe('OUTCOME_UNSETTLED')
    expect(runs.wire.seen).toHaveLength(1)
    expect((await call(runs.client, 'echo_call', { path: '/other' })).isError).toBe(false)
  })
})
