/** Every output may fail. One sentence says so, the exit code is true, and a write that was carried out is said to be. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { echoRoot } from '../support/echo.ts'
import { needs } from '../support/needs.ts'
import { serve } from '../support/server.ts'
import { inShell } from '../support/shell.ts'

/** A host that answers everything. */
async function startHost() {
  const host = await serve((_request, response) => {
    response.end('{}')
  })
  onTestFinished(() => host.close())
  return { host, env: { SOAR_ROOT: echoRoot, SOAR_LOG: 'silent', ECHO_BASE_URL: host.url } }
}

const env = { SOAR_ROOT: echoRoot, SOAR_LOG: 'silent' }
const folderOf = () => mkdtemp(join(tmpdir(), 'soar-sinks-'))

/** One line for a person, and nothing of Node's. */
function onlySentence(stderr: string): string {
  expect(stderr).not.toMatch(/\n\s+at |Node\.js v|node:internal/)
  const lines = stderr
    .trimEnd()
    .split('\n')
    .filter((line) => line.startsWith('soar: '))
  expect(lines).toHaveLength(1)
  return lines[0] ?? ''
}

describe('a full disk behind standard output', needs('full device'), () => {
  test.each([
    'list',
    'list --json',
    'show say',
    'render x',
    'doctor',
    'check',
    'completion bash',
    '--help',
    'run --help',
    '--version',
  ])('of soar %s is one sentence and exit code 1', async (words) => {
    const { code, stderr } = await inShell(`soar ${words} < /dev/null > /dev/full`, { env })
    expect(onlySentence(stderr)).toBe(
      'soar: Cannot write standard output: the disk is full (ENOSPC). Free space, or send the output somewhere else.',
    )
    expect(code).toBe(1)
  })

  test('of a read says that nothing was changed: exit code 1', async () => {
    const { code, stderr } = await inShell('soar run say --param text=x < /dev/null > /dev/full', { env })
    expect(onlySentence(stderr)).toContain(
      'the disk is full (ENOSPC). Nothing was changed; you can run it again.',
    )
    expect(code).toBe(1)
  })

  test.each(['/dev/full', '/dev/full 2>&1'])(
    'of a write that was carried out says so, once: exit code 3 (> %s)',
    async (target) => {
      const { host, env: own } = await startHost()
      const { code, stderr } = await inShell(`soar run call --param path=/x < /dev/null > ${target}`, {
        env: own,
      })
      expect([code, host.received.length]).toEqual([3, 1])
      if (target !== '/dev/full') return
      expect(onlySentence(stderr)).toBe(
        'soar: The action was carried out, but its result is lost. Cannot write standard output: the disk is full (ENOSPC). Do not run it again.',
      )
    },
  )

  test('of a write is said in the language of the person', async () => {
    const { env: own } = await startHost()
    const script = 'SOAR_LOCALE=fr soar run call --param path=/x < /dev/null > /dev/full'
    expect((await inShell(script, { env: own })).stderr).toContain(
      'L’action a été exécutée, mais son résultat est perdu.',
    )
  })

  test('of a write that failed half-way says that it may have changed something', async () => {
    const host = await serve((_request, response) => {
      response.destroy()
    })
    onTestFinished(() => host.close())
    const own = { ...env, ECHO_BASE_URL: host.url }
    const { code, stderr } = await inShell('soar run call --param path=/x < /dev/null > /dev/full', {
      env: own,
    })
    expect([code, onlySentence(stderr)]).toEqual([
      3,
      expect.stringContaining('The action failed with OUTCOME_UNKNOWN'),
    ])
  })

  test.each(['', '--out /dev/full '])(
    'of a table of writes lists the rows that were sent %j',
    async (out) => {
      const { host, env: own } = await startHost()
      const table = join(await folderOf(), 't.jsonl')
      await writeFile(table, '{"p":"/a"}\n'.repeat(50))
      const script = `soar rows call --column path=p --yes --concurrency 4 --in ${table} ${out}> /dev/full`
      const { code, stderr } = await inShell(script, { env: own })
      const sentence = onlySentence(stderr)
      expect(sentence).toContain(
        `Rows were sent and their results are lost (${host.received.length}): 1, 2, `,
      )
      expect(sentence).toContain('the disk is full (ENOSPC)')
      const summary = JSON.parse(stderr.split('\n')[0] ?? '').summary
      expect([code, summary.lost.rows, summary.rows]).toEqual([3, host.received.length, host.received.length])
    },
  )

  test('of a table with a ledger loses nothing: the resumed run sends no row twice', async () => {
    const { host, env: own } = await startHost()
    const folder = await folderOf()
    await writeFile(join(folder, 't.jsonl'), '{"p":"/a"}\n{"p":"/b"}\n')
    const rows = 'soar rows call --column path=p --in t.jsonl --ledger l'
    const full = await inShell(`${rows} > /dev/full`, { env: own, cwd: folder })
    expect([full.code, onlySentence(full.stderr)]).toEqual([
      1,
      expect.stringContaining('with --ledger and --resume nothing is sent twice'),
    ])
    const sent = host.received.length
    const resumed = await inShell(`${rows} --resume`, { env: own, cwd: folder })
    expect([resumed.code, resumed.stdout.split('\n').length]).toEqual([0, 3])
    expect(host.received.length).toBe(2)
    expect(sent).toBeLessThanOrEqual(2)
  })

  test('of a connector keeps the state where it was', async () => {
    const folder = await folderOf()
    const { code, stderr } = await inShell('soar connect feed --state s > /dev/full', { env, cwd: folder })
    expect([code, onlySentence(stderr)]).toEqual([1, expect.stringContaining('The state was not saved')])
    await expect(readFile(join(folder, 's'))).rejects.toThrow('ENOENT')
  })

  test('behind standard error costs the log, and nothing else', async () => {
    const script = 'soar run say --param text=x --log-level debug < /dev/null 2> /dev/full'
    const { code, stdout } = await inShell(script, { env })
    expect([code, JSON.parse(stdout).is_success]).toEqual([0, true])
  })
})

