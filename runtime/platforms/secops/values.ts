/**
 * Reads parameter values the way the platform's helper library does.
 *
 * Source: docs/platforms/secops-action.md#parameters.
 */
import type { RawProblem } from '../../contract/errors.ts'
import { type ParameterSpec, shown } from '../../schema/parameters.ts'
import { parseInteger } from '../../template/values/numbers/read-integer.ts'
import { pythonText } from '../python.ts'

/** A value in our own notation, or what is wrong with it. */
export type PlatformValue = { value: unknown } | { problem: RawProblem }

/** A filled-in value. Problems by our own grammar are left to it to report. */
export function platformValue(where: string, spec: ParameterSpec, given: unknown): PlatformValue {
  const value = spec.type === 'list' || spec.type === 'json' ? given : single(spec, given)
  switch (spec.type) {
    case 'boolean':
      return booleanValue(where, spec, value)
    case 'integer':
      return { value: integerValue(value) }
    case 'string':
      return { value: typeof value === 'boolean' || typeof value === 'number' ? pythonText(value) : value }
    default:
      return { value }
  }
}

/** The choice of a drop-down may arrive as a list with one item, also as JSON text. */
function single({ enum: choices }: ParameterSpec, value: unknown): unknown {
  const list = choices && typeof value === 'string' && /^\s*\["/.test(value) ? parsed(value) : value
  return Array.isArray(list) && list.length === 1 && typeof list[0] === 'string' ? list[0] : value
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The helper library accepts only true and false, in any letter case. Our own grammar accepts more; here a value that the
 * platform's integration refuses is refused, too.
 */
function booleanValue(where: string, spec: ParameterSpec, value: unknown): PlatformValue {
  if (typeof value === 'boolean') return { value }
  if (typeof value === 'string' && /^(?:true|false)$/i.test(value))
    return { value: value.toLowerCase() === 'true' }
  const values = { name: spec.label, received: shown(spec, value), detail: '' }
  return { problem: { where, rule: 'type_boolean', values } }
}

function integerValue(value: unknown): unknown {
  if (typeof value === 'number') return Math.trunc(value)
  if (typeof value === 'boolean') return Number(value)
  if (typeof value !== 'string') return value
  const number = parseInteger(value)
  return number === undefined ? value : Number(number)
}
