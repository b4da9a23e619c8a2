/** Recording and replaying one run: what is kept, what is compared, what is refused. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Result } from '../../runtime/contract/result.ts'
import { parseRecording, type Recording } from '../../runtime/run/record/recording.ts'
import { type CliAnswer, commandLine } from '../../testing/command-line.ts'
import { deadPort } from '../../testing/servers.ts'
import { stopClock } from '../support/clock.ts'
import { echoRoot } from '../support/echo.ts'
import { json, serve, type TestServer } from '../support/server.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'soar-record-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const KEY = 'a key that must not be shown'

/** A vendor that answers each request with the next of some answers, the last again and again. */
async function vendor(...answers: ((response: ServerResponse) => void)[]): Promise<TestServer> {
  let count = 0
  const server = await serve((_, response) => {
    answers[Math.min(count++, answers.length - 1)]?.(response)
  })
  onTestFinished(() => server.close())
  return server
}

/** Calls `soar run`, with a base URL and a key if the run is not a replay. */
const soar = (words: string, { url, stdin = '', ...env }: Record<string, string> = {}): Promise<CliAnswer> =>
  commandLine(['run', ...words.split(' ').filter(Boolean)], {
    stdin,
    cwd: folder,
    root: echoRoot,
    env: { SOAR_LOG: 'silent', ...(url && { ECHO_BASE_URL: url, ECHO_API_KEY: KEY }), ...env },
  })

const resultOf = ({ stdout }: CliAnswer): Result => {
  const result = JSON.parse(stdout) as Result
  return { ...result, run: { ...result.run, ms: 0 } }
}
const read = (name: string): Recording => parseRecording(readFileSync(join(folder, name), 'utf8'), name)

const CALL = 'call --param path=/things'

describe('a replay repeats the result of the run', () => {
  const cut = (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
    response.write('{"half":')
    setImmediate(() => response.destroy())
  }
  const cases: Record<string, ((response: ServerResponse) => void)[]> = {
    JSON: [(response) => json(response, { rows: [{ id: 1, text: 'é "x" \\ /' }] })],
    'JSON with numbers that JavaScript would spell otherwise': [
      (response) => response.end('{"a": 1.0, "b": 1e3, "a": 2, "big": 12345678901234567890}'),
    ],
    'a text of several lines': [(response) => response.end('one\r\ntwo\n\nthree')],
    'no body': [(response) => response.writeHead(204).end()],
    bytes: [(response) => response.end(Buffer.from([0, 255, 254, 1, 2, 3, 128]))],
    'an error of the vendor': [(response) => json(response, { message: 'no' }, 400)],
    'a redirect': [(response) => response.writeHead(302, { location: 'http://other.test/a' }).end()],
    'a broken connection': [(response) => response.destroy()],
    'a response that ends early': [cut],
    'two responses 429 and a good one': [
      (response) => response.writeHead(429, { 'retry-after': '0' }).end('slow down'),
      (response) => response.writeHead(429, { 'retry-after': '0' }).end('slow down'),
      (response) => json(response, { ok: true }),
    ],
    'a 429 that asks for too long a pause': [
      (response) => response.writeHead(429, { 'retry-after': '4000' }).end('slow down'),
    ],
  }
  test.each(Object.entries(cases))('%s', async (_, answers) => {
    const server = await vendor(...answers)
    const recorded = await soar(`${CALL} --record r.json --save-run s.json`, { url: server.url })
    const sent = server.received.length
    await server.close()
    expect(read('r.json').exchanges).toHaveLength(sent)
    for (const words of [`${CALL} --replay r.json`, '--replay s.json']) {
      const replayed = await soar(words)
      expect(resultOf(replayed)).toEqual(resultOf(recorded))
      expect(replayed.code).toBe(recorded.code)
    }
    expect(server.received).toHaveLength(sent)
    expect(readFileSync(join(folder, 's.json'), 'utf8')).not.toContain(KEY)
  })

  test('a host that cannot be reached', async () => {
    const url = `http://127.0.0.1:${await deadPort()}`
    const recorded = await soar(`${CALL} --no-retry --save-run s.json`, { url })
    expect(resultOf(recorded).error?.code).toBe('NETWORK_FAILED')
    expect(resultOf(await soar('--replay s.json'))).toEqual(resultOf(recorded))
  })

  test.each(['en', 'fr'])('a deadline that passes while the vendor is silent, in %s', async (locale) => {
    const clock = stopClock()
    const server = await vendor(() => clock.pass(60_000))
    const recorded = await soar(`${CALL} --locale ${locale} --save-run s.json`, { url: server.url })
    expect(resultOf(recorded).error?.code).toBe('OUTCOME_UNKNOWN')
    expect(read('s.json').exchanges[0]?.failure).toMatchObject({ kind: 'aborted', by: 'deadline' })
    expect(resultOf(await soar('--replay s.json'))).toEqual(resultOf(recorded))
  })

  test('pauses that a vendor asks for are not waited for again', async () => {
    const server = await vendor(
      (response) => response.writeHead(429, { 'retry-after': '0' }).end(),
      (response) => json(response, { ok: true }),
    )
    const recorded = await soar(`${CALL} --record r.json`, { url: server.url })
    const file = read('r.json')
    const [first, second] = file.exchanges
    if (!first?.response || !second) throw new Error('not recorded')
    first.response.headers['retry-after'] = '50'
    second.at += 50_000
    writeFileSync(join(folder, 'slow.json'), JSON.stringify(file))
    expect(resultOf(await soar(`${CALL} --replay slow.json`))).toEqual(resultOf(recorded))
  })
})

