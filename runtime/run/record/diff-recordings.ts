/** Finds what differs between two recordings. */
import type { Json } from '../../contract/json.ts'
import { SECOND, sameWithin } from '../../http/record/compare.ts'
import { type Difference, differences, type Same } from '../../http/record/differences.ts'
import type { RecordedExchange } from '../../http/record/exchange.ts'
import { isPassing } from '../../http/record/names.ts'
import type { Recording } from './recording.ts'

/**
 * Every difference in action, configuration, request, exchanges and result. Not compared are the times at which things
 * happened, how long they took, and headers with a date or an id of the request. Exchanges are compared with exchanges of
 * the same address. In a run and its replay, times may differ by the time that the run took, as in the replay itself. A part that only one recording has, because the other one was not saved with it, is not compared.
 */
export function diffRecordings(a: Recording, b: Recording): Difference[] {
  const isSame = a.clock === b.clock ? sameWithin(Math.max(lengthOf(a), lengthOf(b)) + SECOND) : undefined
  const both = (part: 'request' | 'result'): Difference[] =>
    a[part] === undefined || b[part] === undefined
      ? []
      : differences(comparable(a[part]), comparable(b[part]), isSame, part)
  return [
    ...differences(headOf(a), headOf(b)),
    ...both('request'),
    ...diffExchanges(a.exchanges, b.exchanges, isSame),
    ...both('result'),
  ]
}

const headOf = ({ integration, action, version, config, options, reference_values }: Recording): Json => ({
  integration,
  action,
  version,
  config,
  ...(options && { options: { ...options } }),
  ...(reference_values && { reference_values }),
})

/** Without the duration of the run. */
function comparable(part: Json): Json {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
  const { run } = part
  if (typeof run !== 'object' || run === null || Array.isArray(run)) return part
  const { ms: _, ...rest } = run
  return { ...part, run: rest }
}

/** Milliseconds to the end of the last exchange. */
const lengthOf = ({ exchanges }: Recording): number =>
  exchanges.reduce((end, { at, ms }) => Math.max(end, at + ms), 0)

function diffExchanges(
  a: readonly RecordedExchange[],
  b: readonly RecordedExchange[],
  isSame: Same | undefined,
): Difference[] {
  return align(a.map(addressOf), b.map(addressOf)).flatMap(([one, other]) => {
    const [ours, theirs] = [one, other].map((at, side) => {
      const exchange = at === undefined ? undefined : (side === 0 ? a : b)[at]
      return exchange && contentOf(exchange)
    })
    return differences(ours, theirs, isSame, `exchanges[${one ?? other ?? 0}]`)
  })
}

const addressOf = ({ request: { method, url } }: RecordedExchange): string => {
  const { origin, pathname } = new URL(url)
  return `${method} ${origin}${pathname}`
}

function contentOf({ at: _, ms: __, ...exchange }: RecordedExchange): Json {
  const headers = (given: Readonly<Record<string, string>> = {}): Record<string, string> =>
    Object.fromEntries(Object.entries(given).filter(([name]) => !isPassing(name)))
  const { request, response, failure } = structuredClone(exchange)
  const content = {
    request: { ...request, headers: headers(request.headers) },
    ...(response && { response: { ...response, headers: headers(response.headers) } }),
    ...(failure && { failure }),
  }
  return content as unknown as Json
}

/** Pairs of exchanges beyond which they are paired by their position alone: the table of all pairs would be too large. */
const MOST = 4_000_000

/** Pairs of positions, in order: of equal texts, as many as possible; what has no partner is alone. */
function align(a: readonly string[], b: readonly string[]): [number | undefined, number | undefined][] {
  if (a.length * b.length > MOST) {
    const positions = Array.from({ length: Math.max(a.length, b.length) }, (_, at) => at)
    return positions.map((at) => [at < a.length ? at : undefined, at < b.length ? at : undefined])
  }
  const common = commonLengths(a, b)
  const pairs: [number | undefined, number | undefined][] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) pairs.push([i++, j++])
    else if (j >= b.length || (i < a.length && lengthAt(common, i + 1, j) >= lengthAt(common, i, j + 1)))
      pairs.push([i++, undefined])
    else pairs.push([undefined, j++])
  }
  return pairs
}

/** For each two positions, how many texts the rests have in common in the same order. */
function commonLengths(a: readonly string[], b: readonly string[]): number[][] {
  const common: number[][] = Array.from({ length: a.length + 1 }, () => [])
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = common[i] ?? []
      row[j] =
        a[i] === b[j]
          ? lengthAt(common, i + 1, j + 1) + 1
          : Math.max(lengthAt(common, i + 1, j), lengthAt(common, i, j + 1))
    }
  }
  return common
}

const lengthAt = (common: readonly number[][], i: number, j: number): number => common[i]?.[j] ?? 0
