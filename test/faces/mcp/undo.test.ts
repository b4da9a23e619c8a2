/** What a client learns about undoing a change: before it, and in the answer. */
import { expect, test } from 'vitest'
import type { Json } from '../../../runtime/contract/json.ts'
import { call, connectTo, makeCore, textOf } from '../../support/mcp.ts'
import { openMimecast } from '../../support/mimecast.ts'

/** A client in front of a simulated tenant. */
async function open(policy: NonNullable<Parameters<typeof makeCore>[0]>['policy'] = {}) {
  const { integration, simulator } = await openMimecast()
  const questions: string[] = []
  const core = await makeCore({ integration, config: { ...simulator.config.api2 }, policy })
  const answer = (question: string) => {
    questions.push(question)
    return { action: 'accept' as const }
  }
  const before = simulator.state.managed_urls.size
  return {
    client: await connectTo(core, { answer }),
    questions,
    blocked: () => simulator.state.managed_urls.size - before,
  }
}

const aboutOf = (answer: { structuredContent?: unknown }) =>
  (answer.structuredContent as { soar: { undo?: { tool: string; arguments: Record<string, Json> } } }).soar

const BOTH = { allow: ['block-url', 'delete-managed-url', 'send-email'] }

test('the answer names the call that undoes the change, in both forms, and it does', async () => {
  const { client, blocked } = await open(BOTH)
  const done = await call(client, 'mimecast_block_url', { url: 'https://login.evil.example/verify' })
  const { undo } = aboutOf(done)
  expect(undo).toEqual({ tool: 'mimecast_delete_managed_url', arguments: { id: expect.any(String) } })
  expect(textOf(done)).toContain(`To undo it, call ${undo?.tool} ${JSON.stringify(undo?.arguments)}.`)
  expect(blocked()).toBe(1)
  const undone = await call(client, undo?.tool ?? '', undo?.arguments ?? {})
  expect([undone.isError, blocked()]).toEqual([false, 0])
  expect(aboutOf(undone).undo?.tool).toBeUndefined()
})

test('it names none if nothing was changed, or if that tool is not offered', async () => {
  const { client } = await open(BOTH)
  const url = { url: 'https://login.evil.example/verify' }
  await call(client, 'mimecast_block_url', url)
  expect(aboutOf(await call(client, 'mimecast_block_url', url))).not.toHaveProperty('undo')
  const alone = await open({ allow: ['block-url'] })
  expect(aboutOf(await call(alone.client, 'mimecast_block_url', url))).not.toHaveProperty('undo')
})

test('tool and question of a change without a way back say so before', async () => {
  const { client, questions } = await open(BOTH)
  const reason = 'This cannot be undone: A sent email cannot be recalled.'
  const { tools } = await client.listTools()
  expect(tools.find(({ name }) => name === 'mimecast_send_email')?.description).toContain(reason)
  expect(tools.find(({ name }) => name === 'mimecast_block_url')?.description).not.toContain('undone')
  await call(client, 'mimecast_send_email', { to: 'a@example.com', subject: 'x', body: 'x' })
  expect(questions.join()).toContain(`Mimecast: Send Email changes the tenant. Run it? ${reason}`)
})
