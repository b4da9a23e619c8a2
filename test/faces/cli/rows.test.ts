import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { stopClock } from '../../support/clock.ts'
import { needs } from '../../support/needs.ts'
import { folderWith, type Line, rows } from '../../support/rows.ts'
import { json, serve } from '../../support/server.ts'

const quiet = { env: { SOAR_LOG: 'silent' } }

/** A host that does what the path says; `silence` is called when it is asked for what it never answers. */
async function startHost(silence: () => void = () => {}) {
  const host = await serve((request, response, body) => {
    if (request.url === '/refuse') json(response, { message: 'no' }, 422)
    else if (request.url === '/silence') silence()
    else json(response, { path: request.url, body: JSON.parse(body) })
  })
  onTestFinished(() => host.close())
  return { host, env: { SOAR_LOG: 'silent', ECHO_BASE_URL: host.url } }
}

describe('a table with every kind of bad row', () => {
  test('gets exactly one error line for each of them, and the right lines for all others', async () => {
    const clock = stopClock()
    const { env } = await startHost(() => clock.pass(1000))
    const big = 'x'.repeat(1024 * 1024)
    const table = [
      '{"path":"/a","n":1}',
      '{"path":"/b","n":"many"}',
      '{"n":1}',
      '{"path":"/c","n":',
      'not json at all',
      '[1,2]',
      `{"path":"${big}","n":1}`,
      '{"path":"/refuse","n":1}',
      '{"path":"/silence","n":1}',
      '{"path":{"deep":1},"n":1}',
      '{"path":null,"n":1}',
      '',
      `{"path":"/d","n":1,"cell":"${big}"}`,
      '{"path":"/e","n":7}',
    ].join('\n')
    const { code, lines, summary } = await rows(
      [
        'call',
        '--column',
        'path=path',
        '--set',
        "body={{ {'n': (n | int) if n is number else boom} }}",
        '--timeout',
        '1s',
        '--concurrency',
        '1',
      ],
      table,
      { env },
    )
    const codes = lines.map(({ has_error, error_code, data }) => [has_error, error_code, data === undefined])
    expect(codes).toEqual([
      [false, null, true],
      [true, 'TEMPLATE_FAILED', false],
      [true, 'PARAMETER_INVALID', false],
      [true, 'REQUEST_INVALID', false],
      [true, 'REQUEST_INVALID', false],
      [true, 'REQUEST_INVALID', false],
      [true, 'PARAMETER_INVALID', false],
      [true, 'VENDOR_REJECTED', true],
      [true, 'OUTCOME_UNKNOWN', false],
      [true, 'PARAMETER_INVALID', false],
      [true, 'PARAMETER_INVALID', false],
      [false, null, true],
      [false, null, true],
    ])
    expect([code, summary.rows, summary.succeeded, summary.failed, summary.lines]).toEqual([1, 13, 3, 10, 13])
    expect(lines[7]).toMatchObject({ error: '/refuse said no.', status: 422 })
    expect(lines[12]).toMatchObject({ status: 200, body: { path: '/e', body: { n: 7 } } })
    expect(lines.map(({ error }) => (error ?? '').length < 2000)).not.toContain(false)
  })

  test('that is CSV answers cells too many, too few and quotes that never close', async () => {
    const { lines, code } = await rows(
      ['say', '--in-format', 'csv', '--column', 'text=text', '--set', 'times={{ n }}'],
      '\uFEFFtext,n\r\nhi,2\r\nhi\r\nhi,2,3\r\n"a ""b"", c",1\r\nplain "quotes",1\r\n"never closed,1\r\nho,1\r\n',
      quiet,
    )
    expect(lines.map(({ error, said }) => said ?? error)).toEqual([
      ['hi', 'hi'],
      'Line 3 has 1 cells; the table has 2 columns.',
      'Line 4 has 3 cells; the table has 2 columns.',
      ['a "b", c'],
      ['plain "quotes"'],
      expect.stringContaining('a quote is never closed'),
    ])
    expect(code).toBe(1)
  })

  test('keeps secrets out of what it says about a row', async () => {
    const { stdout } = await rows(
      ['say', '--column', 'password=pw', '--column', 'text=missing'],
      [{ pw: 'hunter2-hunter2', other: 1 }],
      quiet,
    )
    expect(stdout).toContain('"data":{"pw":"***","other":1}')
  })
})

