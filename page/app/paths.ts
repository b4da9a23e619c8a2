/** Matches addresses with the patterns of the routes. */

/** The values of the placeholders in a pattern, by name. */
export type Params = Readonly<Record<string, string>>

/** What every view is given. */
export interface ViewProps {
  params: Params
}

/**
 * Matches a path with a pattern such as `/actions/:integration/:action`.
 *
 * @returns the decoded values of the placeholders; undefined if the path does not match or is badly encoded
 */
export function matchPath(pattern: string, path: string): Params | undefined {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [at, part] of wanted.entries()) {
    const found = given[at] ?? ''
    if (!part.startsWith(':')) {
      if (part !== found) return undefined
      continue
    }
    const value = decoded(found)
    if (!value) return undefined
    params[part.slice(1)] = value
  }
  return params
}

/** Writes a path and its query; values that are undefined or empty are left out. */
export function pathWith(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const set = Object.entries(query).flatMap(([name, value]) =>
    value ? [[name, value] as [string, string]] : [],
  )
  return set.length === 0 ? path : `${path}?${new URLSearchParams(set)}`
}

/** Encodes the parts of a path and joins them: `pathOf('runs', id)` is `/runs/…`. */
export const pathOf = (...parts: readonly string[]): string => `/${parts.map(encodeURIComponent).join('/')}`

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}
