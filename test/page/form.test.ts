/** A form sends what the command line sends, for every manifest and for generated parameters. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Parameter } from '../../page/api/types.ts'
import { formIn, queryOf } from '../../page/form/address.ts'
import { needOf, rowsOf } from '../../page/form/need.ts'
import { EMPTY, type FormState, formOf, parametersOf } from '../../page/form/state.ts'
import { commandLine } from '../../page/views/action/commands.ts'
import { orderOf } from '../../page/views/action/order.ts'
import type { Json } from '../../runtime/contract/json.ts'
import { runAction } from '../../runtime/run/run-action.ts'
import { coerceAll } from '../../runtime/schema/coerce.ts'
import type { ParameterSpec } from '../../runtime/schema/parameters.ts'
import { openIntegration } from '../../testing/own/subjects.ts'

const integration = await openIntegration()
const ids = await integration.ids()
const actions = await Promise.all(ids.map((id) => integration.action(id)))
const specsOf = (parameters: Record<string, ParameterSpec>): Parameter[] =>
  Object.entries(parameters).map(([name, spec]) => ({ name, ...spec }))

const config = { api_root: 'http://127.0.0.1:9', client_id: 'id', client_secret: 'a-client-secret' }

/** What a run with these parameters would send and receive. */
const planned = async (action: string, parameters: Record<string, unknown>) => {
  const request = { action, parameters, config, dry_run: true }
  const { dry_run, error } = await runAction(integration, request)
  return { dry_run, error }
}

describe('the example of every manifest', () => {
  test.each(actions)('$id: the form sends what the example says', async ({ id, manifest }) => {
    const specs = specsOf(manifest.parameters)
    const { parameters } = manifest.example
    const sent = parametersOf(specs, formOf(specs, { parameters }))
    expect(await planned(id, sent)).toEqual(await planned(id, parameters))
  })

  test.each(actions)('$id: the address holds the form', ({ manifest }) => {
    const specs = specsOf(manifest.parameters)
    const form = formOf(specs, { parameters: manifest.example.parameters })
    const query = new URLSearchParams(queryOf(specs, form))
    const read = formIn(specs, new URLSearchParams(query.toString())) ?? EMPTY
    expect(parametersOf(specs, read)).toEqual(parametersOf(specs, form))
  })

  test.each(actions)(
    '$id: an empty form sends nothing, and so does one with the defaults',
    ({ manifest }) => {
      const specs = specsOf(manifest.parameters)
      expect(parametersOf(specs, EMPTY)).toEqual({})
      const defaults = specs.flatMap(({ name, default: value }) =>
        value === undefined || /\{[{%]/.test(String(value)) ? [] : [[name, value]],
      )
      expect(
        parametersOf(
          specs,
          formOf(specs, { parameters: Object.fromEntries(defaults) as Record<string, Json> }),
        ),
      ).toEqual({})
    },
  )
})

/** Values of every type, as a request of an earlier run has them. */
const VALUES: Record<ParameterSpec['type'], fc.Arbitrary<Json>> = {
  string: fc.string({ unit: 'grapheme', minLength: 1 }),
  integer: fc.maxSafeInteger(),
  number: fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 8),
  boolean: fc.boolean(),
  list: fc.array(
    fc.string({ minLength: 1 }).filter((text) => text.trim() === text && !/[\r\n]/.test(text)),
    { minLength: 1 },
  ),
  json: fc.jsonValue().filter((value) => value !== null && value !== '') as fc.Arbitrary<Json>,
}

test('any value of any type comes through the form as the runtime reads it', () => {
  const types = Object.keys(VALUES) as ParameterSpec['type'][]
  const cases = fc.constantFrom(...types).chain((type) => fc.tuple(fc.constant(type), VALUES[type]))
  fc.assert(
    fc.property(cases, ([type, value]) => {
      const spec: Parameter = { name: 'x', label: 'X', description: '', type }
      const sent = parametersOf([spec], formOf([spec], { parameters: { x: value } }))
      const read = (given: Record<string, unknown>) => coerceAll({ x: spec }, given, [])
      expect(read(sent)).toEqual(read({ x: value }))
    }),
  )
})

test('secrets are neither filled in nor put into the address', () => {
  const specs: Parameter[] = [{ name: 'pin', label: 'PIN', description: '', type: 'string', secret: true }]
  const form = formOf(specs, { parameters: { pin: '***' } })
  expect(form.values).toEqual({})
  const filled: FormState = { ...form, values: { pin: 'hunter2' }, templates: {} }
  expect(parametersOf(specs, filled)).toEqual({ pin: 'hunter2' })
  expect(queryOf(specs, filled)).toEqual({})
  expect(formIn(specs, new URLSearchParams('p.pin=hunter2'))).toBeUndefined()
})

describe('create-block-sender-policy', () => {
  const specs = specsOf(
    actions.find(({ id }) => id === 'create-block-sender-policy')?.manifest.parameters ?? {},
  )
  const recipient = specs.find(({ name }) => name === 'recipient') ?? specs[0]
  const need = (recipient_type: string) =>
    recipient && needOf(recipient, specs, { ...EMPTY, values: { recipient_type } })

  test('a choice shares a row with the field that it governs, two switches share one, and so do two times', () => {
    const rows = rowsOf(specs).map((row) => row.map(({ name }) => name).join(' '))
    expect(rows).toEqual([
      'response',
      'description',
      'extracted_data',
      'sender_type sender',
      'recipient_type recipient',
      'comment',
      'bidirectional enforced',
      'start_time end_time',
    ])
  })

  test('a field is required, or not used, as its choice says', () => {
    expect(need('Email Address')).toEqual({ is: 'required' })
    expect(need('Internal Addresses')).toEqual({ is: 'unused', with: 'Internal Addresses' })
    expect(
      recipient && needOf(recipient, specs, { ...EMPTY, templates: { recipient_type: '{{ x }}' } }),
    ).toEqual({
      is: 'optional',
    })
  })
})

test('the command line quotes what a shell would change', () => {
  const specs: Parameter[] = [
    { name: 'note', label: 'Note', description: '', type: 'string' },
    { name: 'ids', label: 'Ids', description: '', type: 'list' },
  ]
  const state: FormState = { ...EMPTY, values: { note: `it's $HOME; \`id\``, ids: 'a b\nc' } }
  const action = { integration: 'mimecast', id: 'reject-message', parameters: specs }
  const order = orderOf(action, state, { connection: 'acme', context: {}, locale: 'en' })
  expect(commandLine(order)).toBe(
    [
      'soar run reject-message',
      '--connection acme',
      `--param 'note=it'\\''s $HOME; \`id\`'`,
      `--param 'ids:=["a b","c"]'`,
    ].join(' \\\n  '),
  )
})
