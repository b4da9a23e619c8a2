/** Every tool by the rules of the vendors of models, and names that fit with long keys of servers. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { portable } from '../../../runtime/faces/mcp/portable-schema.ts'
import { toTool } from '../../../runtime/faces/mcp/tools.ts'
import { caseArguments } from '../../../runtime/platforms/secops/case-arguments.ts'
import { LONGEST_NAME, toolNames } from '../../../runtime/service/tool-names.ts'
import { openIntegration } from '../../../testing/own/subjects.ts'
import {
  anthropic,
  gemini,
  geminiJsonSchema,
  inspectorStrict,
  openai,
  openaiStrict,
} from '../../support/dialects.ts'
import { call, codeOf, connectTo, makeCore, textOf } from '../../support/mcp.ts'

const mimecast = await openIntegration()
const { offers, callArguments, t } = await makeCore({ integration: mimecast })
const tools = [...offers.tools.values()].map((offer) => toTool(offer, callArguments, t))

describe.each([
  ['OpenAI', openai],
  ['OpenAI strict', openaiStrict],
  ['Anthropic', anthropic],
  ['Gemini parameters', gemini],
  ['Gemini parametersJsonSchema', geminiJsonSchema],
  ['the Inspector with --strict', inspectorStrict],
])('%s accepts', (_, faultsOf) => {
  test.each(tools.map((tool) => [tool.name, tool] as const))('%s', (_name, tool) => {
    expect(faultsOf(tool)).toEqual([])
  })
})

describe('a published schema', () => {
  test('has a type beside every choice, and choices that are not texts in its description', () => {
    expect(portable({ enum: ['a', 'b'] }, t)).toEqual({ type: 'string', enum: ['a', 'b'] })
    expect(portable({ const: 'a' }, t)).toEqual({ type: 'string', enum: ['a'] })
    expect(portable({ enum: [1, 2, null], description: 'Level.' }, t)).toEqual({
      type: 'number',
      description: 'Level. One of: 1, 2.',
    })
  })

  test('leaves out what only some vendors read, at every depth', () => {
    const inner = { type: ['string', 'null'], format: 'email', allOf: [{ not: { const: 'x' } }] }
    expect(
      portable({ type: 'object', additionalProperties: false, required: ['a'], properties: { a: inner } }, t),
    ).toEqual({
      type: 'object',
      required: ['a'],
      properties: { a: { type: 'string' } },
    })
    expect(portable({ type: 'array' }, t)).toEqual({ type: 'array', items: { type: 'string' } })
    expect(portable({ type: ['string', 'integer'] }, t)).toEqual({
      anyOf: [{ type: 'string' }, { type: 'integer' }],
    })
  })

  test('refuses nothing less: what is no longer described is still checked by the call', async () => {
    const client = await connectTo(
      await makeCore({ integration: mimecast, policy: { yesWrites: true }, config: {} }),
    )
    const policy = { description: 'x', from: { type: 'everyone', emailAddress: 'a@example.com' } }
    const answer = await call(client, 'mimecast_create_policy', { policy, option: 'block_sender', extra: 1 })
    expect(codeOf(answer)).toBe('PARAMETER_INVALID')
    expect(textOf(answer)).toContain('Unknown parameter "extra"')
  })

  test('leaves out the arguments about the case if the operator says so; calls may still send them', async () => {
    const client = await connectTo(await makeCore({ callArguments: caseArguments([], false) }))
    const listed = await client.listTools()
    expect(
      listed.tools.filter(({ inputSchema }) => Object.hasOwn(inputSchema.properties ?? {}, 'case_id')),
    ).toEqual([])
    expect((await call(client, 'echo_say', { text: 'hi', case_id: '4821' })).isError).toBe(false)
  })
})

describe('the name of a tool', () => {
  test('fits into 64 characters with the key of its server, and calls under the full name still work', async () => {
    const toolOf = toolNames([{ name: 'mimecast', ids: await mimecast.ids() }])
    const { name, full } = toolOf('mimecast', 'get-ttp-impersonation-protection-logs')
    expect([name, full]).toEqual([
      'mimecast_get_ttp_impersonation_logs',
      'mimecast_get_ttp_impersonation_protection_logs',
    ])
    const core = await makeCore({ integration: mimecast, policy: { allow: [full] } })
    expect([...core.offers.tools.keys()]).toEqual([name])
    const client = await connectTo(core)
    expect(codeOf(await call(client, full))).toBe('CONFIG_INVALID')
  })

  test('is whole as long as it fits, and otherwise has whole words of the full name', async () => {
    const ids = await mimecast.ids()
    const toolOf = toolNames([{ name: 'mimecast', ids }])
    for (const { name, full } of ids.map((id) => toolOf('mimecast', id))) {
      expect(`mcp__customer-production__${name}`.length).toBeLessThanOrEqual(64)
      if (full.length <= LONGEST_NAME) expect(name).toBe(full)
      const words = full.split('_')
      expect(name.split('_').filter((word) => !words.includes(word))).toEqual([])
    }
  })

  test('does not change with another action, unless that one takes the same short name', () => {
    const nameOf = (...others: string[]) =>
      toolNames([{ name: 'vendor', ids: ['list-anti-spoofing-bypass-policies-now', ...others] }])(
        'vendor',
        'list-anti-spoofing-bypass-policies-now',
      ).name
    const short = 'vendor_list_anti_spoofing_bypass_now'
    expect([nameOf(), nameOf('a', 'list-anti-spoofing-now')]).toEqual([short, short])
    expect(nameOf('list-anti-spoofing-bypass-now')).toMatch(/^vendor_list_anti_spoofing_[0-9a-f]{8}$/)
  })

  test('is never that of another action, however long both are', () => {
    const word = fc.stringMatching(/^[ab]{1,30}$/)
    const id = fc.array(word, { minLength: 1, maxLength: 30 }).map((words) => words.join('-'))
    fc.assert(
      fc.property(fc.uniqueArray(id, { maxLength: 12 }), (ids) => {
        const toolOf = toolNames([{ name: 'vendor', ids }])
        const names = ids.map((one) => toolOf('vendor', one).name)
        expect(new Set(names).size).toBe(ids.length)
        expect(names.every((name) => name.length <= LONGEST_NAME)).toBe(true)
      }),
    )
    const twins = ['a'.repeat(60), 'a'.repeat(61)]
    const toolOf = toolNames([{ name: 'vendor', ids: twins }])
    expect(new Set(twins.map((one) => toolOf('vendor', one).name)).size).toBe(2)
  })
})
