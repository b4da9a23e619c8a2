/** Regular expressions of manifests and of integration.yaml: what could take long on other people's data is refused. */
import { expect, test } from 'vitest'
import { readIntegrationSpec } from '../../runtime/integration/yaml/integration.ts'
import { readManifest } from '../../runtime/integration/yaml/manifest.ts'
import { coerceAll } from '../../runtime/schema/coerce.ts'
import type { ParameterSpec } from '../../runtime/schema/parameters.ts'
import { compileSchema } from '../../runtime/schema/validate.ts'
import { textOf } from '../support/sources.ts'

const manifest = (parameter: object, output: object = { type: 'object' }): string =>
  JSON.stringify({
    name: 'Try',
    description: 'Tries.',
    effect: 'read',
    parameters: { text: { label: 'Text', description: 'Text.', type: 'string', ...parameter } },
    output,
    messages: { success: 'Done.' },
    example: { parameters: {}, result: {} },
  })

/** The sentences of what is wrong with a manifest. */
async function findings(text: string): Promise<string[]> {
  const reading = await readManifest('try.yaml', text)
  return reading.ok ? [] : reading.findings.map(({ message }) => message)
}

const SLOW = '^([a-z.@]+)+$'
const SQUARE = '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$'

test('an expression that is linear, or whose text is short, is accepted', async () => {
  for (const parameter of [
    { pattern: '^[a-z]+(-[a-z]+)*$' },
    { pattern: '\\S' },
    { pattern: SQUARE, max_length: 320 },
    { type: 'json', schema: { type: 'string', pattern: SQUARE, maxLength: 320 } },
    { type: 'json', schema: { enum: [{ pattern: SLOW }] } },
  ])
    expect(await findings(manifest(parameter))).toEqual([])
})

test.each<[string, string]>([
  ['of a parameter', manifest({ pattern: SLOW })],
  ['of the entries of a list', manifest({ type: 'list', pattern: SLOW })],
  ['of a short text, as no length helps', manifest({ pattern: SLOW, max_length: 40 })],
  [
    'in a schema',
    manifest({
      type: 'json',
      schema: { type: 'object', properties: { a: { type: 'string', pattern: SLOW } } },
    }),
  ],
  [
    'in one of several schemas',
    manifest({ type: 'json', schema: { anyOf: [{ type: 'string', pattern: SLOW }] } }),
  ],
  [
    'as a name of properties',
    manifest({ type: 'json', schema: { type: 'object', patternProperties: { [SLOW]: { type: 'string' } } } }),
  ],
  ['of the output', manifest({}, { type: 'object', properties: { a: { type: 'string', pattern: SLOW } } })],
])('an exponential expression %s is refused', async (_, text) => {
  expect(await findings(text)).toEqual([
    'The time of this regular expression may grow exponentially with the length of the text. Rewrite it so that each text can match in one way only; a repetition inside a repetition is the usual cause.',
  ])
})

test('a quadratic one is refused for long texts, with the length that it could have', async () => {
  expect(await findings(manifest({ pattern: SQUARE }))).toEqual([
    'The time of this regular expression may grow with the square of the length of the text. Anchor it with ^, make neighbouring repetitions differ, or set the longest length to at most 3162.',
  ])
})

test('what is none at all is said, also in integration.yaml, where slow ones are refused, too', async () => {
  expect(await findings(manifest({ pattern: '(' }))).toEqual([
    'This is not a regular expression. Correct it.',
  ])
  const spec = textOf('test/fixtures/echo/integration.yaml')
  for (const [pattern, words] of [
    ['(', 'This is not a regular expression'],
    [SLOW, 'may grow exponentially'],
  ]) {
    const field = `config:\n  token: { label: Token, description: Token., type: string, pattern: '${pattern}' }\n`
    const reading = await readIntegrationSpec(
      'integration.yaml',
      spec.replace('config:\n', () => field),
    )
    expect(reading.ok ? [] : reading.findings.map(({ message }) => message)).toEqual([
      expect.stringContaining(words ?? ''),
    ])
  }
})

/** Each of these took minutes; a test that waits for them does not end. */
test.each<[string, Partial<ParameterSpec>, string]>([
  ['a number', { type: 'number' }, `${'1'.repeat(900_000)}x`],
  ['a web address', { format: 'url' }, '//'.repeat(400_000)],
  ['an address with blanks', { format: 'email' }, `${' x'.repeat(400_000)}<`],
  ['an address with quotes', { format: 'email_or_domain' }, `"${'\\a'.repeat(400_000)}`],
  ['a part of an address', { format: 'address_part' }, `${'a'.repeat(900_000)}<`],
  ['a domain', { format: 'domain' }, 'a.'.repeat(400_000)],
  ['a secret', { secret: true }, `${'\n'.repeat(900_000)}x`],
  ['a list of addresses', { type: 'list', format: 'email' }, '"a<(,'.repeat(150_000)],
  ['invisible characters', { format: 'email' }, '\u200b'.repeat(900_000)],
])('a long text is judged at once: %s', async (_, spec, text) => {
  const specs = { value: { label: 'Value', description: '', type: 'string', ...spec } as ParameterSpec }
  const bag = coerceAll(specs, { value: text }, [])
  const judge = await compileSchema({
    type: 'string',
    ...(spec.format !== undefined && { format: spec.format }),
  })
  expect(judge(String(bag.value ?? text)).length).toBeLessThan(3)
})
