/** Who may do what: lists, confirmations, the audit log. */
import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElicitResult } from '@modelcontextprotocol/client'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type AuditEntry, openAudit } from '../../../runtime/service/audit.ts'
import {
  type CoreOptions,
  call,
  codeOf,
  connectTo,
  keepAudit,
  makeCore,
  textOf,
  toolNamesOf,
} from '../../support/mcp.ts'
import { serve } from '../../support/server.ts'
import { reply, serve as serveWire } from '../../support/wire.ts'

const names = async (options: CoreOptions): Promise<string[]> =>
  toolNamesOf(await connectTo(await makeCore(options)))

describe('what is offered', () => {
  test.each<[string, NonNullable<CoreOptions['policy']>, string[]]>([
    ['with --read-only', { readOnly: true }, ['echo_count', 'echo_say']],
    ['with --allow', { allow: ['say', 'echo_call'] }, ['echo_call', 'echo_say']],
    ['with --deny', { deny: ['echo_say', 'misbehave'] }, ['echo_call', 'echo_count']],
    ['with all of them', { readOnly: true, allow: ['say', 'call'], deny: ['say'] }, []],
  ])('%s', async (_, policy, expected) => {
    expect(await names({ policy })).toEqual(expected)
  })

  test.each([{ allow: ['echo_sya'] }, { deny: ['echo_sya'] }])(
    '%j names what is no action',
    async (policy) => {
      await expect(makeCore({ policy })).rejects.toMatchObject({
        code: 'REQUEST_INVALID',
        values: { reason: expect.stringContaining('Did you mean "echo_say"?') },
      })
    },
  )

  test('nothing else can be called, not by guessing its name, and the attempt is recorded', async () => {
    const audit = keepAudit()
    const client = await connectTo(await makeCore({ audit, policy: { readOnly: true, yesWrites: true } }))
    await expect(client.callTool({ name: 'echo_call', arguments: { path: '/' } })).rejects.toMatchObject({
      code: -32_602,
      message: expect.stringContaining('--read-only'),
    })
    await expect(client.callTool({ name: 'echo_feed' })).rejects.toMatchObject({ code: -32_602 })
    await expect(client.callTool({ name: 'echo_cuont' })).rejects.toThrow('Did you mean "echo_count"?')
    await expect(client.callTool({ name: 'constructor' })).rejects.toMatchObject({ code: -32_602 })
    expect(audit.entries.map(({ tool, decision, outcome }) => [tool, decision, outcome])).toEqual([
      ['echo_call', 'denied', 'NOT_OFFERED'],
      ['echo_feed', 'denied', 'NOT_OFFERED'],
      ['echo_cuont', 'denied', 'TOOL_UNKNOWN'],
      ['constructor', 'denied', 'TOOL_UNKNOWN'],
    ])
  })
})

