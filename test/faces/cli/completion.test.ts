import { spawnSync } from 'node:child_process'
import { chmod, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { cli } from '../../support/cli.ts'
import { echoRoot } from '../../support/echo.ts'
import { needs } from '../../support/needs.ts'
import { product } from '../../support/soar.ts'

/** Candidates for the words after `soar`; the last one is half typed. */
async function candidates(...words: string[]): Promise<string[]> {
  const { code, stdout } = await cli(['completion', 'bash', '--', ...words])
  expect(code).toBe(0)
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t')[0] ?? '')
}

describe('candidates', () => {
  test.each([
    [['r'], ['run', 'rows', 'result', 'render']],
    [['--root', '/x', 'sh'], ['show']],
    [['run', 's'], ['say']],
    [['run', '--json', 's'], ['say']],
    [
      ['show', 'c'],
      ['call', 'count'],
    ],
    [
      ['doctor', 'say', 'c'],
      ['call', 'count'],
    ],
    [['show', 'say', ''], []],
    [
      ['run', 'say', '--param', 't'],
      ['text=', 'times=', 'tone=', 'to='],
    ],
    [['run', 'say', '--template', 'gre'], ['greeting=']],
    [['run', '--param', ''], []],
    [['run', 'nothing', '--param', ''], []],
    [['run', '--dr'], ['--dry-run']],
    [['run', '--json', '--js'], []],
    [['run', '--param', 'a=b', '--par'], ['--param']],
    [
      ['run', '--undefined', ''],
      ['error', 'empty'],
    ],
    [['run', '--context', ''], [':file']],
    [['list', '--root', ''], [':folder']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['run', '--timeout', ''], []],
  ])('%j may become %j', async (words, expected) => {
    expect(await candidates(...words)).toEqual(expected)
  })

  test('secret parameters are not proposed: they may not stand in arguments', async () => {
    expect(await candidates('run', 'say', '--param', 'pass')).toEqual([])
  })

  test('every option of a command is proposed', async () => {
    expect(await candidates('simulate', '-')).toEqual([
      '--port',
      '--json',
      '--latency',
      '--seed-file',
      '--tls-key',
      '--tls-cert',
      '--root',
      '--integration',
      '--help',
    ])
  })

  test('carry their meaning for the shells that show it', async () => {
    const { stdout } = await cli(['completion', 'fish', '--', 'run', 'say', '--param', 'tex'])
    expect(stdout).toBe('text=\tText\n')
  })

  test('an unknown shell is refused', async () => {
    expect(await cli(['completion', 'tcsh'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('bash, zsh, fish'),
    })
  })
})

const shells = ['bash', 'zsh', 'fish'] as const

describe('the scripts', () => {
  let folder: string
  const env = () => ({ PATH: `${folder}:${process.env.PATH}`, HOME: folder, SOAR_ROOT: echoRoot })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'soar-'))
    await writeFile(join(folder, 'soar'), `#!/bin/sh\nexec '${process.execPath}' '${product}' "$@"\n`)
    await chmod(join(folder, 'soar'), 0o755)
    for (const shell of shells) {
      const { stdout } = await cli(['completion', shell])
      await writeFile(join(folder, `completion.${shell}`), stdout)
    }
  })

  for (const shell of shells) {
    test(`${shell} can read its script`, needs(shell), () => {
      const { status, stderr } = spawnSync(shell, ['-n', join(folder, `completion.${shell}`)], {
        encoding: 'utf8',
      })
      expect([status, stderr]).toEqual([0, ''])
    })
  }

  test.each(shells)('%s asks soar itself for the candidates', async (shell) => {
    const { stdout } = await cli(['completion', shell])
    expect(stdout).toContain(`completion ${shell} -- `)
    expect(stdout).toContain(':file')
  })

  /** What bash fills in for a command line, its cursor at the end. */
  function inBash(...words: string[]): string[] {
    const script = [
      `source '${join(folder, 'completion.bash')}'`,
      'compopt() { :; }',
      `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})`,
      `COMP_CWORD=${words.length - 1}`,
      '_soar',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: bash writes it so
      'printf "%s\\n" "${COMPREPLY[@]}"',
    ].join('\n')
    const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8', env: env() })
    expect(stderr).toBe('')
    return stdout.split('\n').filter(Boolean)
  }

  test('in bash commands, actions and parameters are filled in', needs('bash'), () => {
    expect(inBash('soar', 'sim')).toEqual(['simulate'])
    expect(inBash('soar', 'run', 'sa')).toEqual(['say'])
    expect(inBash('soar', 'run', 'say', '--param', 'te')).toEqual(['text='])
    expect(inBash('soar', 'run', 'say', '--param', 'text', '=', '')).toEqual([])
    expect(inBash('soar', 'run', '--context', '')).toEqual([])
  })
})
