/** Looks up attributes and items of values. */
import { raise, refuse, type TemplateError, templateError } from '../errors.ts'
import { claimList, letters, tick } from '../meter.ts'
import { lengthOf } from '../values/iterate.ts'
import { countOf } from '../values/search.ts'
import { cutText, everyOf, knownFlat, textOf } from '../values/text.ts'
import { isInt, isNumber, typeName } from '../values/types.ts'
import { mustBeDefined, undefinedError } from '../values/undefined.ts'
import {
  type Call,
  Dict,
  List,
  Markup,
  Range,
  type Run,
  Thing,
  Tuple,
  Undefined,
  type Value,
} from '../values/values.ts'
import type { Builtin } from './builtin.ts'
import { dataAttribute, itemOrUndefined } from './items.ts'
import { DICT_METHODS } from './methods/dict.ts'
import { LIST_METHODS, RANGE_METHODS, TUPLE_METHODS } from './methods/list.ts'
import { NUMBER_METHODS } from './methods/number.ts'
import { HTML_METHODS, TEXT_METHODS } from './methods/text.ts'

/** Attributes that every Python object has and templates cannot access. */
const DUNDER =
  /^__(class|doc|dict|module|init|new|repr|str|hash|eq|ne|lt|le|gt|ge|len|iter|getattribute|setattr|delattr|getitem|setitem|delitem|contains|reduce|reduce_ex|getstate|sizeof|format|dir|subclasshook|init_subclass|class_getitem|add|radd|mul|rmul|mod|rmod|iadd|imul|reversed|call|name|qualname|self|text_signature|globals|code|closure|defaults|kwdefaults|annotations|wrapped|bool|int|float|index|abs|neg|pos|sub|rsub|truediv|floordiv|pow|and|or|xor|invert|round|trunc|floor|ceil|html|html_format|getnewargs|base|bases|mro|subclasses|or|ior|ror)__$/

/** Whether a name is one of Python's inner attributes, which are refused rather than reported as missing. */
export function isInner(name: string): boolean {
  return DUNDER.test(name)
}

function methodsOf(value: Value): ReadonlyMap<string, Builtin> | undefined {
  if (typeof value === 'string') return TEXT_METHODS
  if (value instanceof Markup) return HTML_METHODS
  if (value instanceof Dict) return DICT_METHODS
  if (value instanceof List) return LIST_METHODS
  if (value instanceof Tuple) return TUPLE_METHODS
  if (value instanceof Range) return RANGE_METHODS
  if (isNumber(value)) return NUMBER_METHODS
  return undefined
}

/** A method of a value, to be called directly. */
export function methodOf(value: Value, name: string): Builtin | undefined {
  return methodsOf(value)?.get(name)
}

/** Calls a method with its value as the first argument. */
export function callMethod(run: Run, method: Builtin, self: Value, call: Call): Value {
  return method(run, { positional: [self, ...call.positional], named: call.named })
}

/** Python's `getattr`: an attribute or a bound method, `undefined` where there is none. */
export function attributeOf(value: Value, name: string): Value | undefined {
  const method = methodOf(value, name)
  if (method !== undefined)
    return new Thing('builtin_function_or_method', {
      bound: { self: value, method },
      call: (run, call) => callMethod(run, method, value, call),
    })
  return dataAttribute(value, name)
}

/** Jinja2's `value.name`: the attribute first, then the item. */
export function getAttribute(run: Run, value: Value, name: string, path: string): Value {
  if (value instanceof Undefined) throw lookedUpOnUndefined(value, name)
  // Usually data, which has methods and keys and no other attributes.
  const plain = value instanceof Dict && !DICT_METHODS.has(name)
  const attribute = plain ? undefined : attributeOf(value, name)
  if (attribute !== undefined) return attribute
  const item = plain ? value.get(run, name) : itemOrUndefined(run, value, name)
  if (item !== undefined) return item
  return missing(value, name, path)
}

/** Jinja2's `value[key]`: the item first, then the attribute where the key is text. */
export function getItem(run: Run, value: Value, key: Value, path: string): Value {
  if (value instanceof Undefined) throw lookedUpOnUndefined(value, textOf(key) ?? '')
  const item = itemOrUndefined(run, value, key)
  if (item !== undefined) return item
  const name = textOf(key)
  if (name === undefined) {
    // `dict[...]` is a type of Python's.
    if (value instanceof Thing && value.type === 'type') value.attribute?.('')
    return new Undefined(path, { owner: value })
  }
  const attribute = attributeOf(value, name)
  return attribute !== undefined ? attribute : missing(value, name, path)
}

