/** Short identities of rows, for the state of a connector. */

/** A short digest of a text: there are thousands in a state, and a platform's store has limits. */
export const digest = (text: string): string =>
  process.getBuiltinModule('node:crypto').hash('sha256', text, 'base64url').slice(0, 16)

/** The identity of a row without an id of its own: equal rows have the same, whatever the order of their fields. */
export const rowIdentity = (row: object): string => digest(canonical(row))

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const fields = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${fields.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(',')}}`
}