describe('what cannot be begun', () => {
  const refusal = async (argv: readonly string[], options = {}) => {
    const { code, stderr, stdout } = await rows(argv, [], { ...quiet, ...options })
    expect([code, stdout]).toEqual([2, ''])
    return stderr
  }

  test('names every binding that is wrong', async () => {
    const said = await refusal([
      'say',
      '--column',
      'txet=a',
      '--set',
      'loud={{ a',
      '--param',
      'times=1',
      '--column',
      'times=b',
    ])
    expect(said).toContain('no parameter "txet". Did you mean "text"?')
    expect(said).toContain('Invalid template for "Loud"')
    expect(said).toContain('"Times" is given twice, by a column and by a constant')
    expect(said).toContain('"Text" is required. Set it with --column text=COLUMN')
  })

  test.each([
    [['say', '--concurrency', '0'], '--concurrency must be a whole number from 1'],
    [['say', '--fail-on', 'some'], '--fail-on must be one of any, all, none'],
    [['say', '--resume'], '--resume needs --ledger FILE'],
    [['say', '--in', 'a', '--out', 'a'], '--in and --out are the same file'],
    [['say', '--set', 'text'], '--set needs NAME=TEMPLATE'],
    [['say', '--delimiter', '||'], '--delimiter must be one character'],
    [['say', '--param', 'text=x', '--in', 'nowhere.jsonl'], 'nowhere.jsonl (ENOENT)'],
    [['feed'], 'is a connector, not an action. Run it with `soar connect feed`'],
    [[], 'Name one'],
  ])('says what is wrong with %j', async (argv, said) => {
    expect(await refusal(argv)).toContain(said)
  })

  test('is a table of a platform that nobody knows', async () => {
    const { code, stderr } = await rows(['say', '--dialect', 'deveo'], [], quiet)
    expect([code, stderr]).toEqual([2, expect.stringContaining('"deveo". Use one of: devo-pipe, devo-file')])
  })

  test('says that nothing was given on a terminal', async () => {
    expect(await refusal(['say', '--param', 'text=x'], { tty: { stdin: true } })).toContain(
      'No table. Name one',
    )
  })

  test('is a CSV that names a column twice or not at all', async () => {
    for (const table of ['a,b,a\n1,2,3\n', 'a,,b\n1,2,3\n']) {
      const { code, stderr } = await rows(['say', '--param', 'text=x', '--in-format', 'csv'], table, quiet)
      expect([code, stderr]).toEqual([2, expect.stringContaining('The first line of the CSV')])
    }
  })
})

