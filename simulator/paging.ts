import { createHash } from 'node:crypto'
import { type Refusal, refuse } from './envelope.ts'
import { isObject, type JsonObject } from './types.ts'

const DEFAULT_SIZE = 25

/** Place of a row in its order, compared part by part; it must be unique. Newest first = `[-received, number]`. */
export type Place = readonly [number, number]

export interface Placed {
  place: Place
}

/** What the request asks for in `meta.pagination`, and what binds a token to it. */
export interface PageRequest {
  size: number
  /** Most rows a page may have. */
  max: number
  token: string | undefined
  /** Path and `data` of the request: a token of another one is refused. */
  binding: string
}

/** One page and the `meta.pagination` that goes with it. */
export interface Page<T> {
  rows: T[]
  /** Position of the first row in the whole. */
  start: number
  pagination: { pageSize: number; next?: string; previous?: string }
}

/** Reads `meta.pagination`; a size above the maximum is quietly the maximum, as the API does. */
export function readPageRequest(path: string, body: JsonObject, max: number): PageRequest | Refusal {
  const meta = isObject(body.meta) ? body.meta : {}
  const wanted = isObject(meta.pagination) ? meta.pagination : {}
  const size = wanted.pageSize ?? DEFAULT_SIZE
  const token = wanted.pageToken ?? undefined
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1) {
    return refuse('err_validation_value_not_allowed', 'pageSize', `Field must be one of [1..${max}]`)
  }
  if (token !== undefined && typeof token !== 'string') return refuse('xdk_failure', 'pageToken')
  return { size: Math.min(size, max), max, token, binding: `${path}\n${JSON.stringify(body.data ?? [])}` }
}

/** Cuts one page out of rows that are sorted by their places. */
export function cutPage<T extends Placed>(rows: readonly T[], request: PageRequest): Page<T> | Refusal {
  const after = request.token === undefined ? START : readToken(request.token, request.binding)
  if (after === undefined) return refuse('xdk_failure', 'pageToken')
  const start = after === START ? 0 : firstBehind(rows, after)
  const page = rows.slice(start, start + request.size)
  const last = page.at(-1)
  const more = last !== undefined && start + page.length < rows.length
  const before = rows[start - request.size - 1]?.place ?? START
  return {
    rows: page,
    start,
    pagination: {
      pageSize: page.length,
      ...(more ? { next: makeToken(last.place, request.binding) } : {}),
      ...(start > 0 ? { previous: makeToken(before, request.binding) } : {}),
    },
  }
}

const START: Place = [Number.NEGATIVE_INFINITY, 0]

function firstBehind(rows: readonly Placed[], place: Place): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const row = rows[middle]
    if (row !== undefined && compare(row.place, place) <= 0) low = middle + 1
    else high = middle
  }
  return low
}

/** Order of two places. */
export function compare(a: Place, b: Place): number {
  return a[0] - b[0] || a[1] - b[1]
}

function makeToken(place: Place, binding: string): string {
  const plain = Buffer.alloc(16)
  plain.writeDoubleBE(place[0])
  plain.writeDoubleBE(place[1], 8)
  const seal = sealOf(plain, binding)
  for (let i = 0; i < 16; i++) plain[i] = (plain[i] ?? 0) ^ (seal[i] ?? 0)
  return `eNod${Buffer.concat([seal, plain]).toString('base64url')}`
}

function readToken(token: string, binding: string): Place | undefined {
  const bytes = Buffer.from(token.slice(4), 'base64url')
  if (!token.startsWith('eNod') || bytes.length !== 88) return undefined
  const seal = bytes.subarray(0, 72)
  const plain = Buffer.from(bytes.subarray(72))
  for (let i = 0; i < 16; i++) plain[i] = (plain[i] ?? 0) ^ (seal[i] ?? 0)
  if (!sealOf(plain, binding).equals(seal)) return undefined
  return [plain.readDoubleBE(0), plain.readDoubleBE(8)]
}

function sealOf(plain: Buffer, binding: string): Buffer {
  return createHash('shake256', { outputLength: 72 }).update(plain).update(binding).digest()
}
