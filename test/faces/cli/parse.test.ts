import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { command } from '../../../runtime/faces/cli/commands/run.ts'
import { commonOptions, currentSpelling, type Options } from '../../../runtime/faces/cli/line/command.ts'
import { readCommandLine } from '../../../runtime/faces/cli/line/commander.ts'
import { parsePlain } from '../../../runtime/faces/cli/line/plain.ts'

const specs = [...command.options, ...commonOptions]

/** Options as plain data, to compare. */
const shown = (options: Options) =>
  Object.fromEntries(
    specs
      .filter(({ name }) => options.has(name))
      .map(({ name, many }) => [name, many ? options.all(name) : (options.text(name) ?? true)]),
  )

/** Words as somebody might write them: known options, broken ones, values, anything. */
const word = fc.oneof(
  fc.constantFrom(...specs.map(({ name }) => `--${name}`)),
  fc.constantFrom(
    '--param=a=b',
    '--param',
    'a=b',
    'x:=1',
    '--timeout=',
    '--json',
    'ping',
    '-',
    '--',
    '-x',
    '--no-json',
    '--nonsense',
  ),
  fc.constantFrom(...specs.map(({ name }) => `--${name}=value`)),
  fc.string({ maxLength: 6 }),
)

describe('the plain parser', () => {
  test('reads what commander reads, or leaves it to commander', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 6 }), async (words) => {
        const plain = parsePlain(command, words)
        if (plain === undefined) return
        const full = await readCommandLine(['run', ...words], 100, async () => '')
        if (!('parsed' in full)) throw new Error(`commander answered a text for ${JSON.stringify(words)}`)
        expect(full.command.name).toBe('run')
        expect(full.parsed.args).toEqual(plain.args)
        expect(shown(full.parsed.options)).toEqual(shown(plain.options))
      }),
      { numRuns: 300 },
    )
  })

  test.each([
    [['ping', '--param', 'a=1', '--param=b=2', '--dry-run', '--timeout', '5s']],
    [['--json']],
    [['--connection', 'acme', '--root', 'folder', 'ping']],
  ])('reads %j by itself', (words) => {
    expect(parsePlain(command, words)).toBeDefined()
  })

  test.each([
    [['--help']],
    [['-h']],
    [['ping', '--nonsense']],
    [['ping', 'pong']],
    [['--timeout']],
    [['--timeout', '--json']],
    [['--json=yes']],
    [['--', 'ping']],
  ])('leaves %j to commander', (words) => {
    expect(parsePlain(command, words)).toBeUndefined()
  })
})

test('an older spelling of an option still means the same', () => {
  expect(currentSpelling(['run', 'ping', '--no-repeats'])).toEqual(['run', 'ping', '--no-retry'])
})
