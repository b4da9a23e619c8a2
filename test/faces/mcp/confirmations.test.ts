/** What a person sees before a change of the tenant, and what is declared about it. */
import { describe, expect, test } from 'vitest'
import { openIntegration } from '../../../testing/own/subjects.ts'
import { call, codeOf, connectTo, makeCore, textOf } from '../../support/mcp.ts'
import { openMimecast } from '../../support/mimecast.ts'
import { reply, serve } from '../../support/wire.ts'

/** A client whose person declines; the questions are kept. */
async function declining() {
  const { integration, simulator } = await openMimecast({ generation: '2.0' })
  const questions: string[] = []
  const core = await makeCore({ integration, config: { ...simulator.config.api2 } })
  const client = await connectTo(core, {
    answer: (question) => {
      questions.push(question)
      return { action: 'decline' }
    },
  })
  return { client, questions, simulator }
}

describe('a confirmation', () => {
  test('names every field of a policy, however long its description is', async () => {
    const { client, questions } = await declining()
    const policy = {
      description: `Weekly newsletter exception ${'.'.repeat(800)}`,
      from: { type: 'everyone' },
      to: { type: 'everyone' },
      bidirectional: true,
      override: true,
    }
    await call(client, 'mimecast_create_policy', { option: 'no_action', policy })
    const lines = questions.join().split('\n')
    expect(lines.filter((line) => line.endsWith('type: everyone'))).toHaveLength(2)
    expect(lines).toContain('  override: true')
    expect(lines).toContain(`  description: ${policy.description}`)
    expect(lines[0]).toContain('It can let through what would be stopped.')
  })

  test('counts the messages that are released, and shows each', async () => {
    const { client, questions } = await declining()
    const ids = Array.from({ length: 40 }, (_, at) => `hold-id-${at}`)
    await call(client, 'mimecast_release_message', { message_id: ids.join(',') })
    const question = questions.join()
    expect(question).toMatch(/\(40\):\n/)
    for (const id of ids) expect(question).toContain(`: ${id}`)
  })

  test('that would hide something is not asked: the call is refused with the size of what is too long', async () => {
    const { client, questions } = await declining()
    const policy = {
      description: 'x'.repeat(70_000),
      from: { type: 'everyone' },
      to: { type: 'everyone' },
    }
    const answer = await call(client, 'mimecast_create_policy', { option: 'no_action', policy })
    expect([codeOf(answer), questions]).toEqual(['NOT_CONFIRMED', []])
    expect(textOf(answer)).toMatch(/too long to show for confirmation: Policy \(70,\d{3}\)\./)
  })

  test('shows signs of life while the person thinks', async () => {
    const wire = await serve((response) => reply(response, {}))
    const waiting = Promise.withResolvers<void>()
    const client = await connectTo(await makeCore({ config: { base_url: wire.url } }), {
      answer: async () => {
        await waiting.promise
        return { action: 'accept', content: {} }
      },
    })
    const seen: { progress: number; message?: string | undefined }[] = []
    const onprogress = (progress: (typeof seen)[number]) => {
      seen.push(progress)
      if (progress.message?.startsWith('waiting for a person')) waiting.resolve()
    }
    const answer = await client.callTool(
      { name: 'echo_call', arguments: { path: '/' } },
      {
        onprogress,
      },
    )
    expect(answer.isError).toBe(false)
    const steps = seen.map(({ progress }) => progress)
    expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b))
  })
})

test('a change that destroys or lets through what would be stopped is declared as destructive', async () => {
  const integration = await openIntegration()
  const { tools } = await (await connectTo(await makeCore({ integration }))).listTools()
  const destructive = tools.filter(({ annotations }) => annotations?.destructiveHint).map(({ name }) => name)
  expect(destructive).toEqual(
    expect.arrayContaining([
      'mimecast_create_block_sender_policy',
      'mimecast_create_policy',
      'mimecast_permit_sender',
      'mimecast_reject_message',
      'mimecast_release_message',
    ]),
  )
  expect(destructive).not.toContain('mimecast_block_sender')
})
