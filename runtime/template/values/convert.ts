/** Converts and checks the arguments of filters and functions. */
import { raise } from '../errors.ts'
import { str } from './print.ts'
import { textOf } from './text.ts'
import { isInt, isNumber, typeName } from './types.ts'
import { mustBeDefined } from './undefined.ts'
import type { Run, Value } from './values.ts'
import { Markup } from './values.ts'

/** An argument that Python wants as an int, as a plain number; beyond 2^53 it is clamped, which every use treats as "a lot". */
export function wantInt(value: Value): number {
  mustBeDefined(value)
  if (isInt(value)) return Number(value)
  return raise(`TypeError: '${typeName(value)}' object cannot be interpreted as an integer`)
}

/** An argument that Python wants as a count that fits into memory. */
export function wantSize(value: Value): number {
  const size = wantInt(value)
  return Math.abs(size) < 2 ** 63
    ? size
    : raise('OverflowError: Python int too large to convert to C ssize_t')
}

/** An argument at which Python cuts a text: a float can be compared with lengths, but nothing else. */
export function wantIndex(value: Value): number {
  return isInt(value)
    ? Number(value)
    : raise('TypeError: slice indices must be integers or None or have an __index__ method')
}

/** An argument that Python wants as a number. */
export function wantNumber(value: Value): number {
  mustBeDefined(value)
  return isNumber(value) ? Number(value) : raise(`TypeError: must be real number, not ${typeName(value)}`)
}

/** An argument that Python wants as text. */
export function wantText(value: Value): string {
  const text = textOf(value)
  if (text !== undefined) return text
  mustBeDefined(value)
  return raise(`TypeError: must be str, not ${typeName(value)}`)
}

/** An argument that may be none, or the result of `want` for it. */
export function optional<T>(value: Value, want: (value: Value) => T): T | undefined {
  return value === null ? undefined : want(value)
}

/** MarkupSafe's `soft_str`: HTML stays HTML, everything else becomes text. */
export function softText(run: Run, value: Value): { text: string; html: boolean } {
  return value instanceof Markup ? { text: value.text, html: true } : { text: str(run, value), html: false }
}

/** Text that is HTML where `html` says so. */
export function marked(text: string, html: boolean): string | Markup {
  return html ? new Markup(text) : text
}
