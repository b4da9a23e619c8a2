import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromPythonRegex } from '../../../../runtime/platforms/secops/alerts/python-regex.ts'

/** What `re.search(pattern, text)` finds in Python 3.11, as [start, end] of the match; null for none. */
const samples: [string, string, [number, number] | null][] = [
  ['(?P<name>[^@]+)@(?P=name)', 'x@x', [0, 3]],
  ['(?i)TENANT-\\d+', 'my tenant-42!', [3, 12]],
  ['\\w+', 'Zürich-West', [0, 6]],
  ['[\\w-]+', '+Zürich-West', [1, 12]],
  ['\\bété\\b', 'un été ici', [3, 6]],
  ['\\d+', 'a٤٢b', [1, 3]],
  ['\\Acorp', 'corp corp', [0, 4]],
  ['corp\\Z', 'corp corp', [5, 9]],
  ['corp$', 'corp\n', [0, 4]],
  ['a.c', 'a\rc', [0, 3]],
  ['a.c', 'a\nc', null],
  ['(?s)a.c', 'a\nc', [0, 3]],
  ['(?m)^b$', 'a\nb\nc', [2, 3]],
  ['a{,2}', 'aaa', [0, 2]],
  ['a{x}', 'a{x}', [0, 4]],
  ['{', 'a{', [1, 2]],
  ['a{2}?', 'aaa', [0, 2]],
  ['[]a]+', 'x]a', [1, 3]],
  ['[^]]+', ']ab', [1, 3]],
  ['[a[]+', 'x[a', [1, 3]],
  ['a\\-b\\_c\\@', 'a-b_c@', [0, 6]],
  ['(?#comment)a/b', 'xa/b', [1, 4]],
  ['(?<=@)[^.]+', 'user@corp.test', [5, 9]],
  ['(?:a|b)(?!c)', 'acb', [2, 3]],
  ['(a)(b)\\2\\1', 'abba', [0, 4]],
  ['\\U0001F4E7', 'to \u{1F4E7}', [3, 5]],
  ['a]b}', 'a]b}', [0, 4]],
  ['x*', 'abc', [0, 0]],
]

test.each(samples)('%j in %j is found where Python finds it', (pattern, text, expected) => {
  const read = fromPythonRegex(pattern)
  if (!('regex' in read)) throw new Error('refused')
  const found = read.regex.exec(text)
  expect(found && [found.index, found.index + found[0].length]).toEqual(expected)
})

describe('what cannot mean the same is refused', () => {
  test.each([
    '(?x)a b',
    '(?L)a',
    '(?i:a)b',
    '(?>a)b',
    'a*+',
    'a{2}+',
    '(a)?(?(1)b|c)',
    '[\\W]',
    '\\N{DIGIT ONE}',
    '\\y',
    'a\\',
    '[a',
    '(a',
    'a)',
    'a**',
    '*a',
    '(?P<1>a)',
    '(?<name>a)',
  ])('%s', (pattern) => {
    expect(fromPythonRegex(pattern)).toHaveProperty('fault')
  })
})

test('any text finds itself once it is escaped as Python escapes it', () => {
  const escaped = (text: string) => text.replace(/[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g, '\\$&')
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
      const read = fromPythonRegex(escaped(text))
      return 'regex' in read && read.regex.exec(`<${text}>`)?.[0] === text
    }),
  )
})

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => Object.keys(fromPythonRegex(text)).length === 1),
  )
})
