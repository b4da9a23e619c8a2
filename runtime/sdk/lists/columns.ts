/** Flat rows: each column has a snake-case name and holds one vendor field. */

/** A row with these columns; a field that was missing is null, so that every row has all columns. */
export type Columns<V, M extends Record<string, keyof V>> = {
  [C in keyof M]-?: NonNullable<V[M[C]]> | null
}

/** `userEmailAddress` → `user_email_address`, `sourceIPs` → `source_ips`. */
export const snakeCase = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()

/**
 * Creates the function that shapes rows: the columns in the order of `names`, then every field that `names` does not list,
 * under its own name in snake case, because vendors add fields over time and a caller may need them.
 */
export function columns<V extends object>() {
  return <const M extends Record<string, keyof V>>(names: M): ((row: V) => Columns<V, M>) => {
    const fields = Object.entries(names)
    const known = new Set<PropertyKey>(Object.values(names))
    return (row) => {
      const shaped = fields.map(([column, field]): [string, unknown] => [column, row[field] ?? null])
      const further = Object.entries(row)
        .filter(([field]) => !known.has(field))
        .map(([field, value]): [string, unknown] => [snakeCase(field), value])
        .filter(([column]) => !Object.hasOwn(names, column))
      return Object.fromEntries([...shaped, ...further]) as Columns<V, M>
    }
  }
}

/** Data with every key of every object in snake case. Do not use it for objects whose keys are data. */
export function deepSnakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deepSnakeCase)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [snakeCase(name), deepSnakeCase(inner)]),
  )
}