describe('a disk with room for part of the text', needs('bash'), () => {
  test.each(['run say --param text=%s', 'render %s'])(
    'cuts nothing off unnoticed: soar %s',
    async (words) => {
      const folder = await folderOf()
      const text = 'x'.repeat(3000)
      const command = `soar ${words.replace('%s', text)} < /dev/null > out`
      const { code, stderr } = await inShell(`ulimit -f 1; ${command}`, { env, cwd: folder })
      expect([code, onlySentence(stderr)]).toEqual([
        1,
        expect.stringContaining('the largest size this system allows (EFBIG)'),
      ])
    },
  )

  test('cuts no table off unnoticed either', async () => {
    const folder = await folderOf()
    await writeFile(join(folder, 't.jsonl'), `{"p":"${'x'.repeat(90)}"}\n`.repeat(40))
    const rows = 'soar rows say --column text=p --in t.jsonl'
    for (const out of ['> out', '--out out']) {
      const { code, stderr } = await inShell(`ulimit -f 1; ${rows} ${out}`, { env, cwd: folder })
      expect([code, onlySentence(stderr)]).toEqual([1, expect.stringContaining('(EFBIG)')])
    }
  })
})

describe('a pipe whose reader is gone', needs('bash'), () => {
  /** Runs a command whose standard output is a pipe that nobody reads any more. */
  const intoClosedPipe = (command: string, own: Record<string, string>, cwd?: string) =>
    inShell(`exec 3> >(exec <&-); wait $!; ${command} < /dev/null >&3; exit $?`, {
      env: own,
      ...(cwd === undefined ? {} : { cwd }),
    })

  test('loses the result of a write: exit code 3', async () => {
    const { host, env: own } = await startHost()
    const { code, stderr } = await intoClosedPipe('soar run call --param path=/x', own)
    expect([code, host.received.length]).toEqual([3, 1])
    expect(onlySentence(stderr)).toContain('The action was carried out, but its result is lost.')
    expect(stderr).toContain('its reader closed it (EPIPE)')
  })

  test.each(['list', 'show say', 'render x', 'check', 'doctor --help'])(
    'is how a person stops reading soar %s: no message, and the exit code stays',
    async (words) => {
      const { code, stderr } = await intoClosedPipe(`soar ${words}`, env)
      expect([code, stderr]).toEqual([0, ''])
    },
  )

  test('ends a table, and lists the writes without a line', async () => {
    const { host, env: own } = await startHost()
    const folder = await folderOf()
    await writeFile(join(folder, 't.jsonl'), '{"p":"/a"}\n'.repeat(30))
    const rows = 'soar rows call --column path=p --in t.jsonl --concurrency 2'
    const { code, stderr } = await intoClosedPipe(rows, own, folder)
    expect(onlySentence(stderr)).toContain(`their results are lost (${host.received.length}): 1, `)
    expect(code).toBe(3)
  })
})

describe('a working folder that was removed', needs('bash'), () => {
  const gone = (command: string, own: Record<string, string> = env) =>
    inShell(`cd "$(mktemp -d)" && rmdir "$PWD" && ${command} < /dev/null`, { env: own })

  test.each([
    ['soar run say --param text=x', '"is_success":true'],
    ['soar list', 'say'],
    ['soar render x', 'x'],
  ])('does not matter to %s', async (command, shown) => {
    const { code, stdout, stderr } = await gone(command)
    expect([code, stdout, stderr]).toEqual([0, expect.stringContaining(shown), ''])
  })

  test.each([
    ['soar run say --context c.json', 2],
    ['soar rows say --in t.jsonl --column text=a', 2],
    ['soar connect feed --state s', 2],
    ['soar mcp --audit a', 2],
    ['soar render x --context c.json', 2],
    ['soar list --root here', 2],
    ['soar pack', 2],
  ])('refuses the relative name in %s, in a sentence', async (command, expected) => {
    const own = command === 'soar pack' ? { ...env, SOAR_ROOT: '' } : env
    const { code, stderr } = await gone(command, own)
    expect([code, onlySentence(stderr)]).toEqual([
      expected,
      expect.stringContaining('The working folder was removed'),
    ])
  })

  test('is no reason to refuse an absolute name', async () => {
    const file = join(await folderOf(), 'c.json')
    await writeFile(file, '{"who":"you"}')
    const { code, stdout } = await gone(`soar render '{{ who }}' --context ${file}`)
    expect([code, stdout]).toEqual([0, 'you'])
  })
})

describe('what cannot be read', needs('bash'), () => {
  test.each([
    ['soar render x < .', 'Standard input is a folder'],
    ['soar rows say --column text=a < .', 'Standard input is a folder'],
    ['soar rows say --column text=a --in .', 'is a folder'],
    ['soar rows say --column text=a --in /proc/self/mem', 'Cannot read the table /proc/self/mem'],
  ])('%s', async (command, sentence) => {
    const { code, stderr } = await inShell(command, { env })
    expect([code, onlySentence(stderr)]).toEqual([2, expect.stringContaining(sentence)])
  })
})
