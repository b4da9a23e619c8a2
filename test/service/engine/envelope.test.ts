/** Payloads are sealed: what an engine and a store see, and what happens to damaged and foreign ones. */
import { createHash } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clearEnvelope, createEnvelope } from '../../../runtime/service/engine/envelope.ts'
import { type Keys, readKeys } from '../../../runtime/service/engine/keys.ts'
import {
  fromJsonPayload,
  fromPayload,
  type Payload,
  toJsonPayload,
  toPayload,
} from '../../../runtime/service/engine/payload.ts'
import { openStore } from '../../../runtime/service/engine/store/open.ts'
import type { Store } from '../../../runtime/service/engine/store/store.ts'
import { failure, serve } from '../../support/wire.ts'

const keyOf = (seed: string): Buffer => createHash('sha256').update(seed).digest()
const keys = (...ids: string[]): Keys => new Map(ids.map((id) => [id, keyOf(id)]))
const MARK = 'CANARY-4b7d1f'

/** A store in memory. */
function memory(): Store & { objects: Map<string, Uint8Array> } {
  const objects = new Map<string, Uint8Array>()
  return {
    objects,
    put: async (name, data) => void objects.set(name, data),
    get: async (name) => objects.get(name) ?? Promise.reject(new Error('missing')),
  }
}

const sealed = async (value: unknown, store?: Store) =>
  createEnvelope({ keys: keys('k1'), store }).seal(toPayload(value))

describe('a sealed payload', () => {
  test('opens to what was sealed, whatever it is, also by way of JSON', async () => {
    const envelope = createEnvelope({ keys: keys('k1'), store: memory() })
    const bytes = fc.uint8Array({ maxLength: 300 })
    const payload = fc.record({
      metadata: fc.dictionary(fc.string(), bytes, { noNullPrototype: true }),
      data: bytes,
    })
    await fc.assert(
      fc.asyncProperty(payload, async (given) => {
        const opened = await envelope.open(fromJsonPayload(toJsonPayload(await envelope.seal(given))))
        expect(toJsonPayload(opened)).toEqual(toJsonPayload(given))
      }),
      { seed: 18 },
    )
  })

  test('shows nothing of its content, and twice the same content looks different', async () => {
    const [one, other] = [await sealed({ MARK }), await sealed({ MARK })]
    expect(Buffer.from(one.data).includes(MARK)).toBe(false)
    expect(Object.keys(one.metadata)).toEqual(['encoding', 'soar-key'])
    expect(Buffer.from(one.data).equals(other.data)).toBe(false)
  })

  test('with any byte changed, cut off or added does not open', async () => {
    const envelope = createEnvelope({ keys: keys('k1', 'k2') })
    const whole = await sealed({ amount: 1 })
    const damage = fc.oneof(
      fc
        .record({ at: fc.nat(whole.data.length - 1), by: fc.integer({ min: 1, max: 255 }) })
        .map(({ at, by }) => {
          const data = Buffer.from(whole.data)
          data[at] = (data[at] ?? 0) ^ by
          return data
        }),
      fc.nat(whole.data.length - 1).map((length) => Buffer.from(whole.data).subarray(0, length)),
      fc.uint8Array({ minLength: 1, maxLength: 20 }).map((more) => Buffer.concat([whole.data, more])),
    )
    await fc.assert(
      fc.asyncProperty(damage, async (data) => {
        expect((await failure(envelope.open({ ...whole, data }))).code).toBe('STORAGE_FAILED')
      }),
      { seed: 18 },
    )
    const renamed = { ...whole, metadata: { ...whole.metadata, 'soar-key': Buffer.from('k2') } }
    expect((await failure(envelope.open(renamed))).code).toBe('STORAGE_FAILED')
  })

  test('opens with any key of the file, so that keys are rotated without a stop; an unknown key is named', async () => {
    const old = await sealed('before')
    const rotated = createEnvelope({ keys: keys('k2', 'k1') })
    expect(fromPayload(await rotated.open(old))).toBe('before')
    const fresh = await rotated.seal(toPayload('after'))
    expect(Buffer.from(fresh.metadata['soar-key'] ?? []).toString()).toBe('k2')
    const error = await failure(createEnvelope({ keys: keys('k1') }).open(fresh))
    expect(error.code).toBe('CONFIG_INVALID')
    expect(JSON.stringify(error.facts.problems)).toContain('"k2"')
  })

  test('names its key by an id; anything else is not looked up and not shown', async () => {
    const envelope = createEnvelope({ keys: keys('k1') })
    const whole = await sealed('x')
    for (const id of ['', '__proto__', '1', `k1\n${MARK}`, 'a'.repeat(100), `\u001b[31m${MARK}`]) {
      const metadata = { ...whole.metadata, 'soar-key': Buffer.from(id) }
      const error = await failure(envelope.open({ ...whole, metadata }))
      expect([error.code, JSON.stringify(error.facts.problems).includes(MARK)]).toEqual([
        'CONFIG_INVALID',
        false,
      ])
    }
  })

  test('is required by a side with keys, and refused by a side without', async () => {
    const error = await failure(createEnvelope({ keys: keys('k1') }).open(toPayload('clear')))
    expect(error.code).toBe('CONFIG_INVALID')
    expect((await failure(clearEnvelope.open(await sealed('x')))).code).toBe('CONFIG_INVALID')
    expect(fromPayload(await clearEnvelope.open(await clearEnvelope.seal(toPayload('x'))))).toBe('x')
  })
})

