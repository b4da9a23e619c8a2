/** Names of types as Python calls them. */
import { Dict, DictView, Float, List, Markup, Range, Stream, Tuple, Undefined, type Value } from './values.ts'

/** Python's name of a value's type. */
export function typeName(value: Value): string {
  switch (typeof value) {
    case 'string':
      return 'str'
    case 'boolean':
      return 'bool'
    case 'bigint':
      return 'int'
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float'
  }
  if (value === null) return 'NoneType'
  if (value instanceof Float) return 'float'
  if (value instanceof Markup) return 'Markup'
  if (value instanceof List) return 'list'
  if (value instanceof Tuple) return 'tuple'
  if (value instanceof Dict) return 'dict'
  if (value instanceof DictView) return `dict_${value.shows}`
  if (value instanceof Range) return 'range'
  if (value instanceof Stream) return value.kind
  if (value instanceof Undefined) return 'Undefined'
  return value.type
}

/** Whether a value is an int for arithmetic: booleans are. */
export function isInt(value: Value): value is number | bigint | boolean {
  return typeof value === 'number'
    ? Number.isInteger(value)
    : typeof value === 'bigint' || typeof value === 'boolean'
}

/** Whether a value is a float. */
export function isFloat(value: Value): value is number | Float {
  return typeof value === 'number' ? !Number.isInteger(value) : value instanceof Float
}

/** Whether a value is a number of any kind: booleans are, as in Python. */
export function isNumber(value: Value): value is number | bigint | boolean | Float {
  return (
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    typeof value === 'boolean' ||
    value instanceof Float
  )
}

/** Whether a value is text, marked as HTML or not. */
export function isText(value: Value): value is string | Markup {
  return typeof value === 'string' || value instanceof Markup
}
