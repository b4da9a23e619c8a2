/** Reads query parameters. */
import { phrase } from '../../contract/phrases.ts'
import { refuse } from '../../contract/refuse.ts'

/**
 * Returns the query parameters of known names; an empty one counts as absent.
 *
 * @throws ActionError REQUEST_INVALID for an unknown name, and for one that is given twice
 */
export function readQuery<Name extends string>(
  query: unknown,
  names: readonly Name[],
): { [N in Name]?: string } {
  const read: { [N in Name]?: string } = {}
  for (const [given, value] of Object.entries(query as Record<string, unknown>)) {
    const name = names.find((one) => one === given)
    if (name === undefined) {
      const words = { name: given.slice(0, 80), allowed: names.join(', ') }
      throw refuse(phrase('Unknown query parameter "{name}". Allowed: {allowed}.', words))
    }
    if (typeof value !== 'string')
      throw refuse(phrase('The query parameter "{name}" is given twice.', { name }))
    if (value !== '') read[name] = value
  }
  return read
}

/** Reads one of several values. Throws REQUEST_INVALID. */
export function choice<T extends string>(name: string, given: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === given)
  if (found !== undefined) return found
  const words = { name, allowed: allowed.join(', '), received: JSON.stringify(given.slice(0, 80)) }
  throw refuse(phrase('"{name}" must be one of {allowed}; got {received}.', words))
}
