/** Describes every input in full for a confirmation, or refuses. */
import { isRecord, type Json } from '../contract/json.ts'
import { visibleLine } from '../safety/control-characters.ts'

/** One input to show. */
export interface ShownInput {
  label: string
  value: Json
}

/**
 * The inputs as lines. `hidden` names the inputs that are too long to show, each with its size; if there are any, no
 * confirmation is allowed.
 */
export interface Description {
  lines: string[]
  hidden: string[]
}

/** Maximum length of one value in characters. */
const LONGEST = 4_000

/** Maximum size of all lines together in UTF-8 bytes; clients and terminals show this much without truncating. */
const MOST_BYTES = 16_000

/**
 * Describes inputs. Each input has its own lines; a list shows its number of items and one line per item. Short inputs come
 * first, so that a long one does not push others out of view. Nothing is truncated.
 */
export function describeInputs(inputs: readonly ShownInput[]): Description {
  const all = inputs.map((input) => {
    const lines = linesOf(visibleLine(input.label), input.value, '')
    return { label: visibleLine(input.label), value: input.value, lines, bytes: sizeOf(lines ?? []) }
  })
  all.sort((a, b) => a.bytes - b.bytes)
  let left = MOST_BYTES
  const lines: string[] = []
  const hidden: string[] = []
  for (const input of all) {
    left -= input.bytes
    if (input.lines === undefined || left < 0) hidden.push(`${input.label} (${extentOf(input.value)})`)
    else lines.push(...input.lines)
  }
  return { lines, hidden }
}

/** Returns undefined if a value is too long. */
function linesOf(label: string, value: Json, indent: string): string[] | undefined {
  if (Array.isArray(value)) return nested(`${label} (${value.length}):`, value.map(itemLabel), value, indent)
  if (isRecord(value))
    return nested(`${label}:`, Object.keys(value).map(visibleLine), Object.values(value), indent)
  const text = visibleLine(typeof value === 'string' ? value : JSON.stringify(value))
  return text.length > LONGEST ? undefined : [`${indent}${label}: ${text}`]
}

/** The number of entries of a list, or of characters of anything else. */
const extentOf = (value: Json): string =>
  Array.isArray(value)
    ? value.length.toLocaleString('en')
    : (typeof value === 'string' ? value : JSON.stringify(value)).length.toLocaleString('en')

const itemLabel = (_: Json, at: number): string => String(at + 1)

function nested(
  head: string,
  labels: readonly string[],
  values: readonly Json[],
  indent: string,
): string[] | undefined {
  const lines = [`${indent}${head}`]
  for (const [at, value] of values.entries()) {
    const inner = linesOf(labels[at] ?? '', value, `${indent}  `)
    if (inner === undefined) return undefined
    lines.push(...inner)
    // Stop early to save memory: a list of a million items cannot be shown.
    if (lines.length > MOST_BYTES) return undefined
  }
  return lines
}

const sizeOf = (lines: readonly string[]): number =>
  lines.reduce((bytes, line) => bytes + Buffer.byteLength(line) + 1, 0)
