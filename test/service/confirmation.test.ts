/** What a person reads before a change. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describeInputs } from '../../runtime/service/confirmation.ts'

describe('a confirmation', () => {
  test('gives every input a line, a list its count, an object its fields', () => {
    const { lines, hidden } = describeInputs([
      { label: 'Ids', value: ['a', 'b'] },
      { label: 'Policy', value: { from: { type: 'everyone' }, override: true } },
      { label: 'Note', value: null },
    ])
    expect(hidden).toEqual([])
    expect(lines).toEqual([
      'Note: null',
      'Ids (2):',
      '  1: a',
      '  2: b',
      'Policy:',
      '  from:',
      '    type: everyone',
      '  override: true',
    ])
  })

  test('puts long inputs last, so that nothing is pushed out of sight', () => {
    const { lines } = describeInputs([
      { label: 'Description', value: '説'.repeat(900) },
      { label: 'Sender', value: 'ceo@example.com' },
      { label: 'Recipient', value: 'all@example.com' },
    ])
    expect(lines.slice(0, 2)).toEqual(['Sender: ceo@example.com', 'Recipient: all@example.com'])
    expect(lines[2]).toBe(`Description: ${'説'.repeat(900)}`)
  })

  test.each([
    ['a value of 5,000 characters', [{ label: 'Note', value: 'x'.repeat(5_000) }], ['Note (5,000)']],
    [
      'values that are too much together',
      ['A', 'B', 'C'].map((label) => ({ label, value: '説'.repeat(2_500) })),
      ['C (2,500)'],
    ],
    [
      'a list of a million items',
      [{ label: 'Ids', value: Array.from({ length: 1e6 }, () => 1) }],
      ['Ids (1,000,000)'],
    ],
  ])('names %s instead of cutting', (_, inputs, hidden) => {
    expect(describeInputs(inputs).hidden).toEqual(hidden)
  })

  test('shows every text whole, or names its input', () => {
    const value = fc.oneof(
      fc.string({ maxLength: 6_000 }),
      fc.array(fc.string({ maxLength: 300 }), { maxLength: 200 }),
    )
    fc.assert(
      fc.property(fc.array(value, { maxLength: 6 }), (values) => {
        const inputs = values.map((one, at) => ({ label: `input ${at}`, value: one }))
        const { lines, hidden } = describeInputs(inputs)
        for (const { label, value: one } of inputs) {
          const isShown = lines.some((line) => line.startsWith(label))
          expect(isShown).toBe(!hidden.some((name) => name.startsWith(`${label} (`)))
          if (isShown && Array.isArray(one)) expect(lines).toContain(`${label} (${one.length}):`)
        }
        expect(Buffer.byteLength(lines.join('\n'))).toBeLessThanOrEqual(16_000)
      }),
    )
  })
})