describe('a large payload', () => {
  const large = { text: MARK.repeat(30_000) }

  test('goes to the store, sealed, under the SHA-256 of its content', async () => {
    const store = memory()
    const claim = await sealed(large, store)
    expect(claim.data.length).toBeLessThan(300)
    const [[name, data] = ['', new Uint8Array()]] = store.objects
    expect(name).toBe(createHash('sha256').update(data).digest('hex'))
    expect(Buffer.from(data).includes(MARK)).toBe(false)
    expect(fromPayload(await createEnvelope({ keys: keys('k1'), store }).open(claim))).toEqual(large)
  })

  test('that was changed, replaced or removed in the store does not open', async () => {
    const store = memory()
    const envelope = createEnvelope({ keys: keys('k1'), store })
    const claim = await envelope.seal(toPayload(large))
    const [name = ''] = store.objects.keys()
    await envelope.seal(toPayload({ ...large, other: true }))
    const other = [...store.objects.values()][1] ?? new Uint8Array()
    for (const data of [other, Buffer.from('short'), new Uint8Array()]) {
      store.objects.set(name, data)
      expect((await failure(envelope.open(claim))).code).toBe('STORAGE_FAILED')
    }
  })

  test('without a store is refused before it is sent, and limit says how large it may be', async () => {
    for (const envelope of [createEnvelope({ keys: keys('k1') }), clearEnvelope]) {
      const { limit = 0 } = envelope
      const value = 'x'.repeat(limit - 2)
      expect((await envelope.seal(toPayload(value))).data.length).toBeLessThan(2 * 1024 * 1024)
      const error = await failure(envelope.seal(toPayload('x'.repeat(2_000_000))))
      expect([error.code, error.facts.unsent]).toEqual(['TOO_LARGE', true])
    }
    expect(createEnvelope({ keys: keys('k1'), store: memory() }).limit).toBeUndefined()
    const claim = await sealed(large, memory())
    expect((await failure(createEnvelope({ keys: keys('k1') }).open(claim))).code).toBe('CONFIG_INVALID')
  })

  test('is never looked up under a name that is not one', async () => {
    const asked: string[] = []
    const get = async (name: string): Promise<Uint8Array> => {
      asked.push(name)
      return new Uint8Array()
    }
    const store: Store = { put: async () => {}, get }
    const envelope = createEnvelope({ keys: keys('k1'), store })
    const names = fc.oneof(
      fc.string(),
      fc.constantFrom('../../etc/passwd', 'A'.repeat(64), `${'a'.repeat(64)}/`, 'a'.repeat(63)),
    )
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        const claim: Payload = {
          metadata: { encoding: Buffer.from('binary/soar-claim') },
          data: Buffer.from(name),
        }
        expect((await failure(envelope.open(await envelope.seal(claim)))).code).toBe('STORAGE_FAILED')
      }),
      { seed: 18 },
    )
    expect(asked).toEqual([])
  })
})

describe('a store in a folder', () => {
  test('keeps objects whole, and leaves nothing else behind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'soar-store-'))
    const store = await openStore(folder, { env: {}, cwd: '/' })
    const name = 'ab'.repeat(32)
    await Promise.all([store.put(name, Buffer.from('one')), store.put(name, Buffer.from('one'))])
    expect(Buffer.from(await store.get(name)).toString()).toBe('one')
    expect(await readdir(join(folder, 'ab'))).toEqual([name])
    expect((await failure(store.get('cd'.repeat(32)))).code).toBe('STORAGE_FAILED')
  })

  test('that does not exist or is a file is refused at the start', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'soar-store-'))
    await writeFile(join(folder, 'file'), '')
    for (const place of ['missing', 'file']) {
      expect((await failure(openStore(place, { env: {}, cwd: folder }))).code).toBe('CONFIG_INVALID')
    }
  })
})

