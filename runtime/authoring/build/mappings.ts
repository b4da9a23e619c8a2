/** The mappings of a source map: base64 numbers, each relative to the previous one. */

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const VALUES = new Map([...DIGITS].map((digit, value) => [digit, value]))
/** A digit has five bits of the number; the sixth says that more follow. */
const BITS = 5
const MORE = 1 << BITS

/**
 * One place of the script: its column, then, where it comes from a source, the source's index, line and column there, and
 * perhaps the index of a name. All count from 0.
 */
export type Segment = number[]

/** Reads mappings: a list for each line of the script. */
export function decodeMappings(text: string): Segment[][] {
  const last: Segment = [0, 0, 0, 0, 0]
  return text.split(';').map((line) => {
    last[0] = 0
    return line === '' ? [] : line.split(',').map((segment) => decodeSegment(segment, last))
  })
}

/** Writes mappings, as `decodeMappings` reads them. */
export function encodeMappings(lines: readonly (readonly Segment[])[]): string {
  const last: Segment = [0, 0, 0, 0, 0]
  const encode = (segment: Segment): string =>
    segment
      .map((value, field) => {
        const difference = value - (last[field] ?? 0)
        last[field] = value
        return encodeNumber(difference)
      })
      .join('')
  return lines
    .map((line) => {
      last[0] = 0
      return line.map(encode).join(',')
    })
    .join(';')
}

function decodeSegment(text: string, last: Segment): Segment {
  const segment: Segment = []
  let value = 0
  let shift = 0
  for (const digit of text) {
    const bits = VALUES.get(digit)
    if (bits === undefined) throw new Error(`"${digit}" is not a digit of a source map.`)
    value += (bits % MORE) << shift
    shift += BITS
    if (bits >= MORE) continue
    const field = segment.length
    // The lowest bit is the sign.
    const absolute = (last[field] ?? 0) + (value & 1 ? -(value >>> 1) : value >>> 1)
    last[field] = absolute
    segment.push(absolute)
    value = 0
    shift = 0
  }
  return segment
}

function encodeNumber(value: number): string {
  let rest = value < 0 ? -value * 2 + 1 : value * 2
  let text = ''
  do {
    const bits = rest % MORE
    rest = (rest - bits) / MORE
    text += DIGITS[rest > 0 ? bits + MORE : bits]
  } while (rest > 0)
  return text
}
