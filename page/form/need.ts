/** Whether a field must be filled in, and which fields share a row. */
import type { Parameter } from '../api/types.ts'
import { defaultEntry, type FormState } from './state.ts'

/** Required, optional, or not used with the value of another field. */
export type Need = { is: 'required' | 'optional' } | { is: 'unused'; with: string }

/** Whether a field must be filled in now. A field that is governed by a template may or may not be. */
export function needOf(spec: Parameter, specs: readonly Parameter[], state: FormState): Need {
  if (spec.required) return { is: spec.default === undefined ? 'required' : 'optional' }
  const conditions = Object.entries(spec.required_when ?? {})
  if (conditions.length === 0) return { is: 'optional' }
  for (const [other, wanted] of conditions) {
    if (state.templates[other]) return { is: 'optional' }
    const governing = specs.find(({ name }) => name === other)
    const entry = state.values[other] ?? (governing && defaultEntry(governing)) ?? ''
    const isMet = [wanted].flat().some((value) => String(value) === String(entry))
    if (!isMet) return entry === '' ? { is: 'optional' } : { is: 'unused', with: String(entry) }
  }
  return { is: 'required' }
}

/** The rows of a form, in the order of the manifest. Two short fields that belong together share one. */
export function rowsOf(specs: readonly Parameter[]): Parameter[][] {
  const rows: Parameter[][] = []
  for (let at = 0; at < specs.length; at++) {
    const [first, second] = [specs[at], specs[at + 1]]
    if (!first) continue
    const row = second ? pair(first, second) : undefined
    rows.push(row ?? [first])
    if (row) at++
  }
  return rows
}

/** Two switches, two times, or a choice and the field that it governs; the choice comes first. */
function pair(first: Parameter, second: Parameter): Parameter[] | undefined {
  if (governs(second, first)) return [second, first]
  if (governs(first, second)) return [first, second]
  const areSwitches = first.type === 'boolean' && second.type === 'boolean'
  const areTimes = first.format === 'datetime' && second.format === 'datetime'
  return areSwitches || areTimes ? [first, second] : undefined
}

const governs = (choice: Parameter, field: Parameter): boolean =>
  choice.enum !== undefined && Object.hasOwn(field.required_when ?? {}, choice.name)
