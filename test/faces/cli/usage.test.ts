import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cli } from '../../support/cli.ts'

describe('a command line that cannot be understood', () => {
  test.each([
    [['rnu'], 'Unknown command "rnu". Did you mean "run"? See `soar --help`.'],
    [['nothing-like-it'], 'Unknown command "nothing-like-it". See `soar --help`.'],
    [['list', '--jsn'], 'Unknown option "--jsn". Did you mean "--json"? See `soar list --help`.'],
    [['list', 'ping'], 'Too many arguments. See `soar list --help`.'],
    [['show'], 'The argument <action> is missing: id of the action. See `soar show --help`.'],
    [['show', 'say', '--locale'], 'The option --locale <LANGUAGE> needs a value. See `soar show --help`.'],
    [['simulate', '--port', '99999'], '--port must be a whole number from 0 to 65535; got "99999".'],
  ])('%j is told on stderr with exit code 2', async (argv, sentence) => {
    expect(await cli(argv)).toEqual({ code: 2, stdout: '', stderr: `soar: ${sentence}\n` })
  })

  test('of `run` is also told as a result, because a program waits for one', async () => {
    const { code, stdout, stderr } = await cli(['run', 'say', 'more'])
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({
      is_success: false,
      error: { code: 'REQUEST_INVALID', retryable: false },
    })
    expect(stderr).toContain('Parameters are written --param name=value.')
  })

  test('never shows the value of an option: it may be a secret in the wrong place', async () => {
    const { stdout, stderr } = await cli(['run', '--client-secret=canary-4711'])
    expect(stdout + stderr).toContain('Unknown option \\"--client-secret\\"')
    expect(stdout + stderr).not.toContain('canary')
  })

  test('a folder that is no integration is told with the remedy', async () => {
    const { code, stderr } = await cli(['list', '--root', '/nowhere/at/all'])
    expect(code).toBe(1)
    expect(stderr).toContain(
      'it has no integration.yaml. Name the folder of an integration with --root or SOAR_ROOT',
    )
  })
})

describe('help', () => {
  test.each([[[]], [['--help']], [['-h']], [['help']]])('%j lists the commands', async (argv) => {
    const { code, stdout, stderr } = await cli(argv)
    expect([code, stderr]).toEqual([0, ''])
    for (const name of [
      'run',
      'list',
      'show',
      'render',
      'doctor',
      'simulate',
      'check',
      'gen',
      'completion',
    ]) {
      expect(stdout).toContain(`\n  ${name} `)
    }
    expect(stdout).toContain('Examples:')
  })

  test.each(['run', 'list', 'show', 'render', 'doctor', 'simulate', 'check', 'gen', 'completion'])(
    'of %s has examples',
    async (name) => {
      const { code, stdout } = await cli([name, '--help'])
      expect(code).toBe(0)
      expect(stdout).toContain(`Usage: soar ${name}`)
      expect(stdout).toMatch(/Examples:\n {2}\$ .*soar /)
    },
  )

  test('the version names product and integration', async () => {
    expect((await cli(['--version'])).stdout).toBe('soar 0.1.0 (Echo, runtime contract 1)\n')
  })
})

describe('the folder of the integration', () => {
  test.each([
    [['--root', 'echo', 'list', '--json'], {}],
    [['list', '--json', '--root=echo'], {}],
    [['list', '--json'], { SOAR_ROOT: 'echo' }],
  ])('%j with %j is found from the current folder', async (argv, env) => {
    const cwd = join(import.meta.dirname, '../../fixtures')
    const { code, stdout } = await cli(argv, { cwd, env, root: '/nowhere' })
    expect(code).toBe(0)
    expect(JSON.parse(stdout).map(({ id }: { id: string }) => id)).toContain('say')
  })
})
