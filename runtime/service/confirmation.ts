/** What a person reads before a change: every input, whole, or a refusal. */
import { isRecord, type Json } from '../contract/json.ts'
import { visibleLine } from '../safety/control-characters.ts'

/** One input as it is shown. */
export interface ShownInput {
  label: string
  value: Json
}

/** The inputs as lines; `hidden` names those that are too long to be shown, and then nothing may be asked. */
export interface Description {
  lines: string[]
  hidden: string[]
}

/** Characters of one value. */
const LONGEST = 4_000

/** Bytes of all lines together, in UTF-8: what clients and terminals show without cutting. */
const MOST_BYTES = 16_000

/**
 * Describes inputs. Each has its own lines; lists show how many items they have and give each a line. Short inputs come
 * first, so that a long one pushes nothing out of sight. Nothing is cut.
 */
export function describeInputs(inputs: readonly ShownInput[]): Description {
  const all = inputs.map((input) => {
    const lines = linesOf(visibleLine(input.label), input.value, '')
    return { label: visibleLine(input.label), lines, bytes: sizeOf(lines ?? []) }
  })
  all.sort((a, b) => a.bytes - b.bytes)
  let left = MOST_BYTES
  const lines: string[] = []
  const hidden: string[] = []
  for (const input of all) {
    left -= input.bytes
    if (input.lines === undefined || left < 0) hidden.push(input.label)
    else lines.push(...input.lines)
  }
  return { lines, hidden }
}

/** Undefined where a value is too long. */
function linesOf(label: string, value: Json, indent: string): string[] | undefined {
  if (Array.isArray(value)) return nested(`${label} (${value.length}):`, value.map(itemLabel), value, indent)
  if (isRecord(value))
    return nested(`${label}:`, Object.keys(value).map(visibleLine), Object.values(value), indent)
  const text = visibleLine(typeof value === 'string' ? value : JSON.stringify(value))
  return text.length > LONGEST ? undefined : [`${indent}${label}: ${text}`]
}

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
    // A list of a million items is not worth the memory: it cannot be shown.
    if (lines.length > MOST_BYTES) return undefined
  }
  return lines
}

const sizeOf = (lines: readonly string[]): number =>
  lines.reduce((bytes, line) => bytes + Buffer.byteLength(line) + 1, 0)
