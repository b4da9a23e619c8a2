/** Applies formats that depend on the value of another parameter. */
import type { RawProblem } from '../contract/errors.ts'
import { bare } from './coerce.ts'
import { hiddenIn } from './identifiers.ts'
import type { Bag, ParameterSpec, ParameterSpecs } from './parameters.ts'
import { formatProblem } from './validate.ts'

/** Returns the format of a parameter with `format_when` for complete inputs; undefined if no format applies. */
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

/** Normalizes texts with `format_when` for their format, in place, and returns their problems. */
export async function applyFormatWhen(specs: ParameterSpecs, inputs: Bag): Promise<RawProblem[]> {
  // Loaded lazily: most manifests need no formats.
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
