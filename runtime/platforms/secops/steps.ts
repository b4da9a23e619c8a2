/** The lines of `DebugOutput` around a run, as the platform's own scripts log them. */

import { isTemplate } from '../../integration/manifest.ts'
import { visibleLine } from '../../safety/control-characters.ts'
import { dataText } from '../../safety/plain-data.ts'
import { nameFinder, type ParameterSpecs } from '../../schema/parameters.ts'
import { pythonText } from '../python.ts'
import type { Fields } from './context.ts'
import { isBlank } from './names.ts'

const step = (name: string): string => `----------------- Main - ${name} -----------------`

/**
 * The parameters of a run before they are converted, one line each, in the order of the manifest: `Sender: a@b.test`, or the
 * default that an empty one has. Secret parameters are omitted.
 */
export function stepsBefore(specs: ParameterSpecs, given: Fields): string[] {
  const find = nameFinder(specs)
  const values = new Map(Object.entries(given).map(([label, value]) => [find(label), value]))
  const lines = Object.entries(specs).flatMap(([name, spec]) => {
    if (spec.secret) return []
    const value = values.get(name)
    if (!isBlank(value)) return [`${spec.label}: ${dataText(value)}`]
    // The form shows nothing for a default that is a template over our own context.
    const hasDefault = spec.default !== undefined && !isTemplate(spec.default)
    const used = hasDefault ? dataText(spec.default) : 'None'
    return [`Parameter ${spec.label} was not found or was empty, used default_value ${used} instead`]
  })
  return [step('Param Init'), ...lines, step('Started')]
}

/** The end of a run, with what the platform was answered. The message may be mail data, so it stays on its line. */
export const stepsAfter = (state: number, value: string | boolean, message: string): string[] => [
  step('Finished'),
  '',
  `  status: ${state}`,
  `  result_value: ${visibleLine(pythonText(value))}`,
  `  output_message: ${visibleLine(message)}`,
]
