import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  asciiJson,
  float,
  type PackageValue,
  packageJson,
  pythonString,
} from '../../../../runtime/platforms/secops/package/json.ts'
import { findPython } from '../../../support/package.ts'

test('keys are sorted, four blanks, floats have a point, nothing but ASCII', () => {
  const value = {
    b: [1, float(2), float(2.5)],
    a: { ü: 'Grüße 😀' },
    empty: [],
    none: {},
    left: undefined,
    c: null,
  }
  expect(packageJson(value)).toBe(`{
    "a": {
        "\\u00fc": "Gr\\u00fc\\u00dfe \\ud83d\\ude00"
    },
    "b": [
        1,
        2.0,
        2.5
    ],
    "c": null,
    "empty": [],
    "none": {}
}`)
})

test('whatever is written is read back', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      // Minus zero is no JSON, and a key of that name cannot be set.
      fc.pre(!/"__proto__"|"float"/.test(JSON.stringify(value)))
      const text = packageJson(value as PackageValue)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      expect(text).toMatch(/^[\n -~]*$/)
    }),
  )
})

test('texts are the same in Python, whatever is in them', () => {
  const texts = fc.sample(fc.string({ unit: 'binary', maxLength: 40 }), { numRuns: 200 })
  texts.push('"\'\\\n\r\t\0', '😀 x', '\u007f\u0080\uffff', '{reason}', '\u2028\ud800')
  const script = 'import ast,json,sys\nprint(json.dumps([ast.literal_eval(l) for l in json.load(sys.stdin)]))'
  const input = JSON.stringify(texts.map(pythonString))
  const read = execFileSync(findPython(), ['-c', script], { input, encoding: 'utf8' })
  expect(JSON.parse(read)).toEqual(texts)
})

test('a text of JSON is a text of JSON', () => {
  expect(JSON.parse(asciiJson('a"b\\ü😀'))).toBe('a"b\\ü😀')
})
