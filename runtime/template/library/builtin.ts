/** Declares filters, tests and functions with their arguments. */
import { raise } from '../errors.ts'
import { claim, scan, tick } from '../meter.ts'
import { textOf } from '../values/text.ts'
import { type Call, Dict, float, Markup, type Run, Tuple, type Value } from '../values/values.ts'

/** A function of the language: a filter, test, method or global. */
export type Builtin = (run: Run, call: Call) => Value

interface Parameter {
  readonly name: string
  readonly fallback: Value | undefined
}

interface Signature {
  readonly parameters: readonly Parameter[]
  /** How many of the parameters are given by position only. */
  readonly positionalOnly: number
  readonly star: boolean
  readonly doubleStar: boolean
}

const LITERALS: Readonly<Record<string, Value>> = { None: null, True: true, False: false, '0.0': float(0) }

function readSignature(text: string): Signature {
  const parts = text === '' ? [] : text.split(/, (?=[A-Za-z_*/])/)
  const slash = parts.indexOf('/')
  const named = parts.filter((part) => part !== '/' && !part.startsWith('*'))
  return {
    parameters: named.map((part) => {
      const [name = '', fallback] = part.split('=')
      return { name, fallback: fallback === undefined ? undefined : readLiteral(fallback) }
    }),
    positionalOnly: Math.max(0, slash),
    star: parts.some((part) => /^\*\w/.test(part)),
    doubleStar: parts.some((part) => part.startsWith('**')),
  }
}

function readLiteral(text: string): Value {
  const known = LITERALS[text]
  if (known !== undefined) return known
  return text.startsWith("'") ? text.slice(1, -1) : Number(text)
}

/**
 * Makes a function from its Python signature (`value, default_value='', boolean=False`; `/` ends the positional-only part;
 * `*args` and `**kwargs` come as a tuple and a dict after the others). Texts that go in, all of them, and text that comes out
 * are counted as work; lists are for the function itself to count, as far as it looks at them.
 */
export function builtin(
  name: string,
  signature: string,
  work: (run: Run, args: readonly Value[]) => Value,
): Builtin {
  let read: Signature | undefined
  return (run, call) => {
    read ??= readSignature(signature)
    tick(run)
    const args = bind(run, name, read, call)
    for (const arg of args) {
      if (typeof arg === 'string') scan(run, arg.length)
      else if (arg instanceof Markup) scan(run, arg.text.length)
    }
    const result = work(run, args)
    const made = textOf(result)
    if (made !== undefined && !args.includes(result)) claim(run, made.length)
    return result
  }
}

function bind(run: Run, name: string, signature: Signature, call: Call): Value[] {
  const { parameters } = signature
  const { positional, named } = call
  if (positional.length === parameters.length && named.size === 0 && !signature.star && !signature.doubleStar)
    return positional
  const args: Value[] = []
  let left = call.named.size
  for (let index = 0; index < parameters.length; index += 1) {
    const parameter = parameters[index]
    if (parameter === undefined) continue
    const given = call.positional[index]
    const keyword = left > 0 && index >= signature.positionalOnly ? call.named.get(parameter.name) : undefined
    if (keyword !== undefined) left -= 1
    if (given !== undefined && keyword !== undefined)
      raise(`TypeError: ${name}() got multiple values for argument '${parameter.name}'`)
    const value = given !== undefined ? given : keyword
    if (value !== undefined) args.push(value)
    else if (parameter.fallback !== undefined) args.push(parameter.fallback)
    else raise(`TypeError: ${name}() missing required argument '${parameter.name}'`)
  }
  if (signature.star) args.push(new Tuple(call.positional.slice(parameters.length)))
  else if (call.positional.length > parameters.length)
    raise(
      `TypeError: ${name}() takes ${parameters.length} argument${parameters.length === 1 ? '' : 's'} but ${call.positional.length} were given`,
    )
  if (signature.doubleStar) args.push(extra(run, parameters, call))
  else if (left > 0) {
    const names = new Set(parameters.slice(signature.positionalOnly).map((parameter) => parameter.name))
    const odd = [...call.named.keys()].find((key) => !names.has(key))
    raise(`TypeError: ${name}() got an unexpected keyword argument '${odd}'`)
  }
  return args
}

function extra(run: Run, parameters: readonly Parameter[], call: Call): Dict {
  const names = new Set(parameters.map((parameter) => parameter.name))
  return Dict.of(
    run,
    [...call.named].filter(([key]) => !names.has(key)),
  )
}

/** Arguments by position only. */
export function positional(...values: Value[]): Call {
  return { positional: values, named: NO_NAMES }
}

const NO_NAMES: Map<string, Value> = new Map()
