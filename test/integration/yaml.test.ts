import { describe, expect, test } from 'vitest'
import { readYaml } from '../../runtime/integration/yaml/yaml.ts'

describe('an alias', () => {
  test('without an anchor is a finding at its place, and its name, which may be a secret, is not repeated', () => {
    const { data, findings } = readYaml('connections.yaml', 'acme:\n  client_secret: *hunter22\n')
    expect(data).toBeUndefined()
    expect(findings).toMatchObject([{ file: 'connections.yaml', line: 2, column: 18 }])
    expect(findings[0]?.message).toContain('Put the text in quotes')
    expect(findings[0]?.message).not.toContain('hunter22')
  })

  test('of aliases without end is a finding, no crash', () => {
    const levels = Array.from({ length: 9 }, (_, at) => {
      const of = at === 0 ? 'x' : `*a${at - 1}`
      return `a${at}: &a${at} [${Array(10).fill(of).join(', ')}]`
    })
    const { data, findings } = readYaml('manifest.yaml', `${levels.join('\n')}\n`)
    expect([data, findings.length]).toEqual([undefined, 1])
  })

  test('with an anchor is what it names', () => {
    expect(readYaml('manifest.yaml', 'a: &x [1, 2]\nb: *x\n')).toMatchObject({
      findings: [],
      data: { a: [1, 2], b: [1, 2] },
    })
  })
})

describe('a large file', () => {
  test('with a key given twice names the place of the second', () => {
    const { findings } = readYaml('x.yaml', 'a: 1\nb: 2\na: 3\n')
    expect(findings).toMatchObject([{ line: 3, column: 1, message: expect.stringContaining('unique') }])
  })

  test('with very many aliases is refused once', () => {
    const text = `a: &a 1\nb:\n${'  - *a\n'.repeat(60_000)}`
    const { findings, data } = readYaml('x.yaml', text)
    expect(data).toBeUndefined()
    expect(findings).toMatchObject([{ message: expect.stringContaining('more than 100 aliases') }])
  })
})