describe('a replay is strict', () => {
  const recordOne = async (): Promise<void> => {
    const server = await vendor((response) => json(response, { ok: true }))
    await soar(`${CALL} --param body:={"from":"a@b.test","list":[1,2]} --record r.json`, { url: server.url })
  }
  const replay = async (words: string): Promise<Result> =>
    resultOf(await soar(`call ${words} --replay r.json`))

  test.each([
    [
      '--param path=/other --param body:={"from":"a@b.test","list":[1,2]}',
      'path: recorded "/things", sent "/other"',
    ],
    [
      '--param path=/things?q=1 --param body:={"from":"a@b.test","list":[1,2]}',
      'query.q: recorded nothing, sent ["1"]',
    ],
    [
      '--param path=/things --param body:={"from":"c@b.test","list":[1,2]}',
      'body.from: recorded "a@b.test", sent "c@b.test"',
    ],
    [
      '--param path=/things --param body:={"from":"a@b.test","list":[1]}',
      'body.list[1]: recorded 2, sent nothing',
    ],
    ['--param path=/things', 'body: recorded {"from":"a@b.test","list":[1,2]}, sent null'],
  ])('%s', async (words, difference) => {
    await recordOne()
    const { is_success, error } = await replay(words)
    expect(is_success).toBe(false)
    expect(error).toMatchObject({ code: 'REPLAY_MISMATCH', retryable: false })
    expect(error?.reason).toContain(`it differs in ${difference}.`)
  })

  test('a credential is not compared, and not shown', async () => {
    await recordOne()
    const words = '--param path=/things?api_key=secret-of-mine --param body:={"from":"a@b.test"}'
    const { error } = await replay(words)
    expect(error?.reason).toContain('body.list: recorded [1,2], sent nothing')
    expect(JSON.stringify(error)).not.toMatch(/secret-of-mine|query/)
  })

  test('a request that is not made is a failure, and the failure of the run is named', async () => {
    await recordOne()
    const file = read('r.json')
    file.exchanges.push(...file.exchanges)
    writeFileSync(join(folder, 'more.json'), JSON.stringify(file))
    const same = `${CALL} --param body:={"from":"a@b.test","list":[1,2]}`
    const left = resultOf(await soar(`${same} --replay more.json`))
    expect(left.error?.code).toBe('REPLAY_MISMATCH')
    expect(left.error?.reason).toContain(
      'did not make 1 of the recorded requests; the first is number 2, POST /things.',
    )
    const refused = resultOf(await soar('call --replay r.json'))
    expect(refused.error?.reason).toContain('The run itself failed with PARAMETER_INVALID.')
  })

  test('times that follow the clock of the run are the same, other times are not', async () => {
    const server = await vendor((response) => json(response, {}))
    const at = (time: string): string =>
      `${CALL} --template body={"at":"${time}","other":"2026-01-01T00:00:00Z"}`
    await soar(`${at('{{run.started}}')} --record r.json`, { url: server.url })
    const { clock } = read('r.json')
    expect(resultOf(await soar(`${at('{{run.started}}')} --replay r.json`)).is_success).toBe(true)
    const later = new Date(Date.parse(clock) + 600).toISOString()
    expect(resultOf(await soar(`${at(later)} --replay r.json`)).is_success).toBe(true)
    const tomorrow = new Date(Date.parse(clock) + 86_400_000).toISOString()
    expect(resultOf(await soar(`${at(tomorrow)} --replay r.json`)).error?.code).toBe('REPLAY_MISMATCH')
  })
})

