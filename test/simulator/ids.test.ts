import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatDate, formatZulu, parseDate, parseSignedDate } from '../../simulator/dates.ts'
import { type IdKind, idCodec } from '../../simulator/ids.ts'

const kinds: IdKind[] = [
  'tracking',
  'hold',
  'archive',
  'queue',
  'file',
  'policy',
  'group',
  'member',
  'log',
  'url',
]
const number = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const codec = idCodec('seed')

describe('ids', () => {
  test('an id leads back to its number, for its kind only', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.constantFrom(...kinds), number, (kind, other, n) => {
        const id = codec.make(kind, n)
        expect(codec.read(kind, id)).toBe(n)
        if (other !== kind) expect(codec.read(other, id)).toBeUndefined()
      }),
    )
  })

  test('a damaged id, one of another seed and any other text lead nowhere', () => {
    fc.assert(
      fc.property(number, fc.nat({ max: 130 }), fc.string(), (n, at, noise) => {
        const id = codec.make('hold', n)
        const changed = id.slice(0, at) + (id[at] === 'A' ? 'B' : 'A') + id.slice(at + 1)
        for (const text of [changed, id.slice(0, at), `${id}A`, noise, idCodec('other').make('hold', n)]) {
          expect(codec.read('hold', text)).toBeUndefined()
        }
      }),
    )
  })
})

describe('dates', () => {
  const second = fc.integer({ min: 0, max: 4_000_000_000 }).map((s) => s * 1000)

  test('what is written is read back, in every accepted spelling', () => {
    fc.assert(
      fc.property(second, (ms) => {
        const zulu = formatZulu(ms)
        for (const text of [zulu, formatDate(ms), zulu.replace('Z', '+00:00')])
          expect(parseDate(text)).toBe(ms)
        expect(parseSignedDate(new Date(ms).toUTCString().replace('GMT', 'UTC'))).toBe(ms)
      }),
    )
  })

  test.each([
    '2026-13-01T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:00:00.5Z',
    '2026-01-01',
    '',
    5,
    null,
  ])('%j is no date', (text) => {
    expect(parseDate(text)).toBeUndefined()
  })
})
