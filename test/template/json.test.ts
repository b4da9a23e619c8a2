import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonFault } from '../../runtime/safety/json-fault.ts'
import { parseTemplate } from '../../runtime/template/parse/parse.ts'
import { templateFromTree } from '../../runtime/template/template.ts'
import { parseJson } from '../../runtime/template/values/json.ts'

describe('parseJson reads numbers as Python does', () => {
  test.each(['', '{', '[1,]', "{'a': 1}", '01', '1.', 'NaN', '{"a":1.0,}'])(
    '%j is refused as JSON.parse refuses it',
    (text) => {
      expect(() => parseJson(text)).toThrow(SyntaxError)
    },
  )

  test.each([
    ['3.0', '3.0'],
    ['3', '3'],
    ['1e2', '100.0'],
    ['-0.0', '-0.0'],
    ['1.5e3', '1500.0'],
    ['12345678901234567890', '12345678901234567890'],
    ['-9007199254740993', '-9007199254740993'],
    ['{"a": [1.0, 1]}', "{'a': [1.0, 1]}"],
    ['"3.0"', '3.0'],
  ])('%s prints as %s', (json, printed) => {
    expect(templateFromTree(parseTemplate('{{ x }}')).render({ x: parseJson(json) })).toBe(printed)
  })

  test('a float with a whole value serialises and reads as the number it is', () => {
    const parsed = parseJson('{"a": 3.0}') as { a: number }
    expect(JSON.stringify(parsed)).toBe('{"a":3}')
    expect(parsed.a + 1).toBe(4)
  })

  test('ints have at most 4,300 digits, as in Python, and the message says so', () => {
    const long = `{"a": [-${'9'.repeat(4_300)}, 1.0]}`
    expect(parseJson(long)).toMatchObject({ a: [-(10n ** 4_300n) + 1n, {}] })
    const longer = `{"a": 1${'0'.repeat(4_300)}}`
    expect(() => parseJson(longer)).toThrow(SyntaxError)
    try {
      parseJson(longer)
    } catch (error) {
      expect(jsonFault(longer, error)).toBe('a whole number has more than 4300 digits.')
    }
  })

  test('minus zero is the int 0, and the float -0.0 stays one', () => {
    expect(parseJson('[-0, -0.0]')).toEqual([0, { value: -0 }])
    const render = (source: string, v: unknown) => templateFromTree(parseTemplate(source)).render({ v })
    expect(render('{{ v|float }} {{ 1.0 * v }} {{ "%f" % v }}', parseJson('-0'))).toBe('0.0 0.0 0.000000')
    expect(render('{{ v|float }} {{ 1.0 * v }}', parseJson('-0.0'))).toBe('-0.0 -0.0')
  })

  test('the key __proto__ is data', () => {
    const parsed = parseJson('{"__proto__": {"polluted": 1.0}}') as object
    expect(Object.keys(parsed)).toEqual(['__proto__'])
    expect(parsed).not.toHaveProperty('polluted')
  })

  test('any JSON comes out as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        fc.pre(!/\d{16}|e\+/.test(text))
        expect(JSON.stringify(parseJson(text))).toBe(JSON.stringify(JSON.parse(text)))
      }),
    )
  })
})