describe('lines', () => {
  test('are one for each record of a list, none for an empty one unless wanted', async () => {
    const table = [{ n: 2 }, { n: 0 }, { n: 1 }]
    const { lines, summary } = await rows(['count', '--column', 'rows=n', '--keep', 'n'], table, quiet)
    expect(lines.map(({ n, number }) => [n, number])).toEqual([
      [2, 1],
      [2, 2],
      [1, 1],
    ])
    expect([summary.empty, summary.lines]).toEqual([1, 3])
    const all = await rows(['count', '--column', 'rows=n', '--keep', 'n', '--with-empty'], table, quiet)
    expect(all.lines[2]).toEqual({ has_error: false, error: null, error_code: null, n: 0 })
  })

  test.each([
    ['JSON lines', ['--in-format', 'jsonl'], '{"t":"x","2024":"1","2023":{"b":1,"7":2}}\n', '{"b":1,"7":2}'],
    ['CSV', ['--in-format', 'csv'], 't,2024,2023\nx,1,2\n', '"2"'],
  ])('keep the place of columns that look like numbers: %s', async (_, format, table, cell) => {
    const template = "text={{ row | list | join(' ') }}"
    const options = ['--keep', '2024', '--keep', '2023', ...format]
    const kept = await rows(['say', '--set', template, ...options], table, quiet)
    expect(kept.lines).toMatchObject([{ said: ['t 2024 2023'] }])
    expect(kept.stdout).toContain(`"error_code":null,"2024":"1","2023":${cell},"said"`)
    const failed = await rows(['say', '--set', template, '--param', 'times=no', ...format], table, quiet)
    expect(failed.stdout).toContain(`"data":{"t":"x","2024":"1","2023":${cell}}`)
  })

  test('come in the order of the rows although later rows are done before', async () => {
    const table = Array.from({ length: 60 }, (_, at) => ({ n: (at * 7) % 5 }))
    const { lines } = await rows(
      ['count', '--column', 'rows=n', '--keep', 'n', '--concurrency', '16'],
      table,
      quiet,
    )
    expect(lines.map(({ n }) => n)).toEqual(table.flatMap(({ n }) => Array.from({ length: n }, () => n)))
    const loose = await rows(['count', '--column', 'rows=n', '--keep', 'n', '--unordered'], table, quiet)
    const sorted = (list: readonly Line[]) => list.map(({ n }) => n).sort()
    expect(sorted(loose.lines)).toEqual(sorted(lines))
  })

  test('tell a contract that breaks in the middle in a line of its own, behind what came', async () => {
    const { lines } = await rows(
      ['count', '--param', 'rows:=3', '--param', 'break_at:=2'],
      [{ id: 1 }],
      quiet,
    )
    expect(lines.map(({ has_error, error_code, number }) => [has_error, error_code, number])).toEqual([
      [false, null, 1],
      [false, null, '2'],
      [false, null, 3],
      [true, 'OUTPUT_INVALID', undefined],
    ])
  })

  test('see columns, the whole row and big numbers exactly', async () => {
    const table = '{"id":12345678901234567890,"score":3.0,"From Address":"a@x.example"}\n'
    const { lines } = await rows(
      ['say', '--set', "text={{ id }} {{ score }} {{ row['From Address'] }}", '--column', 'greeting=id'],
      table,
      quiet,
    )
    expect(lines[0]).toMatchObject({ said: ['12345678901234567890 3.0 a@x.example'] })
    expect(lines[0]?.inputs).toMatchObject({ greeting: '12345678901234567890' })
  })

  test('never render what stands in a row', async () => {
    const { lines } = await rows(
      ['say', '--column', 'text=t', '--set', 'greeting={{ t }}'],
      [{ t: '{{ 7 * 7 }}' }],
      quiet,
    )
    expect(lines[0]?.inputs).toMatchObject({ text: '{{ 7 * 7 }}', greeting: '{{ 7 * 7 }}' })
  })

  test('as CSV have the columns of the manifest, and cells no spreadsheet takes for a formula', async () => {
    const { stdout } = await rows(
      ['count', '--column', 'rows=n', '--keep', 'who', '--out-format', 'csv'],
      [
        { n: 1, who: '=HYPERLINK("x")' },
        { n: 'x', who: 'a,b' },
      ],
      quiet,
    )
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      'has_error,error,error_code,who,number,data',
      'false,,,"\'=HYPERLINK(""x"")",1,',
    ])
    expect(stdout).toContain('PARAMETER_INVALID,"a,b",,"{""n"":""x"",""who"":""a,b""}"')
  })

  test('go from file to file, formats by their names', async () => {
    const cwd = await folderWith({ 'in.tsv': 'text\tn\nhi\t2\n' })
    const { code } = await rows(
      ['say', '--in', 'in.tsv', '--out', 'out.jsonl', '--column', 'text=text'],
      '',
      { ...quiet, cwd },
    )
    expect([code, JSON.parse(await readFile(join(cwd, 'out.jsonl'), 'utf8')).said]).toEqual([0, ['hi']])
  })

  test('come from a request file, whose templates are those of the row', async () => {
    const cwd = await folderWith({
      'r.json': JSON.stringify({
        action: 'say',
        templates: { text: '{{ a }}' },
        context: { greeting: 'moin' },
      }),
    })
    const { lines } = await rows(['--request', 'r.json', '--param', 'times=2'], [{ a: 'x' }], {
      ...quiet,
      cwd,
    })
    expect(lines[0]).toMatchObject({ said: ['x', 'x'], inputs: { greeting: 'moin' } })
  })
})

describe('the end', () => {
  test.each([
    ['any', [{ n: 1 }, { n: 'x' }], 1],
    ['any', [{ n: 1 }], 0],
    ['any', [], 0],
    ['all', [{ n: 1 }, { n: 'x' }], 0],
    ['all', [{ n: 'x' }], 1],
    ['none', [{ n: 'x' }], 0],
  ])('with --fail-on %s over %j is exit code %i', async (which, table, expected) => {
    const { code } = await rows(['count', '--column', 'rows=n', '--fail-on', which], table, quiet)
    expect(code).toBe(expected)
  })

  test('tells rows, failures by code and requests; on a terminal in words', async () => {
    const { env } = await startHost()
    const { summary } = await rows(['call', '--column', 'path=p'], [{ p: '/a' }, {}, { p: '/refuse' }], {
      env,
    })
    expect(summary).toMatchObject({
      rows: 3,
      succeeded: 1,
      failures: { PARAMETER_INVALID: 1, VENDOR_REJECTED: 1 },
      requests: 2,
      repeats: 0,
      stopped: false,
    })
    const { stderr } = await rows(['call', '--column', 'path=p'], [{ p: '/a' }, {}], {
      env,
      tty: { stderr: true },
    })
    expect(stderr).toMatch(
      /2 rows in .* s: 1 done, 1 failed; 2 lines\n {2}PARAMETER_INVALID: 1\n {2}1 requests/,
    )
  })

  test('comes after the rows under way when the run is stopped, and is a failure', async () => {
    let stop = () => {}
    const host = await serve((request, response) => {
      if (request.url === '/2') stop()
      json(response, {})
    })
    onTestFinished(() => host.close())
    const table = Array.from({ length: 50 }, (_, at) => ({ p: `/${at}` }))
    const { code, lines, summary } = await rows(['call', '--column', 'path=p', '--concurrency', '1'], table, {
      env: { SOAR_LOG: 'silent', ECHO_BASE_URL: host.url },
      onStop: (call) => {
        stop = call
        return () => {}
      },
    })
    expect([code, summary.stopped, lines.length, host.received.length]).toEqual([1, true, 3, 3])
    expect(lines.map(({ has_error }) => has_error)).toEqual([false, false, false])
  })
})

