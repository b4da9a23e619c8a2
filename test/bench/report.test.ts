import { describe, expect, test } from 'vitest'
import { table } from '../../bench/report.ts'
import { withSection } from '../../testing/own/docs-section.ts'

describe('a section of the benchmarks', () => {
  test('goes to the end when it is new', () => {
    expect(withSection('# B\n\n', 'cold', 'figures')).toBe('# B\n\n<!-- cold -->\nfigures\n<!-- /cold -->\n')
  })

  test('takes the place of the one before, and what stands around it stays', () => {
    const before = withSection(`${withSection('# B\n', 'cold', 'first')}\nwords\n`, 'warm', 'w')
    const after = withSection(before, 'cold', 'second')
    expect(after).toBe(before.replace('first', 'second'))
    expect(withSection(after, 'cold', 'second')).toBe(after)
  })

  test('is appended where its markers are broken, so that nothing is cut away', () => {
    const broken = '<!-- /cold -->\nwords\n<!-- cold -->\n'
    expect(withSection(broken, 'cold', 'new')).toContain(broken.trimEnd())
  })
})

test('a table has a head, a rule and its rows', () => {
  expect(table(['a', 'b'], [['1', '2']])).toBe('| a | b |\n| --- | --- |\n| 1 | 2 |')
})
