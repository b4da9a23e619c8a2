/** Items of dicts, as filters and methods list them. */
import { isTemplateError, raise } from '../errors.ts'
import { tick } from '../meter.ts'
import { charAt, textOf } from '../values/text.ts'
import { isInt, isNumber, typeName } from '../values/types.ts'
import { mustBeDefined } from '../values/undefined.ts'
import { type Call, Dict, List, Markup, Range, type Run, Thing, Tuple, type Value } from '../values/values.ts'
import { numberAttribute } from './methods/number.ts'

/** An attribute that is not a method: of a named tuple, a number, a range or one of the template's own values. */
export function dataAttribute(value: Value, name: string): Value | undefined {
  if (value instanceof Thing) return value.attribute?.(name)
  if (value instanceof Tuple) {
    const index = value.names?.indexOf(name) ?? -1
    return index === -1 ? undefined : value.items[index]
  }
  if (isNumber(value)) return numberAttribute(value, name)
  if (value instanceof Range && (name === 'start' || name === 'stop' || name === 'step')) return value[name]
  return undefined
}

/** Python's `value[key]`, `undefined` where it raises KeyError, IndexError or TypeError. */
export function itemOrUndefined(run: Run, value: Value, key: Value): Value | undefined {
  if (value instanceof Dict) return typeof key === 'string' ? value.get(run, key) : entryOf(run, value, key)
  if (!isInt(key)) return undefined
  const index = Number(key)
  if (value instanceof List || value instanceof Tuple)
    return value.items.at(index) ?? noneAt(value.items, index)
  const text = textOf(value)
  if (text !== undefined) {
    const char = charAt(run, text, index)
    return char === undefined ? undefined : value instanceof Markup ? new Markup(char) : char
  }
  if (value instanceof Range) {
    const at = index < 0 ? index + value.length : index
    return at >= 0 && at < value.length ? value.start + at * value.step : undefined
  }
  return undefined
}

/** A key without a hash finds nothing, because Jinja2 ignores the failure. */
function entryOf(run: Run, dict: Dict, key: Value): Value | undefined {
  if (key instanceof List || key instanceof Dict) return undefined
  try {
    return dict.get(run, key)
  } catch (error) {
    if (isTemplateError(error) && error.kind === 'runtime') return undefined
    throw error
  }
}

function noneAt(items: readonly Value[], index: number): Value | undefined {
  return items.at(index) === null ? null : undefined
}

/** Calls a value with arguments; Jinja2 raises for what cannot be called. */
export function callValue(run: Run, value: Value, call: Call): Value {
  mustBeDefined(value)
  if (value instanceof Thing && value.call !== undefined) {
    tick(run)
    return value.call(run, call)
  }
  return raise(`TypeError: '${typeName(value)}' object is not callable`)
}
