/** Whatever comes in on the platform's side: one document comes out, ASCII, complete, without a stack trace. */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Integration } from '../../../runtime/integration/integration.ts'
import { cli } from '../../support/cli.ts'
import { echoOnPlatform } from '../../support/secops.ts'

let integration: Integration
beforeAll(async () => {
  integration = await echoOnPlatform({ identifier: 'ExampleMail', required: [['base_url']] })
})

async function send(argv: string[], stdin: string | Buffer): Promise<Record<string, unknown>> {
  const { stdout, code } = await cli([...argv, '--log-level', 'silent'], {
    stdin,
    open: async () => ({ integration }),
  })
  expect(code).toBe(0)
  expect(stdout).toMatch(/^\{[\x20-\x7e]*\}$/)
  expect(stdout).not.toMatch(/\\n\s+at \S+ \(|node_modules|\.ts:\d+:\d+/)
  return JSON.parse(stdout) as Record<string, unknown>
}

const ACTION = ['run', '--dialect', 'secops']
const CONNECTOR = ['connect', 'feed', '--dialect', 'secops']

function isResult(document: Record<string, unknown>): void {
  expect(Object.keys(document)).toEqual([
    'Message',
    'ResultObjectJson',
    'ResultValue',
    'DebugOutput',
    'ExecutionState',
  ])
  expect(document.Message).toMatch(/\S/)
  // A context may ask for a limit that nothing fits in.
  const isReplaced = /exceeded maximum size/.test(String(document.Message))
  expect(document.ResultObjectJson === null).toBe(isReplaced)
  expect([0, 1, 2, 3]).toContain(document.ExecutionState)
}

const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    '',
    '  ',
    'True',
    '0',
    '1e999',
    '[]',
    '["x"]',
    '{{ 7 * 7 }}',
    '\u0000',
    '\ud800',
    '__proto__',
  ),
)
const context = fc.record(
  {
    action_definition_name: fc.oneof(fc.constantFrom('Say', 'ExampleMail_Say', 'Count', 'ExampleMail_'), odd),
    parameters: fc.oneof(
      fc.dictionary(
        fc.constantFrom('Text', 'Loud', 'Times', 'Tone', 'To', 'Until', 'Extra', 'Volume', 'Nothing'),
        odd,
      ),
      odd,
    ),
    integration_configuration: fc.oneof(
      fc.dictionary(fc.constantFrom('Base URL', 'API Key', 'Verify SSL', 'x'), odd),
      odd,
    ),
    integration_identifier: odd,
    target_entities: odd,
    execution_deadline_unix_time_ms: fc.oneof(odd, fc.constant(1), fc.constant(Number.MAX_SAFE_INTEGER)),
    script_timeout_deadline: odd,
    max_json_result_size: fc.oneof(odd, fc.constant(1)),
    vault_settings: odd,
  },
  { requiredKeys: [] },
)

describe('an action', () => {
  test('answers every context', async () => {
    await fc.assert(
      fc.asyncProperty(context, async (given) => isResult(await send(ACTION, JSON.stringify(given)))),
      { numRuns: 200 },
    )
  })

  test('answers every text and every run of bytes', async () => {
    const bytes = fc.uint8Array({ maxLength: 200 }).map((given) => Buffer.from(given))
    const text = JSON.stringify({ action_definition_name: 'Say', parameters: { Text: 'ü NaN' } })
    const cut = fc.nat(Buffer.byteLength(text)).map((length) => Buffer.from(text).subarray(0, length))
    await fc.assert(
      fc.asyncProperty(fc.oneof(bytes, cut, fc.string()), async (given) =>
        isResult(await send(ACTION, given)),
      ),
      { numRuns: 200 },
    )
  })

  test.each([
    ['text of ten megabytes', { Text: 'ü'.repeat(10_000_000) }],
    ['ten megabytes of escapes', { Text: '"\\\u0000'.repeat(1_000_000) }],
    ['a parameter of unknown name and great length', { ['x'.repeat(1_000_000)]: 'y' }],
    ['fifty thousand parameters', Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`p${n}`, n]))],
  ])('answers %s', async (_, parameters) => {
    isResult(await send(ACTION, JSON.stringify({ action_definition_name: 'Say', parameters })))
  })

  test('answers data that is nested without end', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    for (const where of [
      '"parameters": {"Text": "x", "Extra": @}',
      '"parameters": @',
      '"target_entities": @',
    ]) {
      const text = `{"action_definition_name": "Say", ${where.replace('@', () => deep)}}`
      isResult(await send(ACTION, text))
    }
  })

  test('answers an unfinished text full of escapes and words that JSON has not, without delay', async () => {
    isResult(await send(ACTION, `{"a": NaN, "b": "${'\\"'.repeat(2_000_000)}`))
  })
})

describe('a connector', () => {
  const connector = fc.record(
    {
      connector_info: fc.oneof(
        fc.record(
          {
            params: fc.oneof(
              fc.array(
                fc.record(
                  { param_name: fc.oneof(fc.constantFrom('Max Alerts', 'Base URL'), odd), param_value: odd },
                  { requiredKeys: [] },
                ),
              ),
              odd,
            ),
            environment: odd,
            identifier: odd,
            allow_list: odd,
            white_list_json_object: odd,
          },
          { requiredKeys: [] },
        ),
        odd,
      ),
      is_test_run: odd,
      state: odd,
    },
    { requiredKeys: [] },
  )

  test('answers every context with a package, or with the failure of a test run', async () => {
    await fc.assert(
      fc.asyncProperty(connector, async (given) => {
        const document = await send(CONNECTOR, JSON.stringify(given))
        const inner = JSON.parse(String(document.ResultObjectJson))
        expect(Array.isArray(inner.cases) || inner.is_success === false).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})