describe('a tool that changes the tenant', () => {
  const asked = async (result: ElicitResult, policy: CoreOptions['policy'] = {}) => {
    const wire = await serveWire((response) => reply(response, { done: true }))
    const audit = keepAudit()
    const questions: string[] = []
    const core = await makeCore({ audit, policy, config: { base_url: wire.url, api_key: 'very-secret-key' } })
    const client = await connectTo(core, {
      answer: (question) => {
        questions.push(question)
        return result
      },
    })
    const body = { to: 'all', key: 'very-secret-key' }
    return { answer: await call(client, 'echo_call', { path: '/go', body }), wire, audit, questions, client }
  }

  test('and fails after the confirmation is answered as failed, not as a dry run', async () => {
    const wire = await serveWire((response) => void response.destroy())
    const core = await makeCore({ config: { base_url: wire.url } })
    const client = await connectTo(core, { answer: () => ({ action: 'accept' }) })
    const answer = await call(client, 'echo_call', { path: '/go' })
    expect([codeOf(answer), wire.seen.length]).toEqual(['OUTCOME_UNKNOWN', 1])
  })

  test('is not run where nobody can be asked, and says what to do', async () => {
    const wire = await serveWire((response) => reply(response, {}))
    const audit = keepAudit()
    const client = await connectTo(await makeCore({ audit, config: { base_url: wire.url } }))
    const answer = await call(client, 'echo_call', { path: '/go' })
    expect([answer.isError, codeOf(answer)]).toEqual([true, 'NOT_CONFIRMED'])
    expect(textOf(answer)).toContain('Call was not run: it changes the tenant')
    expect(textOf(answer)).toContain('--yes-writes')
    expect(wire.seen).toEqual([])
    expect(audit.entries).toMatchObject([{ decision: 'declined', outcome: 'NOT_CONFIRMED' }])
  })

  test('is run there with --yes-writes', async () => {
    const wire = await serveWire((response) => reply(response, {}))
    const core = await makeCore({ policy: { yesWrites: true }, config: { base_url: wire.url } })
    const answer = await call(await connectTo(core), 'echo_call', { path: '/go' })
    expect([answer.isError, wire.seen.length]).toEqual([false, 1])
  })

  test('is run once the person agreed, who read what it is about and no secret', async () => {
    const { answer, wire, audit, questions } = await asked({ action: 'accept', content: {} })
    expect(answer.isError).toBe(false)
    expect(wire.seen.map(({ url }) => url)).toEqual(['/go'])
    expect(questions).toHaveLength(1)
    expect(questions[0]).toMatch(
      /^Echo: Call changes the tenant\. Run it\? This cannot be undone: Nothing takes back a call\.\n\nPath: \/go\nBody:\n {2}to: all\n {2}key: \*\*\*$/,
    )
    expect(questions.join()).not.toContain('very-secret-key')
    expect(audit.entries).toMatchObject([
      { decision: 'allowed', confirmed: true, outcome: 'OK', requests: 1 },
    ])
  })

  test.each<ElicitResult>([{ action: 'decline' }, { action: 'cancel' }])(
    'is not run after %j',
    async (result) => {
      const { answer, wire, audit } = await asked(result, { yesWrites: true })
      expect([answer.isError, codeOf(answer), wire.seen.length]).toEqual([true, 'NOT_CONFIRMED', 0])
      expect(textOf(answer)).toContain('declined')
      expect(audit.entries).toMatchObject([{ decision: 'declined', outcome: 'NOT_CONFIRMED' }])
    },
  )

  test('is not asked about when its arguments are wrong', async () => {
    const questions: string[] = []
    const client = await connectTo(await makeCore(), {
      answer: (question) => {
        questions.push(question)
        return { action: 'accept' }
      },
    })
    expect(codeOf(await call(client, 'echo_call', { paht: '/' }))).toBe('PARAMETER_INVALID')
    expect(questions).toEqual([])
  })

  test('is not asked about, and not run, when an input is too long to be shown', async () => {
    const wire = await serveWire((response) => reply(response, {}))
    const questions: string[] = []
    const client = await connectTo(await makeCore({ config: { base_url: wire.url } }), {
      answer: (question) => {
        questions.push(question)
        return { action: 'accept', content: {} }
      },
    })
    const answer = await call(client, 'echo_call', { path: '/go', body: { note: 'x'.repeat(5_000) } })
    expect([answer.isError, codeOf(answer), wire.seen.length]).toEqual([true, 'NOT_CONFIRMED', 0])
    expect(textOf(answer)).toContain('too long to show for confirmation: Body (5,011).')
    expect(questions).toEqual([])
  })

  test('is not run when the question fails', async () => {
    const client = await connectTo(await makeCore(), {
      answer: () => {
        throw new Error('no window')
      },
    })
    expect(codeOf(await call(client, 'echo_call', { path: '/' }))).toBe('NOT_CONFIRMED')
  })

  test('is not run while the audit log cannot be written; reading goes on', async () => {
    const audit = keepAudit()
    audit.broken = 'no space left'
    const core = await makeCore({ audit, policy: { yesWrites: true } })
    const client = await connectTo(core)
    expect(codeOf(await call(client, 'echo_call', { path: '/' }))).toBe('AUDIT_FAILED')
    expect((await call(client, 'echo_say', { text: 'hi' })).isError).toBe(false)
  })
})