describe('options that exclude each other, and files that cannot be used', () => {
  test.each([
    ['--dry-run --record r.json', '--record cannot be used with a dry run'],
    ['--dry-run --replay old.json', '--replay cannot be used with a dry run'],
    ['--record r.json --replay old.json', '--record cannot be used with --replay'],
    ['--replay old.json --connection acme', '--connection cannot be used with --replay'],
    ['--record old.json', 'old.json of --record exists'],
    ['--save-run dangling', 'dangling of --save-run exists'],
    ['--record r.json --save-run r.json', '--record and --save-run are the same file'],
    ['--record r.json --context r.json', '--context and --record are the same file'],
    ['--save-run r.json --replay r.json', '--save-run and --replay are the same file'],
    ['--replay missing.json', 'Cannot read the recording missing.json (ENOENT)'],
    ['--replay text.txt', 'The recording text.txt is not JSON'],
    ['--replay empty.json', 'empty.json is not a recording'],
    ['--replay broken.json', '"clock" must be text; exchanges[0] needs'],
    ['--replay other.json', 'belongs to the integration "other", not to "echo"'],
    ['--replay old.json', 'belongs to the action "say", not to "call"'],
  ])('%s', async (words, sentence) => {
    const good = {
      soar_recording: 1,
      integration: 'echo',
      action: 'say',
      clock: '2026-03-10T00:00:00Z',
      exchanges: [],
    }
    writeFileSync(join(folder, 'old.json'), JSON.stringify(good))
    writeFileSync(join(folder, 'other.json'), JSON.stringify({ ...good, integration: 'other' }))
    writeFileSync(join(folder, 'broken.json'), JSON.stringify({ ...good, clock: 1, exchanges: [{}] }))
    writeFileSync(join(folder, 'empty.json'), '{}')
    writeFileSync(join(folder, 'text.txt'), 'no JSON')
    symlinkSync('nothing', join(folder, 'dangling'))
    const before = readdirSync(folder)
    const server = await vendor((response) => json(response, {}))
    const { code, stdout } = await soar(`${CALL} ${words}`, { url: server.url })
    expect([code, JSON.parse(stdout)]).toMatchObject([
      expect.any(Number),
      {
        is_success: false,
        error: { code: 'REQUEST_INVALID', reason: expect.stringContaining(sentence) as string },
      },
    ])
    expect(code).not.toBe(0)
    expect([server.received, readdirSync(folder)]).toEqual([[], before])
  })

  test('a folder that does not exist is refused before anything is sent', async () => {
    const server = await vendor((response) => json(response, {}))
    const { stdout } = await soar(`${CALL} --record missing/r.json`, { url: server.url })
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'STORAGE_FAILED' } })
    expect(server.received).toEqual([])
  })

  test('a dry run that the request asks for is refused, too', async () => {
    const stdin = JSON.stringify({ action: 'call', parameters: { path: '/' }, dry_run: true })
    const { stdout } = await soar('--record r.json', { stdin, url: 'http://127.0.0.1:9' })
    expect(stdout).toContain('--record cannot be used with a dry run')
    expect(readdirSync(folder)).toEqual([])
  })

  test('a file that appears during the run is kept, and the result says so', async () => {
    const server = await vendor((response) => {
      writeFileSync(join(folder, 'r.json'), 'mine')
      json(response, { ok: true })
    })
    const { code, stdout } = await soar(`${CALL} --record r.json`, { url: server.url })
    expect(JSON.parse(stdout)).toMatchObject({
      is_success: true,
      warnings: ['The recording r.json was not written: a file of that name exists (EEXIST).'],
    })
    expect([code, readFileSync(join(folder, 'r.json'), 'utf8'), readdirSync(folder)]).toEqual([
      0,
      'mine',
      ['r.json'],
    ])
  })
})

test('a run that is refused before it begins leaves no file', async () => {
  const { code } = await soar('cal --record r.json', { url: 'http://127.0.0.1:9' })
  expect([code, readdirSync(folder)]).toEqual([1, []])
})

