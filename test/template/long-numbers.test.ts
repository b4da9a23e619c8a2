/** Numbers in long texts: read as Python reads them, without a copy of what is none. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseFloatText } from '../../runtime/template/values/numbers/read-float.ts'
import { parseInteger } from '../../runtime/template/values/numbers/read-integer.ts'

const MILLION = 1_000_000
const long = (piece: string): string => piece.repeat(MILLION / piece.length)

describe('a long text', () => {
  test.each<[name: string, text: string, base: number, value: unknown]>([
    ['more digits than Python reads', long('9'), 10, undefined],
    ['zeros, which count as digits', long('0'), 10, undefined],
    ['zeros in a base that is a power of two', long('0'), 16, 0],
    ['zeros and a digit', `0x${long('0')}f`, 0, 15],
    ['digits of another script', `${long('٠')}٣`, 8, 3],
    ['underscores between digits', `${long('0_')}1`, 2, 1],
    ['two underscores', `${long('0_')}_1`, 2, undefined],
    ['white space around it', `${long(' \t')}7${long('\n')}`, 10, 7],
    ['a sign at its end', `${long('0')}-`, 16, undefined],
  ])('with %s as a whole number', (_name, text, base, value) => {
    expect(parseInteger(text, base)).toBe(value)
  })

  test('is refused as a whole number that is too large only when it is one', () => {
    expect(() => parseInteger(long('f'), 16)).toThrow('more than 65536 bits')
    expect(parseInteger(`${long('f')}!`, 16)).toBe(undefined)
    expect(parseInteger('f'.repeat(65_536 / 4), 16)).toBe(2n ** 65_536n - 1n)
    expect(() => parseInteger('f'.repeat(65_536 / 4 + 2), 16)).toThrow('more than 65536 bits')
  })

  test.each<[name: string, text: string, value: unknown]>([
    ['a fraction of zeros', `1.${long('0')}`, 1],
    ['more digits than a float has', long('9'), Number.POSITIVE_INFINITY],
    ['an exponent that many digits make up for', `0.${long('0')}1e${MILLION}`, 0.1],
    ['digits of another script', `-${'٣'.repeat(2)}.${long('٠')}`, -33],
    ['underscores between digits', `1_0.${long('0_')}5`, 10],
    ['two points', `${long('1')}..`, undefined],
    ['two exponents', long('9e'), undefined],
    ['an underscore before the exponent', `${long('1')}_e1`, undefined],
  ])('with %s as a float', (_name, text, value) => {
    expect(parseFloatText(text)).toBe(value)
  })
})

/** MiB that a process needs beyond what it had when it began to render. */
function needed(source: string, text: string): { mib: number; rendered: string } {
  const script = `
    import { parseTemplate } from './runtime/template/parse/parse.ts'
    import { templateFromTree } from './runtime/template/template.ts'
    const [source, piece] = process.argv.slice(1)
    const text = (Buffer.alloc(piece.length * 2 * Math.ceil(${MILLION} / piece.length), piece, 'utf16le')).toString('utf16le')
    const most = () => process.resourceUsage().maxRSS / 1024
    const template = templateFromTree(parseTemplate(source))
    template.render({ text: text.slice(0, 40) })
    const before = most()
    const rendered = template.render({ text })
    process.stdout.write(JSON.stringify({ mib: most() - before, rendered }))
  `
  const args = ['--input-type=module-typescript', '-e', script, source, text]
  const { stdout } = spawnSync(process.execPath, args, {
    cwd: join(import.meta.dirname, '../..'),
    encoding: 'utf8',
  })
  return JSON.parse(stdout) as { mib: number; rendered: string }
}

test.each([
  ['{{ text | int }}', '9e٣', '0'],
  ['{{ text | int(5, 16) }}', '9e٣_', '5'],
  ['{{ text | int(5, 0) }}', '1é', '5'],
  ['{{ text | float }}', '9e٣', '0.0'],
  ['{{ text | float(1) }}', '1_😀', '1'],
  ['{{ text.strip() | int }}', ' \u3000', '0'],
])('%s copies no megabyte of %j', (source, piece, rendered) => {
  const { mib, ...other } = needed(source, piece)
  expect(other).toEqual({ rendered })
  expect(mib).toBeLessThan(24)
})