describe('guard rails', () => {
  const many = Array.from({ length: 101 }, (_, at) => ({ p: `/${at}` }))

  test('a write over more than a hundred distinct rows is refused where nobody can be asked', async () => {
    const { host, env } = await startHost()
    const { code, stderr } = await rows(['call', '--column', 'path=p'], many, { env })
    expect([code, host.received.length]).toEqual([2, 0])
    expect(stderr).toContain('more than 100 distinct rows. Check it with --dry-run, then add --yes.')
  })

  test('--yes writes, and so do many rows that are all alike', async () => {
    const { host, env } = await startHost()
    expect((await rows(['call', '--column', 'path=p', '--yes'], many, { env })).code).toBe(0)
    expect(host.received.length).toBe(101)
    const alike = many.map(() => ({ p: '/same' }))
    expect((await rows(['call', '--column', 'path=p'], alike, { env })).code).toBe(0)
  })

  test.each([
    ['yes', 0, 101],
    ['no', 1, 0],
    ['', 1, 0],
  ])('on a terminal the answer "%s" counts', async (answer, code, sent) => {
    const { host, env } = await startHost()
    const cwd = await folderWith({ 'in.jsonl': many.map((row) => JSON.stringify(row)).join('\n') })
    const asked = await rows(['call', '--column', 'path=p', '--in', 'in.jsonl'], `${answer}\n`, {
      env,
      cwd,
      tty: { stdin: true, stderr: true },
    })
    expect([asked.code, host.received.length]).toEqual([code, sent])
    expect(asked.stderr).toContain('row 1:\n    Path: /0\n')
  })

  test('the question names the connection, its kind and its label', async () => {
    const { host, env } = await startHost()
    const cwd = await folderWith({ 'in.jsonl': many.map((row) => JSON.stringify(row)).join('\n') })
    const acme = { kind: 'production', label: 'Acme Mail', base_url: host.url }
    const options = { mode: 0o600 }
    await writeFile(join(cwd, 'c.yaml'), JSON.stringify({ acme, beta: { base_url: host.url } }), options)
    const ask = async (name: string) => {
      const words = ['call', '--column', 'path=p', '--in', 'in.jsonl', '--connection', name]
      const tty = { stdin: true, stderr: true }
      return rows([...words, '--connections', 'c.yaml'], 'no\n', { env, cwd, tty })
    }
    const { code, stderr } = await ask('acme')
    expect([code, host.received.length]).toEqual([1, 0])
    expect(stderr).toContain('Run call on all rows, on acme (production, Acme Mail)? Type yes: ')
    expect((await ask('beta')).stderr).toContain('Run call on all rows, on beta? Type yes: ')
  })

  test('--dry-run lists the first requests, counts the rest and sends nothing', async () => {
    const { host, env } = await startHost()
    const table = [{}, ...many]
    const { code, stdout, stderr } = await rows(['call', '--column', 'path=p', '--dry-run'], table, { env })
    const shown = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect([code, host.received.length, shown.length]).toEqual([1, 0, 11])
    expect(shown[1]).toMatchObject({
      row: 2,
      request: { method: 'POST', url: `${host.url}/0` },
      inputs: { path: '/0' },
    })
    expect(JSON.parse(stderr)).toEqual({
      dry_run: { rows: 102, sent: 101, distinct: 101, refused: 1, known: 0, shown: 10 },
    })
  })
})

