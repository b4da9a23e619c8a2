/** Bytes become text without a byte being replaced, whole or as a stream. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createUtf8Check, decode, isReplaced, toUtf8 } from '../../runtime/safety/encoding.ts'

const wide = (text: string, order: 'le' | 'be'): Buffer => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le')
  return order === 'le' ? bytes : bytes.swap16()
}
const marked = (text: string): Buffer => Buffer.from(`\uFEFF${text}`)
const wellFormed = fc.string({ unit: 'binary' }).filter((text) => !/^[\uFEFF\0]|^.\0/s.test(text))

/** The stream in chunks of this size, through the converter. */
async function throughStream(bytes: Uint8Array, size: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size))
  const out: Buffer[] = []
  for await (const chunk of toUtf8(chunks, 'the table')) out.push(Buffer.from(chunk))
  return Buffer.concat(out)
}

describe('every text', () => {
  test('is read from UTF-8 and from UTF-16 with a mark, with and without a mark, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(wellFormed, fc.integer({ min: 1, max: 9 }), async (text, size) => {
        for (const bytes of [Buffer.from(text), marked(text), wide(text, 'le'), wide(text, 'be')]) {
          expect(decode(bytes)).toEqual({ text })
          expect(String(await throughStream(bytes, size))).toBe(text)
        }
      }),
    )
  })
})

describe('bytes that are not text', () => {
  test('are a fault with their place; none is replaced', () => {
    const latin = Buffer.from('{\n "é": "caf\xe9"}', 'latin1')
    expect(decode(latin)).toMatchObject({ fault: { values: { line: 2, column: 3 } } })
    for (const bytes of [[0xc0, 0x80], [0xed, 0xa0, 0x80], [0x61, 0xe2, 0x82], [0xf8]])
      expect(decode(Uint8Array.from(bytes))).toHaveProperty('fault')
  })

  test('are damaged UTF-16: half a character, or half a code unit', async () => {
    for (const bytes of [wide('a\uD800b', 'be'), wide('abc', 'le').subarray(0, 7)]) {
      expect(decode(bytes)).toMatchObject({ fault: { phrase: expect.stringContaining('damaged') } })
      expect(decode(await throughStream(bytes, 3))).toHaveProperty('fault')
    }
  })

  test('are UTF-16 without a mark, which is ASCII with zeros in it', async () => {
    for (const bytes of [Buffer.from('from,to', 'utf16le'), Buffer.from('from,to', 'utf16le').swap16()]) {
      expect(decode(bytes)).toMatchObject({
        fault: { phrase: expect.stringContaining('without a byte order') },
      })
      await expect(throughStream(bytes, 1)).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
    }
  })

  test('are found at the same places in any stream as in the whole', () => {
    const bytes = fc
      .uint8Array({ maxLength: 40 })
      .map((some) => some.map((byte) => byte | (byte % 3 ? 0 : 0x80)))
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 7 }), (all, size) => {
        const whole = createUtf8Check()
        const expected = [...whole(all), ...whole(undefined)]
        const check = createUtf8Check()
        const found: number[] = []
        for (let at = 0; at < all.length; at += size) found.push(...check(all.subarray(at, at + size)))
        found.push(...check(undefined))
        expect(found).toEqual(expected)
        const isText = 'text' in decode(Buffer.concat([Buffer.from('  '), all]))
        expect(found.length === 0).toBe(isText)
      }),
    )
  })

  test('show in arguments and variables by what Node puts in their place', () => {
    expect(['m\uFFFDller', '\uD800', 'müller'].map(isReplaced)).toEqual([true, true, false])
  })
})
