/** How the time of a regular expression grows: judged from the expression, held against a matcher that counts its steps. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rangesOf } from '../../runtime/sdk/regex/characters.ts'
import { regexGrowth } from '../../runtime/sdk/regex/growth.ts'
import { type Part, parseRegex } from '../../runtime/sdk/regex/parse.ts'

const EXPONENTIAL = Number.POSITIVE_INFINITY

test.each<[string, number]>([
  ['', 1],
  ['\\S', 1],
  ['^\\S', 1],
  ['^\\d{4}-\\d\\d-\\d\\d$', 1],
  ['^[a-z]+(-[a-z]+)*$', 1],
  ['^[a-z]+(?:-[a-z]+)*(?:\\.[a-z]+)?$', 1],
  ['^(a|ab)*$', 1],
  ['^(\\w+\\s)*$', 1],
  ['^.*foo$', 1],
  ['^.{1,64}$', 1],
  ['^(foo|foobar|food)$', 1],
  ['^\\p{L}+$', 1],
  ['^(\\p{L}|\\p{N})+$', 1],
  ['^(?=.*\\d)(?=.*[a-z]).{8,}$', 1],
  ['^https?://[^/]+(/.*)?$', 1],
  ['^[\\s\\S]*$', 1],
  ['^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}$', 1],
  ['[a-z]+', 1],
  ['corp.*', 1],
  ['(?<=@)[^.]+', 1],
  ['\\bword\\b', 1],
  ['\\s+$', 2],
  ['a+b', 2],
  ['(\\w+)@corp', 2],
  ['(\\w+)@\\1', 2],
  ['^.*[ab]*c$', 2],
  ['^[^<>@]*@?[^<>@]*$', 2],
  ['^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$', 2],
  ['^(.*)(.*)(.*)x$', 3],
  ['^([a-z.@]+)+$', EXPONENTIAL],
  ['^(a+)+$', EXPONENTIAL],
  ['^(a|a)*$', EXPONENTIAL],
  ['^(a?b?)*$', EXPONENTIAL],
  ['^(a*)*$', EXPONENTIAL],
  ['^(\\w|\\d)+$', EXPONENTIAL],
  ['^(\\w+\\s?)*$', EXPONENTIAL],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', EXPONENTIAL],
  ['^(a?){30}b$', EXPONENTIAL],
  ['^(a{1,100}){1,100}$', EXPONENTIAL],
  ['(?<=a*b)c', EXPONENTIAL],
  ['a'.repeat(3000), EXPONENTIAL],
])('%j grows with the power %s', (source, growth) => {
  expect(() => new RegExp(source, 'u')).not.toThrow()
  expect(regexGrowth(source)).toBe(growth)
})

test('flags count: letter case, lines', () => {
  expect([regexGrowth('^(a|A)*$', 'u'), regexGrowth('^(a|A)*$', 'iu')]).toEqual([1, EXPONENTIAL])
  expect([regexGrowth('^a+b$', 'u'), regexGrowth('^a+b$', 'mu')]).toEqual([1, 2])
})

/** Steps of a matcher that tries one way after the other, as engines do; it stops counting at `most`. */
function steps(tree: Part, text: string, anchored: boolean, most: number): number {
  let count = 0
  class Enough extends Error {}
  type Then = (at: number) => boolean
  const step = (): void => {
    if (++count > most) throw new Enough()
  }
  function match(part: Part, at: number, then: Then): boolean {
    step()
    switch (part.kind) {
      case 'set':
        return (
          at < text.length && new RegExp(`^(?:${part.source})`, 'u').test(text.charAt(at)) && then(at + 1)
        )
      case 'sequence': {
        const next = (index: number, from: number): boolean => {
          const inner = part.parts[index]
          return inner === undefined ? then(from) : match(inner, from, (to) => next(index + 1, to))
        }
        return next(0, at)
      }
      case 'choice':
        return part.options.some((option) => match(option, at, then))
      case 'repeat': {
        const round = (times: number, from: number): boolean => {
          step()
          const again =
            times < part.max &&
            match(part.part, from, (to) => (to > from || times < part.min) && round(times + 1, to))
          return again || (times >= part.min && then(from))
        }
        return round(0, at)
      }
      case 'place':
        return (part.at === 'start' ? at === 0 : at === text.length) && then(at)
      default:
        return then(at)
    }
  }
  try {
    const last = anchored ? 0 : text.length
    for (let start = 0; start <= last; start++) if (match(tree, start, () => true)) break
  } catch (thrown) {
    if (!(thrown instanceof Enough)) throw thrown
  }
  return count
}

describe('a growth that is said is never too low', () => {
  const letter = fc.constantFrom('a', 'b', '[ab]', '.', '[^a]')
  const { part } = fc.letrec<{ part: string }>((tie) => ({
    part: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      letter,
      fc.tuple(tie('part'), tie('part')).map(([one, other]) => `${one}${other}`),
      fc.tuple(tie('part'), tie('part')).map(([one, other]) => `(?:${one}|${other})`),
      fc
        .tuple(tie('part'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '*?'))
        .map(([one, sign]) => `(?:${one})${sign}`),
    ),
  }))
  const expression = fc
    .tuple(fc.boolean(), part, fc.boolean())
    .map(([start, inner, end]) => `${start ? '^' : ''}${inner}${end ? '$' : ''}`)
  const pumps = ['a', 'b', 'ab', 'ba', 'aab']
  const ends = ['', 'c', 'ac', 'bbc']
  const MOST = 200_000

  test('by more than a constant: twice the text is at most two to the growth as many steps', () => {
    fc.assert(
      fc.property(expression, (source) => {
        const growth = regexGrowth(source)
        if (!Number.isFinite(growth)) return
        const tree = parseRegex(source)
        for (const pump of pumps) {
          for (const end of ends) {
            const [short, long] = [24, 48].map((times) =>
              steps(tree, pump.repeat(times) + end, source.startsWith('^'), MOST),
            )
            const bound = 2 ** growth * 1.6 * (short ?? 0) + 500
            expect([source, pump, end, growth, (long ?? 0) <= bound]).toEqual([
              source,
              pump,
              end,
              growth,
              true,
            ])
          }
        }
      }),
      { numRuns: 400 },
    )
  })
})

test('the characters of a set are those that the engine takes, however they are found', () => {
  const sets = [
    'x',
    '-',
    '/',
    '[a-z]',
    '[^a-z]',
    '[\\w.-]',
    '[^\\s@]',
    '\\d',
    '\\n',
    '\\.',
    '[^\\]\\\\]',
    '\\S',
    '.',
    '[é-ü]',
    '\\p{Lu}',
    '[^]',
  ]
  for (const source of sets) {
    const ranges = rangesOf(source, 'u')
    const set = new RegExp(`^${source === '/' ? '\\/' : source}$`, 'u')
    for (const code of [
      0, 9, 10, 13, 32, 45, 46, 47, 64, 65, 92, 93, 97, 120, 122, 127, 128, 0xe9, 0xfc, 0x2028, 0xffff,
      0x1f600, 0x10ffff,
    ])
      expect([source, code, ranges.some(([from, to]) => from <= code && code <= to)]).toEqual([
        source,
        code,
        set.test(String.fromCodePoint(code)),
      ])
  }
})