/** Jinja2's undefined values have inner attributes of their own, and no others. */
function lookedUpOnUndefined(value: Undefined, name: string): TemplateError {
  return /^_(?:undefined_|fail_)/.test(name) || isInner(name)
    ? templateError('refused', `The attribute "${name}" of an undefined value is out of reach.`)
    : undefinedError(value)
}

function missing(owner: Value, name: string, path: string): Undefined {
  if (isInner(name))
    refuse(
      `The attribute "${name}" is out of reach.`,
      'Templates see data, filters, tests and the methods in docs/templates.md.',
    )
  if (textOf(owner) !== undefined && (name === 'encode' || name === 'translate' || name === 'maketrans'))
    refuse(`The method "${name}" of text is not here.`, 'Use replace(old, new).')
  return new Undefined(path, { owner })
}

/** Python's slice of a text, list, tuple or range. */
export function slice(run: Run, value: Value, start: Value, stop: Value, step: Value): Value {
  mustBeDefined(value)
  const length = lengthOf(run, value)
  const sliceable =
    textOf(value) !== undefined || value instanceof List || value instanceof Tuple || value instanceof Range
  if (!sliceable || length === undefined)
    return raise(
      value instanceof Dict
        ? "TypeError: unhashable type: 'slice'"
        : `TypeError: '${typeName(value)}' object is not subscriptable`,
    )
  const [from, to, by] = bounds(length, start, stop, step)
  if (value instanceof Range)
    return new Range(value.start + from * value.step, value.start + to * value.step, value.step * by)
  const count = Math.max(0, Math.ceil((to - from) / by))
  const text = textOf(value)
  if (text !== undefined) {
    if (by === 1)
      return same(
        value,
        knownFlat(run, text) ? text.slice(from, Math.max(from, to)) : cutText(text, from, to),
      )
    return same(value, everyOf(run, text, from, by, count))
  }
  const items = value instanceof List || value instanceof Tuple ? value.items : []
  claimList(run, count)
  const cut: Value[] = []
  for (let index = 0; index < count; index += 1) cut.push(items[from + index * by] ?? null)
  return value instanceof Tuple ? new Tuple(cut) : new List(cut)
}

function same(value: Value, text: string): Value {
  return value instanceof Markup ? new Markup(text) : text
}

function bounds(
  length: number,
  start: Value,
  stop: Value,
  step: Value,
): [from: number, to: number, by: number] {
  const by = step === null ? 1 : index(step)
  if (by === 0) raise('ValueError: slice step cannot be zero')
  const clamp = (value: Value, otherwise: number): number => {
    if (value === null) return otherwise
    const at = index(value) < 0 ? index(value) + length : index(value)
    return by > 0 ? Math.min(Math.max(at, 0), length) : Math.min(Math.max(at, -1), length - 1)
  }
  return by > 0 ? [clamp(start, 0), clamp(stop, length), by] : [clamp(start, length - 1), clamp(stop, -1), by]
}

function index(value: Value): number {
  mustBeDefined(value)
  return isInt(value)
    ? Math.max(Math.min(Number(value), Number.MAX_SAFE_INTEGER), -Number.MAX_SAFE_INTEGER)
    : raise('TypeError: slice indices must be integers or None or have an __index__ method')
}

/** A look-up by a dotted path as the filters' `attribute` takes it: whole numbers are indexes, the rest keys. */
export function byPath(run: Run, attribute: Value): (run: Run, item: Value) => Value {
  const parts = pathParts(run, attribute)
  const path = textOf(attribute) ?? (typeof attribute === 'number' ? String(attribute) : '...')
  return (going, item) => {
    tick(going, parts.length)
    let value = item
    for (const part of parts) value = getItem(going, value, part, path)
    return value
  }
}

/** The parts of a dotted path. */
export function pathParts(run: Run, attribute: Value): Value[] {
  const text = textOf(attribute)
  if (text === undefined) return attribute === null ? [] : [attribute]
  letters(run, text.length)
  claimList(run, countOf(text, '.') + 1)
  return text.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}