describe('a store in a bucket', () => {
  const env = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: MARK, AWS_REGION: 'eu-west-1' }
  const name = 'ab'.repeat(32)

  test('is written and read with signed requests', async () => {
    const objects = new Map<string, string>()
    const wire = await serve((response, { method, url, body }) => {
      const object = objects.get(url)
      if (method === 'PUT') objects.set(url, body)
      if (method === 'GET' && object === undefined) response.writeHead(404).end()
      else response.writeHead(200, { etag: '"x"' }).end(method === 'GET' ? object : '')
    })
    const store = await openStore(`${wire.url}/bucket`, { env, cwd: '/' })
    await store.put(name, Buffer.from('sealed'))
    expect(Buffer.from(await store.get(name)).toString()).toBe('sealed')
    expect([...objects]).toEqual([[`/bucket/${name}`, 'sealed']])
    for (const { headers } of wire.seen) {
      expect(headers.authorization).toMatch(
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/s3\/aws4_request,/,
      )
      expect(JSON.stringify(headers)).not.toContain(MARK)
    }
    const missing = await failure(store.get('cd'.repeat(32)))
    expect([missing.code, missing.message]).toEqual([
      'STORAGE_FAILED',
      expect.stringContaining('it does not exist'),
    ])
  })

  test('that refuses or cannot be reached says which, and shows no secret', async () => {
    const refusing = await serve((response) => {
      response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>')
    })
    const refused = await failure(
      (await openStore(`${refusing.url}/b`, { env, cwd: '/' })).put(name, Buffer.from('x')),
    )
    expect([refused.code, refused.message]).toEqual(['STORAGE_FAILED', expect.stringContaining('403')])
    const gone = await failure((await openStore('http://127.0.0.1:9/b', { env, cwd: '/' })).get(name))
    expect([gone.code, gone.message]).toEqual(['STORAGE_FAILED', expect.stringContaining('ECONNREFUSED')])
    for (const error of [refused, gone]) expect(`${error.stack} ${error.message}`).not.toContain(MARK)
  })

  test.each([
    ['http://store.example/bucket', env],
    ['https://store.example/', env],
    ['https://user:secret@store.example/bucket', env],
    ['https://store.example/bucket?x=1', env],
    ['https://store.example/bucket', { AWS_ACCESS_KEY_ID: 'a' }],
  ])('cannot be %s', async (place, variables) => {
    const error = await failure(openStore(place, { env: variables, cwd: '/' }))
    expect(error.code).toBe('CONFIG_INVALID')
    expect(error.message).not.toContain('secret@')
  })
})

describe('a keys file', () => {
  const write = async (text: string, mode = 0o600): Promise<string> => {
    const file = join(await mkdtemp(join(tmpdir(), 'soar-keys-')), 'keys.json')
    await writeFile(file, text)
    await chmod(file, mode)
    return file
  }
  const base64 = (id: string): string => keyOf(id).toString('base64')

  test('gives keys in its order', async () => {
    const read = await readKeys(await write(JSON.stringify({ new: base64('new'), old: base64('old') })))
    expect([...read]).toEqual([
      ['new', keyOf('new')],
      ['old', keyOf('old')],
    ])
  })

  test.skipIf(process.platform === 'win32')('that others can read is refused', async () => {
    const file = await write(JSON.stringify({ a: base64('a') }), 0o640)
    const error = await failure(readKeys(file))
    expect([error.code, JSON.stringify(error.facts.problems)]).toEqual([
      'CONFIG_INVALID',
      expect.stringContaining('chmod 600'),
    ])
    expect(await readFile(file, 'utf8')).toContain(base64('a'))
  })

  test.each([
    ['not JSON', `{"a": "${MARK}`],
    ['a list', `["${MARK}"]`],
    ['no key', '{}'],
    ['a number for an id', `{"1": "${base64('a')}"}`],
    ['an id with a blank', `{"a b": "${base64('a')}"}`],
    ['a short key', `{"a": "${Buffer.from(MARK).toString('base64')}"}`],
    ['a key that is not base64', `{"a": "${MARK.repeat(3)}"}`],
    ['a key that is not text', '{"a": 7}'],
  ])('with %s is refused, and the message shows nothing of it', async (_, text) => {
    const error = await failure(readKeys(await write(text)))
    expect(error.code).toBe('CONFIG_INVALID')
    const shown = `${error.message} ${error.stack} ${JSON.stringify(error.facts.problems)} ${String(error.facts.cause)}`
    expect(shown).not.toContain(MARK)
    expect(shown).not.toContain(Buffer.from(MARK).toString('base64'))
  })

  test('that does not exist is named', async () => {
    const error = await failure(readKeys(join(tmpdir(), 'no-keys-here.json')))
    expect(JSON.stringify(error.facts.problems)).toContain('no-keys-here.json')
  })
})
