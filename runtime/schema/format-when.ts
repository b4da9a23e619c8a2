/** Formats of parameters that depend on the value of another one. */
import type { RawProblem } from '../contract/errors.ts'
import { bare } from './coerce.ts'
import { hiddenIn } from './identifiers.ts'
import type { Bag, ParameterSpec, ParameterSpecs } from './parameters.ts'
import { formatProblem } from './validate.ts'

/** The format that complete inputs give a parameter with `format_when`; undefined where none is meant. */
function formatOf(spec: ParameterSpec, inputs: Bag): string | undefined {
  const [condition] = Object.entries(spec.format_when ?? {})
  if (!condition) return undefined
  const [other, byValue] = condition
  const value = inputs[other]
  return typeof value === 'string' && Object.hasOwn(byValue, value) ? byValue[value] : undefined
}

/** Whether a manifest needs `applyFormatWhen`. */
export const hasFormatWhen = (specs: ParameterSpecs): boolean =>
  Object.values(specs).some(({ format_when }) => format_when !== undefined)

/** Brings texts with `format_when` into the form of their format, in place, and answers what is wrong with them. */
export async function applyFormatWhen(specs: ParameterSpecs, inputs: Bag): Promise<RawProblem[]> {
  // Loaded late: most manifests need none.
  const { formats } = await import('./formats.ts')
  const problems: RawProblem[] = []
  for (const [name, spec] of Object.entries(specs)) {
    const format = formatOf(spec, inputs)
    const text = inputs[name]
    if (format === undefined || typeof text !== 'string') continue
    const judged = { ...spec, format }
    const value = bare(judged, text)
    const hidden = hiddenIn(name, judged, value)
    problems.push(...hidden)
    if (hidden.length === 0 && formats[format]?.(value) === false)
      problems.push(formatProblem(name, spec.label, format, value))
    inputs[name] = value
  }
  return problems
}
