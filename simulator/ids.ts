import { createHash } from 'node:crypto'

/** Kinds of opaque ids; one message has several, and they are not interchangeable. */
export type IdKind =
  | 'tracking'
  | 'hold'
  | 'archive'
  | 'queue'
  | 'file'
  | 'policy'
  | 'group'
  | 'member'
  | 'log'
  | 'url'
  | 'object'

const PREFIX: Record<IdKind, string> = {
  tracking: 'eNpF',
  hold: 'eNpF',
  archive: 'eNol',
  queue: 'eNpF',
  file: 'eNoV',
  policy: 'eNo1',
  group: 'eNoV',
  member: 'eNoV',
  log: 'MTOKEN:eN',
  url: 'wOi3',
  object: 'eNoV',
}

/**
 * Opaque, stable base64url text for a number: the same seed, kind and number give the same id, and `IdCodec.read` recovers
 * the number without a table, so rows need not exist before they are requested.
 */
export interface IdCodec {
  make(kind: IdKind, number: number): string
  read(kind: IdKind, id: string): number | undefined
}

/** The most ids that are kept. A fresh tenant has some 600, the same ones for the same seed after each reset. */
const KEPT_MAX = 2_000
const kept = new Map<string, string>()

export function idCodec(seed: string): IdCodec {
  const make = (kind: IdKind, number: number): string => {
    const source = `${seed}:${kind}:${number}`
    const known = kept.get(source)
    if (known !== undefined) return known
    const id = makeNew(kind, number, source)
    if (kept.size < KEPT_MAX) kept.set(source, id)
    return id
  }
  const makeNew = (kind: IdKind, number: number, source: string): string => {
    const digest = createHash('shake256', { outputLength: 95 }).update(source).digest()
    const bytes = Buffer.alloc(99)
    bytes.writeUInt32BE((number ^ digest.readUInt32BE(0)) >>> 0)
    digest.copy(bytes, 4)
    return PREFIX[kind] + bytes.toString('base64url')
  }
  const read = (kind: IdKind, id: string): number | undefined => {
    if (!id.startsWith(PREFIX[kind])) return undefined
    const bytes = Buffer.from(id.slice(PREFIX[kind].length), 'base64url')
    if (bytes.length !== 99) return undefined
    const number = (bytes.readUInt32BE(0) ^ bytes.readUInt32BE(4)) >>> 0
    return make(kind, number) === id ? number : undefined
  }
  return { make, read }
}

/** Hex SHA-256, as hashes appear in answers. */
export function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}

/** A `smash` hash looks like this; it is not an id, and sending it as one has a response of its own. */
export function isSmash(id: string): boolean {
  return /^[0-9a-f]{64}$/.test(id)
}