describe('a ledger', () => {
  const three = [{ p: '/a' }, { p: '/refuse' }, { p: '/c' }]

  async function begun() {
    const { host, env } = await startHost()
    const cwd = await folderWith({})
    const run = (argv: readonly string[], table: string | readonly unknown[] = three) =>
      rows(['call', '--column', 'path=p', '--ledger', 'ledger', ...argv], table, { env, cwd })
    return { host, cwd, run, first: await run([]) }
  }

  test('knows every row, and is for its owner alone', async () => {
    const { cwd, first } = await begun()
    const text = await readFile(join(cwd, 'ledger'), 'utf8')
    expect((await stat(join(cwd, 'ledger'))).mode & 0o777).toBe(0o600)
    const states = text
      .split('\n')
      .flatMap((line) => (line.startsWith('{"i":0,') ? [JSON.parse(line).s] : []))
    expect(states).toEqual(['planned', 'sent', 'answered'])
    expect(text).toContain(first.stdout.split('\n')[0])
  })

  test('resumed sends nothing again and gives the same answer', async () => {
    const { host, run, first } = await begun()
    const again = await run(['--resume'])
    expect(host.received.length).toBe(3)
    expect(again.stdout).toBe(first.stdout)
    expect(again.summary).toMatchObject({ rows: 3, before: 3, failed: 1, requests: 0 })
  })

  test('resumed goes on with rows that are new', async () => {
    const { host, run } = await begun()
    const again = await run(['--resume'], [...three, { p: '/d' }])
    expect([host.received.length, again.lines.length]).toEqual([4, 4])
  })

  test('is not begun twice without being asked', async () => {
    const { run } = await begun()
    const { code, stderr } = await run([])
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('already contains 3 rows. Resume it with --resume'),
    ])
  })

  test.each([
    ['other templates', ['--set', 'body={{ 1 }}'], 'other templates, columns or constants'],
    ['another form', ['--out-format', 'csv'], 'another output format'],
  ])('begun with %s is refused', async (_, more, said) => {
    const { run } = await begun()
    const { code, stderr } = await run(['--resume', ...more])
    expect([code, stderr]).toEqual([2, expect.stringContaining(`was created with ${said}`)])
  })

  test('of another table is refused at the first row that differs', async () => {
    const { host, run } = await begun()
    const { code, stderr } = await run(['--resume'], [three[0], { p: '/other' }, three[2]])
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('Row 2 of the table differs from the row in the ledger'),
    ])
    expect(host.received.length).toBe(3)
  })

  test('holds back writes of unknown outcome until somebody decides', async () => {
    const clock = stopClock()
    const { host, env } = await startHost(() => clock.pass(200))
    const cwd = await folderWith({})
    const limits = ['--timeout', '200ms', '--concurrency', '1']
    const run = (argv: readonly string[]) =>
      rows(
        ['call', '--column', 'path=p', '--ledger', 'ledger', ...limits, ...argv],
        [{ p: '/silence' }, { p: '/b' }],
        { env, cwd },
      )
    expect((await run([])).summary).toMatchObject({ unknown: { rows: 1, first: [1] }, succeeded: 1 })
    const held = await run(['--resume'])
    expect([host.received.length, held.summary.unknown]).toEqual([2, { rows: 1, first: [1] }])
    expect(held.lines[0]).toMatchObject({ has_error: true, error_code: 'OUTCOME_UNKNOWN' })
    await run(['--resume', '--retry-unknown'])
    expect(host.received.map(({ path }) => path).sort()).toEqual(['/b', '/silence', '/silence'])
  })

  test('runs rows again that failed before anything left', async () => {
    const { host, env } = await startHost()
    const cwd = await folderWith({})
    const argv = ['call', '--column', 'path=p', '--ledger', 'ledger']
    const dead = await serve(() => {})
    await dead.close()
    const first = await rows(argv, three, { cwd, env: { ...env, ECHO_BASE_URL: dead.url } })
    expect(first.summary.failures).toEqual({ NETWORK_FAILED: 3 })
    const moved = await rows([...argv, '--resume'], three, { cwd, env })
    expect(moved.stderr).toContain('was created with another configuration')
    expect(host.received.length).toBe(0)
  })
})

describe('a full disk', needs('full device'), () => {
  const say = ['say', '--set', 'text={{ a }}']

  test('ends the run with a sentence and exit code 1, since rows may have been sent', async () => {
    const { code, stderr } = await rows([...say, '--out', '/dev/full'], [{ a: 1 }])
    expect(stderr).toContain('Cannot write the output /dev/full: the disk is full (ENOSPC). Free space')
    expect(stderr).not.toContain('fault')
    expect(code).toBe(1)
  })

  test('cannot be a ledger: only a regular file is one, and nothing is sent', async () => {
    const { code, stderr } = await rows([...say, '--ledger', '/dev/full'], [{ a: 1 }])
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('Cannot use the ledger /dev/full: it is not a regular file.'),
    ])
  })
})
