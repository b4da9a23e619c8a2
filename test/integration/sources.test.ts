/** Where a configuration comes from: the first source that has a value decides, and a source may be the last. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ActionError } from '../../runtime/contract/errors.ts'
import { readConfig } from '../../runtime/integration/config/config.ts'
import { type ConfigSource, decide, environmentSource } from '../../runtime/integration/config/sources.ts'
import { loadEcho } from '../support/echo.ts'
import { sendAction } from '../support/secops.ts'

const echo = await loadEcho()
const specs = echo.spec.config
const names = Object.keys(specs)

describe('of several sources', () => {
  const value = fc.constantFrom('', 'a', 'b', null, undefined)
  const source: fc.Arbitrary<ConfigSource> = fc.record(
    {
      values: fc.dictionary(fc.constantFrom(...names), value),
      final: fc.oneof(fc.constant('all' as const), fc.uniqueArray(fc.constantFrom(...names))),
    },
    { requiredKeys: ['values'] },
  )

  test('the first that has a value decides a field, unless one before it is final', () => {
    fc.assert(
      fc.property(fc.array(source, { maxLength: 4 }), (sources) => {
        const decided = decide(specs, sources, [])
        for (const name of names) {
          const first = sources.findIndex(({ values }) => (values[name] ?? '') !== '')
          const last = sources.findIndex(({ final }) => final === 'all' || final?.includes(name))
          const isClosed = last >= 0 && last < first
          expect(decided.get(name)?.source).toBe(first < 0 || isClosed ? undefined : sources[first])
        }
      }),
    )
  })

  test('spellings of a name are one field, and the environment has its own', () => {
    const env = environmentSource(specs, { ECHO_API_KEY: 'from-env', ECHO_BASE_URL: '' })
    const read = (...before: ConfigSource[]) => readConfig(echo, [...before, env])
    expect(read().api_key).toBe('from-env')
    expect(read({ values: { 'API Key': 'mine' } }).api_key).toBe('mine')
    expect(read({ values: { 'api key': '' } }).api_key).toBe('from-env')
    expect(read({ values: {}, final: ['api_key'] }).api_key).toBeUndefined()
    expect(read({ values: {}, final: 'all' })).toEqual({ base_url: 'http://127.0.0.1:9', verify_ssl: true })
  })

  test('the same ones give the same configuration, and a final field another', () => {
    const env = environmentSource(specs, { ECHO_API_KEY: 'k' })
    const open: ConfigSource = { values: { base_url: 'http://one.test' } }
    expect(readConfig(echo, [open, env])).toBe(readConfig(echo, [{ ...open }, env]))
    expect(readConfig(echo, [{ ...open, final: ['api_key'] }, env]).api_key).toBeUndefined()
  })

  test('a variable that is not UTF-8 is refused only where it decides the field', () => {
    const env = environmentSource(specs, { ECHO_API_KEY: 'caf\uFFFD' })
    expect(() => readConfig(echo, [env])).toThrow(ActionError)
    expect(readConfig(echo, [{ values: { api_key: 'k' } }, env]).api_key).toBe('k')
  })
})

test('the environment is read and never copied: variables of the configuration stay those of the process', async () => {
  const env = new Proxy<Record<string, string>>(
    { ECHO_API_KEY: 'from-env' },
    {
      ownKeys: () => {
        throw new Error('the environment was copied')
      },
    },
  )
  const context = { action_definition_name: 'Say', parameters: { Text: 'x' } }
  const { document } = await sendAction(
    echo,
    { ...context, integration_configuration: { 'API Key': '' } },
    { env },
  )
  expect(document.Message).not.toContain('copied')
  expect(document.ExecutionState).toBe(0)
})
