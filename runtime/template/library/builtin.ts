import { raise } from '../errors.ts'
import { claim, type Run, tick } from '../values/meter.ts'
import { textOf } from '../values/text.ts'
import { type Call, Dict, float, Tuple, type Value } from '../values/values.ts'

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
 * `*args` and `**kwargs` come as a tuple and a dict after the others). Text that goes in and comes out is counted as work.
 */
export function builtin(
  name: string,
  signature: string,
  work: (run: Run, args: readonly Value[]) => Value,
): Builtin {
  let read: Signature | undefined
  return (run, call) => {
    read ??= readSignature(signature)
    const args = bind(name, read, call)
    tick(run)
    const given = args[0] === undefined ? undefined : textOf(args[0])
    if (given !== undefined) tick(run, given.length >> 5)
    const result = work(run, args)
    const made = textOf(result)
    if (made !== undefined) claim(run, made.length)
    return result
  }
}

function bind(name: string, signature: Signature, call: Call): Value[] {
  const { parameters } = signature
  const args: Value[] = []
  let left = call.named.size
  parameters.forEach((parameter, index) => {
    const given = call.positional[index]
    const keyword = left > 0 && index >= signature.positionalOnly ? call.named.get(parameter.name) : undefined
    if (keyword !== undefined) left -= 1
    if (given !== undefined && keyword !== undefined)
      raise(`TypeError: ${name}() got multiple values for argument '${parameter.name}'`)
    const value = given !== undefined ? given : keyword
    if (value !== undefined) args.push(value)
    else if (parameter.fallback !== undefined) args.push(parameter.fallback)
    else raise(`TypeError: ${name}() missing required argument '${parameter.name}'`)
  })
  if (signature.star) args.push(new Tuple(call.positional.slice(parameters.length)))
  else if (call.positional.length > parameters.length)
    raise(
      `TypeError: ${name}() takes ${parameters.length} argument${parameters.length === 1 ? '' : 's'} but ${call.positional.length} were given`,
    )
  if (signature.doubleStar) args.push(extra(parameters, call))
  else if (left > 0) {
    const names = new Set(parameters.slice(signature.positionalOnly).map((parameter) => parameter.name))
    const odd = [...call.named.keys()].find((key) => !names.has(key))
    raise(`TypeError: ${name}() got an unexpected keyword argument '${odd}'`)
  }
  return args
}

function extra(parameters: readonly Parameter[], call: Call): Dict {
  const names = new Set(parameters.map((parameter) => parameter.name))
  return Dict.of([...call.named].filter(([key]) => !names.has(key)))
}

/** Arguments by position only. */
export function positional(...values: Value[]): Call {
  return { positional: values, named: NO_NAMES }
}

const NO_NAMES: Map<string, Value> = new Map()