describe('the audit log', () => {
  const fileIn = () => join(mkdtempSync(join(tmpdir(), 'soar-audit-')), 'calls.jsonl')
  const read = (file: string): AuditEntry[] =>
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))

  test('has one line per call: who, what with masked inputs, decision, outcome, duration', async () => {
    const file = fileIn()
    const redact = (text: string) => text.replaceAll('very-secret-key', '***')
    const audit = await openAudit(file, redact, () => {})
    const server = await serve((_, response) => {
      response.end('{}')
    })
    const core = await makeCore({ audit, policy: { yesWrites: true }, config: { base_url: server.url } })
    const client = await connectTo(core)
    const secrets = { password: 'hunter2222', nonsense: 'not-a-parameter' }
    await call(client, 'echo_say', { text: 'hi', case_id: '4821', ...secrets })
    await call(client, 'echo_say', { Words: `a very-secret-key ${'x'.repeat(5000)}`, password: 'hunter2222' })
    await call(client, 'echo_call', { path: '/a' })
    await audit.close()
    await server.close()
    const text = readFileSync(file, 'utf8')
    expect(text).not.toMatch(/very-secret-key|hunter2222|not-a-parameter/)
    expect(text.length).toBeLessThan(3000)
    const [refused, said, called] = read(file)
    expect(refused).toMatchObject({
      who: { client: 'test/1.2.3' },
      tool: 'echo_say',
      action: 'say',
      effect: 'read',
      decision: 'allowed',
      inputs: { text: 'hi', password: '***', nonsense: '(no such parameter)' },
      context: { case_id: '4821' },
      outcome: 'PARAMETER_INVALID',
    })
    expect(said).toMatchObject({
      outcome: 'OK',
      inputs: { text: expect.stringMatching(/\*\*\*.*… \(5\d\d\d characters\)$/) },
    })
    expect(called).toMatchObject({ action: 'call', effect: 'write', outcome: 'OK', requests: 1 })
    expect(Date.parse(called?.at ?? '')).not.toBeNaN()
  })

  test('has a line for a call whose arguments are nested very deep', async () => {
    const audit = keepAudit()
    const client = await connectTo(await makeCore({ audit }))
    let deep: unknown = 'end'
    for (let level = 0; level < 300; level++) deep = [deep]
    const answer = await call(client, 'echo_say', { text: deep })
    expect([answer.isError, codeOf(answer)]).toEqual([true, 'PARAMETER_INVALID'])
    expect(audit.entries).toMatchObject([{ tool: 'echo_say', outcome: 'PARAMETER_INVALID' }])
  })

  test('has a line for a call with more arguments than any tool takes, whose refusal is short', async () => {
    const audit = keepAudit()
    const client = await connectTo(await makeCore({ audit }))
    const given = Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`name${at}`, at]))
    const answer = await call(client, 'echo_say', given)
    expect(codeOf(answer)).toBe('PARAMETER_INVALID')
    expect(textOf(answer)).toContain('The call has 50000 arguments; at most 256 are allowed.')
    expect(JSON.stringify(answer).length).toBeLessThan(1_000)
    expect(audit.entries).toMatchObject([{ tool: 'echo_say', outcome: 'PARAMETER_INVALID' }])
  })

  test('is readable by its owner alone, and appended to', async () => {
    const file = fileIn()
    for (let run = 0; run < 2; run++) {
      const audit = await openAudit(
        file,
        (text) => text,
        () => {},
      )
      const client = await connectTo(await makeCore({ audit }))
      await Promise.all(Array.from({ length: 20 }, (_, at) => call(client, 'echo_say', { text: `${at}` })))
      await audit.close()
    }
    expect(statSync(file).mode & 0o077).toBe(0)
    expect(read(file)).toHaveLength(40)
  })

  test('that cannot be opened stops the start', async () => {
    await expect(
      openAudit(
        tmpdir(),
        (text) => text,
        () => {},
      ),
    ).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
  })

  test('tells that a line is missing until one is written again', async () => {
    const faults: string[] = []
    const probe = await open(fileIn(), 'a')
    const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
    const append = vi.spyOn(Object.getPrototypeOf(probe), 'appendFile').mockRejectedValueOnce(full)
    onTestFinished(async () => {
      append.mockRestore()
      await probe.close()
    })
    const audit = await openAudit(
      fileIn(),
      (text) => text,
      (reason) => faults.push(reason),
    )
    const entry = {
      at: '',
      who: { client: 'x' },
      tool: 'x',
      decision: 'allowed',
      inputs: {},
      outcome: 'OK',
      ms: 0,
    } as const
    await audit.write(entry, true)
    expect(audit.broken).toMatch(/ENOSPC/)
    expect(faults).toHaveLength(1)
    await audit.write(entry, true)
    expect(audit.broken).toBeUndefined()
    await audit.close()
  })
})