describe('pseudonyms', () => {
  test('are the same everywhere in a file, also in web addresses, and nothing names a person', async () => {
    const body = {
      sender: 'Mallory@Evil.test',
      header: '"Mallory O\'Neil" <mallory@evil.test>',
      displayName: "Mallory O'Neil",
      text: "mallory o'neil (10.1.2.3) of evil.test wrote to bob.smith@corp.test",
      link: 'https://portal.test/?user=bob.smith%40corp.test',
      'bob.smith@corp.test': '10.1.2.3',
    }
    const server = await vendor((response) => json(response, body))
    const words = `call --param path=/to/mallory@evil.test --save-run s.json --pseudonymise`
    await soar(words, { url: server.url })
    const text = readFileSync(join(folder, 's.json'), 'utf8')
    expect(text).not.toMatch(/mallory|neil|evil|bob|smith|corp|10\.1\.2\.3/i)
    const { request, exchanges } = read('s.json')
    expect(request?.parameters).toEqual({ path: '/to/user1@domain1.example' })
    expect(exchanges[0]?.request.url).toBe(`${server.url}/to/user1@domain1.example`)
    expect(exchanges[0]?.response?.body).toEqual({
      json: {
        sender: 'user1@domain1.example',
        header: '"Name 1" <user1@domain1.example>',
        displayName: 'Name 1',
        text: 'Name 1 (198.51.100.1) of domain1.example wrote to user2@domain2.example',
        link: 'https://portal.test/?user=user2%40domain2.example',
        'user2@domain2.example': '198.51.100.1',
      },
    })
    const recorded = await soar('--replay s.json')
    expect(resultOf(recorded).json_result).toMatchObject({ body: { sender: 'user1@domain1.example' } })
  })

  test('need a file', async () => {
    const { stdout } = await soar(`${CALL} --pseudonymise`, { url: 'http://127.0.0.1:9' })
    expect(stdout).toContain('--pseudonymise changes the file of --record or --save-run.')
  })
})

describe('soar diff', () => {
  const diff = (...argv: string[]): Promise<CliAnswer> =>
    commandLine(['diff', ...argv], { cwd: folder, root: echoRoot })

  test('finds nothing between a run and its replay', async () => {
    const server = await vendor((response) => json(response, { ok: true }))
    await soar(`${CALL} --save-run a.json`, { url: server.url })
    await soar('--replay a.json --save-run b.json')
    expect(await diff('a.json', 'b.json')).toEqual({
      code: 0,
      stdout: 'The runs do not differ.\n',
      stderr: '',
    })
    expect(await diff('a.json', 'b.json', '--json')).toMatchObject({
      code: 0,
      stdout: '{"is_same":true,"differences":[]}\n',
    })
  })

  test('names its two arguments as its help does if they are one file', async () => {
    writeFileSync(join(folder, 'a.json'), '{}')
    const { code, stderr } = await diff('a.json', 'a.json')
    expect([code, stderr]).toEqual([2, expect.stringContaining('<a> and <b> are the same file: ')])
  })

  test('finds nothing where a time of the run differs from that of its replay by less than the run took', async () => {
    const server = await vendor((response) => json(response, {}))
    await soar(`${CALL} --template body={"at":"{{run.started}}"} --save-run a.json`, { url: server.url })
    const file = read('a.json')
    const later = new Date(Date.parse(file.clock) + 900).toISOString()
    const text = JSON.stringify(file).replaceAll(`"at":"${file.clock}"`, `"at":"${later}"`)
    writeFileSync(join(folder, 'b.json'), text)
    expect(text).not.toBe(JSON.stringify(file))
    expect((await diff('a.json', 'b.json')).code).toBe(0)
    writeFileSync(join(folder, 'c.json'), text.replace(`"clock":"${file.clock}"`, `"clock":"${later}"`))
    expect((await diff('a.json', 'c.json')).code).toBe(1)
  })

  test('names what differs in request, exchanges and result, and pairs exchanges by address', async () => {
    const server = await vendor(
      (response) => json(response, { rows: [1, 2] }),
      (response) => response.writeHead(429, { 'retry-after': '0' }).end(),
      (response) => json(response, { rows: [1, 3] }),
    )
    await soar(`${CALL} --param body:={"a":1} --save-run a.json`, { url: server.url })
    await soar(`${CALL} --param body:={"a":2} --save-run b.json`, { url: server.url })
    const { code, stdout } = await diff('a.json', 'b.json', '--json')
    const { differences } = JSON.parse(stdout) as {
      differences: { where: string; a?: unknown; b?: unknown }[]
    }
    expect(code).toBe(1)
    expect(differences).toContainEqual({ where: 'request.parameters.body.a', a: 1, b: 2 })
    expect(differences).toContainEqual({ where: 'result.json_result.body.rows[1]', a: 2, b: 3 })
    expect(differences.map(({ where }) => where)).toContain('exchanges[1]')
    const plain = await diff('a.json', 'b.json')
    expect(plain.stdout).toContain('request.parameters.body.a\n  - 1\n  + 2\n')
  })

  test('refuses what is not a recording', async () => {
    writeFileSync(join(folder, 'a.json'), '{}')
    writeFileSync(join(folder, 'b.json'), '{}')
    expect(await diff('a.json', 'b.json')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('a.json is not a recording') as string,
    })
  })
})
