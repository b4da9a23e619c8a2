/** Coerces parameter values to their declared types. */
import type { RawProblem } from '../contract/errors.ts'
import { dataText } from '../safety/plain-data.ts'
import { bareAddress, bareDomain, splitAddresses } from '../sdk/addresses.ts'
import { withoutLineEnd } from '../sdk/line-end.ts'
import { hiddenIn } from './identifiers.ts'
import { type Bag, isAbsent, type ParameterSpec, type ParameterSpecs, shown } from './parameters.ts'

const EMPTY = Symbol('empty')

type Coerced = { value: unknown } | { problem: RawProblem } | typeof EMPTY

/** Coerces every value to its declared type; blank values are omitted. */
export function coerceAll(specs: ParameterSpecs, bag: Bag, problems: RawProblem[]): Bag {
  const out: Bag = {}
  for (const name of Object.keys(bag)) {
    const spec = specs[name]
    if (!spec) continue
    const coerced = coerce(name, spec, bag[name])
    if (coerced === EMPTY) continue
    if ('problem' in coerced) {
      problems.push(coerced.problem)
      continue
    }
    problems.push(...hiddenIn(name, spec, coerced.value))
    out[name] = coerced.value
  }
  return out
}

function coerce(name: string, spec: ParameterSpec, value: unknown): Coerced {
  if (isAbsent(value)) return EMPTY
  const wrong = (detail = ''): Coerced => ({
    problem: {
      where: name,
      rule: `type_${spec.type}`,
      values: { name: spec.label, received: shown(spec, value), detail },
    },
  })
  switch (spec.type) {
    case 'string':
      return coerceString(spec, value) ?? wrong()
    case 'integer':
      return coerceNumber(value, /^[+-]?\d{1,16}$/, Number.isSafeInteger) ?? wrong()
    case 'number':
      return (
        coerceNumber(value, /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i, Number.isFinite) ?? wrong()
      )
    case 'boolean':
      return coerceBoolean(value) ?? wrong()
    case 'list':
      return coerceList(spec, value) ?? wrong()
    case 'json':
      return coerceJson(value, wrong)
  }
}

function coerceString(spec: ParameterSpec, value: unknown): Coerced | undefined {
  // Some callers send the choice of a drop-down as a list with one item.
  const single = spec.enum && Array.isArray(value) && value.length === 1 ? value[0] : value
  if (typeof single === 'number' || typeof single === 'boolean') return { value: String(single) }
  if (typeof single !== 'string') return undefined
  const text = spec.secret ? withoutLineEnd(single) : spec.trim === false ? single : single.trim()
  return text === '' ? EMPTY : { value: canonical(spec, bare(spec, text)) }
}

/** Normalizers of addresses and domains, applied before the format is checked. */
const BARE: Record<string, (text: string) => string> = {
  email: bareAddress,
  domain: bareDomain,
  email_or_domain: (text) => bareDomain(bareAddress(text)),
  address_part: bareAddress,
}

/** Normalizes a text for its parameter's format. */
export const bare = (spec: Pick<ParameterSpec, 'format'>, text: string): string =>
  BARE[spec.format ?? '']?.(text) ?? text

/** Replaces an accepted spelling of a choice with the choice. */
function canonical(spec: ParameterSpec, value: unknown): unknown {
  if (!spec.enum && !spec.enum_aliases) return value
  const { enum: choices = [], enum_aliases: aliases = {}, ignore_case } = spec
  if (typeof value !== 'string' || choices.includes(value)) return value
  if (Object.hasOwn(aliases, value)) return aliases[value]
  if (!ignore_case) return value
  const folded = value.toLowerCase()
  const choice = choices.find((one) => dataText(one).toLowerCase() === folded)
  const [, meant] = Object.entries(aliases).find(([spelling]) => spelling.toLowerCase() === folded) ?? []
  return choice ?? meant ?? value
}

function coerceNumber(value: unknown, form: RegExp, fits: (n: number) => boolean): Coerced | undefined {
  if (typeof value === 'number') return fits(value) ? { value } : undefined
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (text === '') return EMPTY
  const number = Number(text)
  return form.test(text) && fits(number) ? { value: number } : undefined
}

const TRUE = ['true', 'yes', 'on', '1']

const FALSE = ['false', 'no', 'off', '0']

function coerceBoolean(value: unknown): Coerced | undefined {
  if (typeof value === 'boolean') return { value }
  if (value === 1 || value === 0) return { value: value === 1 }
  if (typeof value !== 'string') return undefined
  const text = value.trim().toLowerCase()
  if (text === '') return EMPTY
  return TRUE.includes(text) ? { value: true } : FALSE.includes(text) ? { value: false } : undefined
}

function coerceList(spec: ParameterSpec, value: unknown): Coerced | undefined {
  const items = typeof value === 'string' ? splitList(spec, value) : Array.isArray(value) ? value : undefined
  if (items === undefined) return typeof value === 'number' ? { value: [String(value)] } : undefined
  const out: unknown[] = []
  for (const item of items) {
    if (typeof item === 'number' || typeof item === 'boolean') out.push(String(item))
    else if (typeof item === 'string') {
      if (item.trim() !== '') out.push(canonical(spec, bare(spec, item.trim())))
    } else if (item !== null) return undefined
  }
  return out.length === 0 ? EMPTY : { value: out }
}

/** Parses a JSON array; splits other text at commas and line ends, and addresses as mail programs do. */
function splitList(spec: ParameterSpec, text: string): unknown[] {
  if (text.trimStart().startsWith('[')) {
    try {
      const parsed: unknown = JSON.parse(text)
      if (Array.isArray(parsed)) return parsed
    } catch {
      // Not JSON: text that begins with a bracket.
    }
  }
  return spec.format !== undefined && spec.format in BARE ? splitAddresses(text) : text.split(/[,\r\n]/)
}

function coerceJson(value: unknown, wrong: (detail: string) => Coerced): Coerced {
  if (typeof value !== 'string') return { value }
  if (value.trim() === '') return EMPTY
  try {
    return { value: JSON.parse(value) }
  } catch (error) {
    return wrong(error instanceof Error ? error.message.slice(0, 120) : 'not JSON')
  }
}
