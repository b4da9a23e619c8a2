/** Finds which characters a set of a regular expression contains. */

/** Inclusive ranges of code points, ascending. */
export type Ranges = [number, number][]

const HIGHEST = 0x10ffff

/** The end of a text as if it were a character, which no set holds. */
export const END_OF_TEXT: Ranges = [[HIGHEST + 1, HIGHEST + 1]]

let every: string | undefined

/** All code points but surrogates, in their order. */
function everyCharacter(): string {
  if (every !== undefined) return every
  const units = new Uint16Array(0x10000 - 0x800 + 2 * 0x100000)
  let at = 0
  for (let code = 0; code < 0x10000; code++) if (code < 0xd800 || code > 0xdfff) units[at++] = code
  for (let code = 0; code < 0x100000; code++) {
    units[at++] = 0xd800 + (code >> 10)
    units[at++] = 0xdc00 + (code & 0x3ff)
  }
  every = Buffer.from(units.buffer).toString('utf16le')
  return every
}

const MOST_RANGES = 5000

const known = new Map<string, Ranges>()
const MOST = 1000

/** Sets of which only ASCII characters are distinguished: those of ASCII alone, and what they leave. */
const OF_ASCII =
  /^(?:[ -~]|\\[dnrtfv]|\\[^A-Za-z0-9]|\[\^?(?:[^\\\]\P{ASCII}]|\\[dwnrtfv]|\\[^A-Za-z0-9\P{ASCII}])*\])$/u

/** The characters of a set, such as `[a-z]`, `\d`, `.` or `x`. */
export function rangesOf(source: string, flags: string): Ranges {
  if (source !== '.' && OF_ASCII.test(source) && !flags.includes('i')) return asciiRanges(source)
  const key = `${flags} ${source}`
  const before = known.get(key)
  if (before) return before
  const runs = new RegExp(`${source}+`, `${flags.replace(/[gymv]/g, '')}g`)
  const found: Ranges = []
  for (const [run] of everyCharacter().matchAll(runs)) {
    found.push([run.codePointAt(0) ?? 0, lastOf(run)])
    // A set this scattered is taken for all characters: more can match, in at least as many ways.
    if (found.length > MOST_RANGES) {
      found.splice(0, found.length, [0, HIGHEST])
      break
    }
  }
  if (known.size >= MOST) known.clear()
  known.set(key, found)
  return found
}

function asciiRanges(source: string): Ranges {
  const set = new RegExp(
    `^(?:${source.length === 1 ? source.replace(/[/\\^$.*+?()[\]{}|]/, '\\$&') : source})$`,
  )
  const found = Array.from({ length: 0x80 }, (_, code) => code).filter((code) =>
    set.test(String.fromCharCode(code)),
  )
  const ranges = found.map((code): [number, number] => [code, code])
  return source.startsWith('[^') ? [...ranges, [0x80, HIGHEST]] : ranges
}

function lastOf(text: string): number {
  const low = text.charCodeAt(text.length - 1)
  return low >= 0xdc00 && low <= 0xdfff ? (text.codePointAt(text.length - 2) ?? low) : low
}

/** Sets as bits, one for each part of Unicode that no set divides: two sets share a character when they share a bit. */
export function masksOf(sets: readonly Ranges[]): bigint[] {
  const edges = new Set([0])
  for (const ranges of sets) for (const [from, to] of ranges) edges.add(from).add(to + 1)
  const starts = [...edges].sort((one, other) => one - other)
  const index = new Map(starts.map((start, place) => [start, place]))
  return sets.map((ranges) => {
    let bit = 0n
    for (const [from, to] of ranges) {
      const [low, high] = [index.get(from) ?? 0, index.get(to + 1) ?? starts.length]
      bit |= ((1n << BigInt(high - low)) - 1n) << BigInt(low)
    }
    return bit
  })
}
