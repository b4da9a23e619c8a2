import { describe, expect, test } from 'vitest'
import { platformValue } from '../../../runtime/platforms/secops/values.ts'
import { coerceAll } from '../../../runtime/schema/coerce.ts'
import type { ParameterSpec } from '../../../runtime/schema/parameters.ts'
import { platformData } from '../../support/secops.ts'

interface Extraction {
  input: {
    value: unknown
    absent: boolean
    type: string
    mandatory: boolean
    default: unknown
    strip: boolean
  }
  result?: unknown
  error?: { text: string }
}

const TYPES: Record<string, ParameterSpec['type']> = { str: 'string', bool: 'boolean', int: 'integer' }

/** What a value becomes by the dialect and then by our own grammar; `refused` when either says no. */
function read(type: string, value: unknown, more: Partial<ParameterSpec> = {}): unknown {
  const spec: ParameterSpec = { label: 'P', description: '', type: TYPES[type] ?? 'string', ...more }
  const given = platformValue('p', spec, value)
  if ('problem' in given) return 'refused'
  const problems: never[] = []
  const { p } = coerceAll({ p: spec }, { p: given.value }, problems)
  return problems.length > 0 ? 'refused' : p
}

const filled = platformData<Extraction[]>('extraction').filter(
  ({ input }) =>
    TYPES[input.type] !== undefined &&
    input.default === null &&
    input.strip &&
    typeof input.value !== 'object' &&
    // Blank text and the empties of Python are absent here: the tests of contexts have them.
    Boolean(input.value) &&
    String(input.value).trim() !== '',
)

describe('values as the platform reads them', () => {
  test('there are recordings', () => {
    expect(filled).toHaveLength(30)
  })

  test.each(filled.map((one) => [one.input.type, one.input.value, one] as const))(
    '%s of %j',
    (type, value, one) => {
      expect(read(type, value)).toEqual(one.error ? 'refused' : one.result)
    },
  )

  test.each([['yes'], ['1'], ['on'], [' true '], [0], ['']])('a boolean is not %j', (value) => {
    expect(read('bool', value)).toBe('refused')
  })

  test('a drop-down may come as a list of one, also as JSON text', () => {
    const choices = { enum: ['Spam', 'Malware'] }
    expect(read('str', ['Spam'], choices)).toBe('Spam')
    expect(read('str', '["Spam"]', choices)).toBe('Spam')
    expect(read('str', ['Spam', 'Malware'], choices)).toBe('refused')
  })

  test('free text that looks like a list stays what it is', () => {
    expect(read('str', '["Spam"]')).toBe('["Spam"]')
  })
})
