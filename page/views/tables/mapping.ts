/** Which column, template or value each parameter of a table run comes from. */
import type { TableOrder } from '../../api/tables.ts'
import type { Parameter } from '../../api/types.ts'
import { type Entry, typedValue } from '../../form/state.ts'

/** Where a parameter comes from: a column, a template over the row, or a value that is the same for all rows. */
export interface Source {
  kind: 'column' | 'template' | 'same'
  value: Entry
}

/** Sources by parameter name; a parameter without one is not given. */
export type Mapping = Readonly<Record<string, Source>>

const fold = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

/** Maps each parameter to the column that is called like it, its label or one of its other names. */
export function firstMapping(specs: readonly Parameter[], columns: readonly string[]): Mapping {
  const sources = specs.flatMap(({ name, label, aliases = [] }) => {
    const names = [name, label, ...aliases].map(fold)
    const column = columns.find((one) => names.includes(fold(one)))
    return column === undefined ? [] : [[name, { kind: 'column', value: column } as const] as const]
  })
  return Object.fromEntries(sources)
}

/** The parts of an order that a mapping makes. Sources without a value are not sent. */
export function partsOf(
  specs: readonly Parameter[],
  mapping: Mapping,
): Pick<TableOrder, 'columns' | 'set' | 'parameters'> {
  const parts: Pick<TableOrder, 'columns' | 'set' | 'parameters'> = { columns: {}, set: {}, parameters: {} }
  for (const spec of specs) {
    const { kind, value } = mapping[spec.name] ?? {}
    if (kind === undefined || value === undefined || value === '') continue
    if (kind === 'column') parts.columns[spec.name] = String(value)
    else if (kind === 'template') parts.set[spec.name] = String(value)
    else parts.parameters[spec.name] = typedValue(spec, value)
  }
  return parts
}
