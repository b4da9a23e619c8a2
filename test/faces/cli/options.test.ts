/** Options of the command line: declared once, and a wrong value is refused by every command that takes it. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { allCommands } from '../../../runtime/faces/cli/commands.ts'
import type { OptionSpec } from '../../../runtime/faces/cli/line/command.ts'
import { cli } from '../../support/cli.ts'

const commands = await allCommands()
const uses = commands.flatMap(({ name, options }) => options.map((option) => ({ command: name, option })))

/** Words that make a command line complete but for the option that is tried. */
const WORDS: Record<string, string[]> = {
  run: ['run', 'say', '--param', 'text=x'],
  rows: ['rows', 'say', '--once', '--param', 'text=x'],
  connect: ['connect', 'feed', '--state', 'feed.state'],
  show: ['show', 'say'],
  render: ['render', '{{ 1 }}'],
  new: ['new', 'get-thing', '--root', 'an integration'],
  submit: ['submit', 'say', '--param', 'text=x', '--on', 'http://127.0.0.1:9/default'],
  result: ['result', 'id', '--on', 'http://127.0.0.1:9/default'],
  cancel: ['cancel', 'id', '--on', 'http://127.0.0.1:9/default'],
  jobs: ['jobs', '--on', 'http://127.0.0.1:9/default'],
  schedule: ['schedule', 'feed', '--every', '5m', '--on', 'http://127.0.0.1:9/default'],
  worker: ['worker', '--on', 'temporal://127.0.0.1:9/default'],
}

/** Options of one name that mean different things to different commands. */
const HOMONYMS = new Set(['request', 'dialect'])

/** Options whose command means something of its own by the name. */
const OWN = new Set(['jobs connection', 'worker queue', 'serve store'])

describe('an option of several commands', () => {
  const others = uses.filter(({ command, option }) => !OWN.has(`${command} ${option.name}`))
  const byName = Map.groupBy(others, ({ option }) => option.name)
  const shared = [...byName].filter(([name, all]) => all.length > 1 && !HOMONYMS.has(name))

  test.each(shared.map(([name, all]) => ({ name, all })))('--$name is declared once', ({ all }) => {
    const declared = all.map(({ option: { help: _, ...rest } }): Partial<OptionSpec> => rest)
    for (const one of declared) expect(one).toEqual(declared[0])
    // The words to complete are one list, not copies of it.
    for (const { complete } of declared) expect(complete).toBe(declared[0]?.complete)
  })

  test('there are such options', () => {
    expect(shared.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'param',
        'connection',
        'connections',
        'locale',
        'timeout',
        'undefined',
        'log-level',
      ]),
    )
  })
})

describe('a wrong value is refused', () => {
  const BAD: Record<string, [string, string]> = {
    param: ['text', '--param needs NAME=VALUE'],
    template: ['text', '--template needs NAME=VALUE'],
    timeout: ['5', '--timeout must be a number with a unit'],
    watch: ['5', '--watch must be a number with a unit'],
    context: ['nowhere.json', 'Cannot read nowhere.json of --context'],
    connections: ['nowhere.yaml', '--connection'],
  }
  const wrong = uses.flatMap(({ command, option: { name, complete } }) => {
    // They take every connection of the file, so that the file alone makes sense.
    if (['serve', 'worker'].includes(command) && name === 'connections') return []
    if (Array.isArray(complete)) return [{ command, name, value: 'foo', reason: '"foo"' }]
    const [value, reason] = BAD[name] ?? []
    return value === undefined || reason === undefined ? [] : [{ command, name, value, reason }]
  })

  test.each(wrong)('soar $command --$name $value', async ({ command, name, value, reason }) => {
    const cwd = mkdtempSync(join(tmpdir(), 'soar-options-'))
    const words = WORDS[command] ?? [command]
    const { code, stdout, stderr } = await cli([...words, `--${name}`, value], { cwd, stdin: '' })
    const said = `${stderr}${stdout.replaceAll('\\"', '"')}`
    expect(said).toContain(reason)
    expect([code, said.includes('fault inside')]).toEqual([2, false])
  })

  test('a language is one of the integration, also with a country', async () => {
    const { stderr } = await cli(['list', '--locale', 'de'])
    expect(stderr).toMatch(/^soar: --locale must be en(?:, \w+)* or \w+; got "de"\.$/m)
    expect((await cli(['list', '--locale', 'fr-CA'])).code).toBe(0)
  })
})
