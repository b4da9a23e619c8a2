/**
 * Seals payloads with AES-256-GCM, so that the engine and its database see ciphertext only.
 *
 * A sealed payload is a nonce, the ciphertext and its tag. A large one is put into a store, and what travels is its name,
 * sealed as well.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { ActionError } from '../../contract/errors.ts'
import { phrase } from '../../contract/phrases.ts'
import { storageFailed } from '../../contract/refuse.ts'
import { badSetting, KEY_ID, type Keys } from './keys.ts'
import type { Envelope, Payload } from './payload.ts'
import { NAME, type Store } from './store/store.ts'

/** What seals, and where large payloads go. */
export interface EnvelopeOptions {
  keys: Keys
  store?: Store | undefined
}

const SEALED = 'binary/soar-sealed'
const CLAIM = 'binary/soar-claim'
const KEY = 'soar-key'
const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Sealed payloads above this number of bytes go to the store. */
const CLAIM_BYTES = 256 * 1024

/** Largest value without a store. The engine refuses payloads of 2 MiB. */
const LIMIT = 1_800_000

/** An envelope with keys. */
export function createEnvelope({ keys, store }: EnvelopeOptions): Envelope {
  const [first] = keys
  if (first === undefined) throw new Error('An envelope needs a key')
  const [id, key] = first

  const open = (payload: Payload): Payload => {
    const sealedWith = payload.metadata[KEY]
    if (encodingOf(payload) !== SEALED || sealedWith === undefined) throw notSealed()
    const name = Buffer.from(sealedWith).toString('latin1')
    const found = KEY_ID.test(name) ? keys.get(name) : undefined
    if (found === undefined) throw unknownKey(name)
    return decode(decrypt(payload.data, name, found))
  }

  return {
    sealed: true,
    limit: store ? undefined : LIMIT,
    async seal(payload) {
      const sealed = sealWith(id, key, payload)
      if (sealed.data.length <= (store ? CLAIM_BYTES : LIMIT + 1_000)) return sealed
      if (!store) throw tooLarge()
      const name = nameOf(sealed.data)
      await store.put(name, sealed.data)
      const claim = {
        metadata: { encoding: Buffer.from(CLAIM), [KEY]: Buffer.from(id) },
        data: Buffer.from(name),
      }
      return sealWith(id, key, claim)
    },
    async open(payload) {
      const opened = open(payload)
      if (encodingOf(opened) !== CLAIM) return opened
      const name = Buffer.from(opened.data).toString('latin1')
      if (!NAME.test(name)) throw damaged()
      if (!store) throw noStore()
      const data = await store.get(name)
      if (nameOf(data) !== name)
        throw storageFailed(
          phrase('The object {name} in the store was changed. Submit the task again.', { name }),
        )
      return open({ metadata: { ...opened.metadata, encoding: Buffer.from(SEALED) }, data })
    },
  }
}

/** The envelope without keys: payloads travel in the clear. */
export const clearEnvelope: Envelope = {
  sealed: false,
  limit: LIMIT,
  async seal(payload) {
    if (payload.data.length > LIMIT + 1_000) throw tooLarge()
    return payload
  },
  async open(payload) {
    if (encodingOf(payload) === SEALED) throw noKeys()
    return payload
  },
}

const encodingOf = ({ metadata }: Payload): string =>
  metadata.encoding === undefined ? '' : Buffer.from(metadata.encoding).toString('latin1')

const nameOf = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex')

function sealWith(id: string, key: Buffer, payload: Payload): Payload {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(boundTo(id))
  const data = Buffer.concat([nonce, cipher.update(encode(payload)), cipher.final(), cipher.getAuthTag()])
  return { metadata: { encoding: Buffer.from(SEALED), [KEY]: Buffer.from(id) }, data }
}

function decrypt(data: Uint8Array, id: string, key: Buffer): Buffer {
  if (data.length < NONCE_BYTES + TAG_BYTES) throw damaged()
  const end = data.length - TAG_BYTES
  try {
    const decipher = createDecipheriv(ALGORITHM, key, data.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(boundTo(id)).setAuthTag(data.subarray(end))
    return Buffer.concat([decipher.update(data.subarray(NONCE_BYTES, end)), decipher.final()])
  } catch (cause) {
    throw damaged(cause)
  }
}

/** A ciphertext is valid in this format and under this id only. */
const boundTo = (id: string): Buffer => Buffer.from(`${SEALED}:1:${id}`)

/** The length of the metadata as 4 bytes, the metadata as JSON with values in base64, the data. */
function encode({ metadata, data }: Payload): Buffer {
  const named = Object.entries(metadata).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')])
  const head = Buffer.from(JSON.stringify(Object.fromEntries(named)))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(head.length)
  return Buffer.concat([length, head, data])
}

/** The content was authenticated, so it has the format. */
function decode(bytes: Buffer): Payload {
  const start = 4 + bytes.readUInt32BE(0)
  const head = JSON.parse(bytes.toString('utf8', 4, start)) as Record<string, string>
  const metadata = Object.fromEntries(
    Object.entries(head).map(([name, text]) => [name, Buffer.from(text, 'base64')]),
  )
  return { metadata, data: bytes.subarray(start) }
}

const damaged = (cause?: unknown): ActionError =>
  storageFailed(
    phrase(
      'A sealed payload is damaged, or was sealed with another key of the same id. Submit the task again.',
    ),
    { cause },
  )

const tooLarge = (): ActionError =>
  new ActionError(
    'TOO_LARGE',
    { limit: LIMIT, remedy: phrase('Send less data, or name a store with --store on both sides.') },
    { unsent: true },
  )

const notSealed = (): ActionError =>
  badSetting(
    'keys',
    phrase(
      'A payload is not sealed, and this side has keys. Give both sides the same keys (SOAR_ENGINE_KEYS).',
    ),
  )

const noKeys = (): ActionError =>
  badSetting(
    'keys',
    phrase(
      'A payload is sealed, and this side has no keys. Give both sides the same keys (SOAR_ENGINE_KEYS).',
    ),
  )

/** An id that is not one may be anything, so it is not shown. */
const unknownKey = (id: string): ActionError =>
  badSetting(
    'keys',
    phrase(
      'A payload is sealed with the key "{id}", which this side does not have. Add it to the keys file.',
      {
        id: KEY_ID.test(id) ? id : '?',
      },
    ),
  )

const noStore = (): ActionError =>
  badSetting(
    'store',
    phrase(
      'A payload is in the store, and this side has none. Name the same store with --store on both sides.',
    ),
  )
